#!/usr/bin/env python3
"""The contest of tables. README.md says the rest.

    quality.py export                          writes the tables and their splits
    quality.py run CONTESTANT… [--tables …] [--splits 0-9] [--threads 1]
    quality.py table [--use tuning|check]      prints the results as Markdown
"""

import argparse
import json
import os
import pathlib
import platform
import sys
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
commands = parser.add_subparsers(dest="command", required=True)
commands.add_parser("export")
run = commands.add_parser("run")
run.add_argument("contestants", nargs="+")
run.add_argument("--threads", type=int, default=1)
table = commands.add_parser("table")
table.add_argument("--contestants")
for command in (run, table):
    command.add_argument("--tables", help="names, separated by commas")
    command.add_argument("--use", choices=["tuning", "check"])
    command.add_argument("--splits", default="0-9", help="first-last, both included")
    command.add_argument("--results", action="append", help="files of results; run writes the first")
arguments = parser.parse_args()
if arguments.command == "run":
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(arguments.threads)

import numpy  # after the number of threads is set

import report
import tables

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = HERE / "results"


def metrics(part, predicted):
    if not part.is_class:
        error = predicted - part.y_test
        return {"rmse": float(numpy.sqrt(numpy.mean(error**2))), "mae": float(numpy.mean(numpy.abs(error)))}
    probabilities = numpy.clip(predicted, 1e-15, 1)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    rows = numpy.arange(len(part.y_test))
    found = {
        "logloss": float(-numpy.mean(numpy.log(probabilities[rows, part.y_test]))),
        "accuracy": float(numpy.mean(probabilities.argmax(axis=1) == part.y_test)),
    }
    if len(part.classes) == 2:
        from sklearn.metrics import roc_auc_score

        found["auc"] = float(roc_auc_score(part.y_test, predicted[:, 1]))
    return found


def machine():
    model = platform.processor() or platform.machine()
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}"


def chosen():
    names = arguments.tables.split(",") if arguments.tables else list(tables.MANIFEST)
    unknown = [name for name in names if name not in tables.MANIFEST]
    if unknown:
        parser.error(f"unknown tables: {', '.join(unknown)}")
    first, _, last = arguments.splits.partition("-")
    return (
        [name for name in names if arguments.use in (None, tables.MANIFEST[name]["use"])],
        range(int(first), int(last or first) + 1),
    )


def run_all():
    names, splits = chosen()
    import cortado
    import peers

    boosters = peers.Boosters(arguments.threads)
    for contestant in arguments.contestants:
        if contestant not in peers.VERSIONS and contestant not in cortado.QUALITIES:
            parser.error(f"unknown contestant: {contestant}")
        ours = contestant in cortado.QUALITIES
        path = pathlib.Path(arguments.results[0]) if arguments.results else RESULTS / ("cortado.jsonl" if ours else "peers.jsonl")
        done = {(r["table"], r["split"], r["contestant"], r["threads"]) for r in report.read([path])}
        for name in names:
            for split in splits:
                if (name, split, contestant, arguments.threads) in done:
                    continue
                part = tables.Part(name, split)
                if ours:
                    predicted, seconds, rounds = cortado.train(part, contestant, arguments.threads)
                    version = cortado.version()
                else:
                    contest = peers.scikit_learn if peers.VERSIONS[contestant] == peers.SKLEARN else boosters
                    predicted, seconds, rounds = contest(part, contestant)
                    version = peers.VERSIONS[contestant]
                line = {"table": name, "split": split, "contestant": contestant, "threads": arguments.threads}
                line |= {key: round(value, 6) for key, value in metrics(part, predicted).items()}
                line |= {"seconds": round(seconds, 3)} | ({} if rounds is None else {"rounds": rounds})
                line |= {"version": version, "machine": machine(), "date": time.strftime("%Y-%m-%d")}
                path.parent.mkdir(exist_ok=True)
                with open(path, "a") as out:
                    out.write(json.dumps(line) + "\n")
                print(json.dumps(line), flush=True)
    boosters.close()


if arguments.command == "export":
    tables.export()
elif arguments.command == "run":
    run_all()
else:
    names, splits = chosen()
    paths = [pathlib.Path(p) for p in arguments.results] if arguments.results else sorted(RESULTS.glob("*.jsonl"))
    print(report.markdown(report.read(paths), names, splits, arguments.contestants and arguments.contestants.split(",")))
