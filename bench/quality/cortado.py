"""Cortado as a user runs it: the command trains on the CSV of the training rows, in a process of its own, and predicts those of the test rows."""

import os
import pathlib
import shlex
import subprocess
import tempfile
import time

import numpy

import tables

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUALITIES = {"cortado_fast": "fast", "cortado": "default", "cortado_best": "best"}
FLAGS = os.environ.get("CORTADO_FLAGS", "")  # further flags of train, for trials


def command(*arguments):
    finished = subprocess.run([os.environ.get("CORTADO", ROOT / "cortado"), *map(str, arguments)], capture_output=True, text=True)
    if finished.returncode != 0:
        raise RuntimeError(f"cortado {' '.join(map(str, arguments))}: {finished.stderr or finished.stdout}")
    return finished.stdout


def version():
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return f"cortado {commit.stdout.strip()} {FLAGS}".strip()


def train(part, contestant, threads):
    """Probabilities [rows, classes] or values [rows] of the test rows, and the seconds of the whole process that trained."""
    table = tables.MANIFEST[part.name]
    task = "classify" if part.is_class else "regress"
    with tempfile.TemporaryDirectory() as folder:
        out, predictions = pathlib.Path(folder, "run"), pathlib.Path(folder, "predictions.csv")
        start = time.perf_counter()
        command(
            "train", part.folder / "train.csv", "--target", table["target"], "--task", task, "--quality", QUALITIES[contestant],
            "--test", "0", "--seed", "1", "--threads", threads, "--out", out, "--json",
            *shlex.split(FLAGS),
        )  # fmt: skip
        seconds = time.perf_counter() - start
        model = next(out.rglob("model.cortado"))
        command("predict", model, part.folder / "test.csv", "--out", predictions, "--proba")
        header, rows = tables.read(predictions)
    if not part.is_class:
        return numpy.array([float(row[header.index("prediction")]) for row in rows]), seconds, None
    order = [header.index("probability_" + name) for name in part.classes]
    return numpy.array([[float(row[i]) for i in order] for row in rows]), seconds, None
