"""Results as Markdown: medians over the splits with 95 % intervals, and who wins against whom."""

import json

import numpy

from tables import MANIFEST

ORDER = ["linear", "mlp", "mlp_es", "hgb", "xgboost", "xgboost_es", "lightgbm", "lightgbm_es", "cortado_fast", "cortado", "cortado_best"]
DRAWS = 10_000


def read(paths):
    results = []
    for path in paths:
        if path.exists():
            results += [json.loads(line) for line in path.read_text().splitlines() if line]
    return results


def interval(values):
    """95 % interval of the median by bootstrap, the same at each call."""
    draws = numpy.random.default_rng(1).integers(len(values), size=(DRAWS, len(values)))
    return numpy.percentile(numpy.median(numpy.asarray(values)[draws], axis=1), [2.5, 97.5])


def number(value):
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4f}" if abs(value) < 1 else f"{value:.3f}" if abs(value) < 10 else f"{value:.2f}"


class Results:
    """The newest result for each table, split, contestant and number of threads."""

    def __init__(self, lines, splits):
        self.lines = {(r["table"], r["contestant"], r["split"], r["threads"]): r for r in lines if r["split"] in splits}

    def values(self, table, contestant, metric):
        """Split → value; of several numbers of threads the lowest counts."""
        found = {}
        for (t, c, split, threads), line in sorted(self.lines.items(), key=lambda item: -item[0][3]):
            if (t, c) == (table, contestant) and metric in line:
                found[split] = line[metric]
        return found

    def seconds(self, table, contestant, threads):
        found = [line["seconds"] for (t, c, _, n), line in self.lines.items() if (t, c, n) == (table, contestant, threads)]
        return numpy.median(found) if found else None


def cells(names, contestants, value):
    rows = ["| table | " + " | ".join(contestants) + " |", "|---|" + "---:|" * len(contestants)]
    for name in names:
        rows.append(f"| {name} | " + " | ".join(value(name, c) for c in contestants) + " |")
    return rows


def markdown(lines, names, splits, contestants=None):
    results = Results(lines, splits)
    present = {r["contestant"] for r in lines}
    contestants = contestants or [c for c in ORDER if c in present] + sorted(present - set(ORDER))
    text = []
    for task, metric, title in (
        ("classes", "logloss", "Log loss"),
        ("numbers", "rmse", "RMSE"),
        ("classes", "accuracy", "Accuracy"),
        ("classes", "auc", "Area under the ROC curve (two classes)"),
    ):
        of_task = [n for n in names if MANIFEST[n]["task"] == task and any(results.values(n, c, metric) for c in contestants)]
        best = max if metric in ("accuracy", "auc") else min

        def cell(name, contestant):
            values = results.values(name, contestant, metric)
            if not values:
                return "–"
            medians = [numpy.median(list(v.values())) for c in contestants if (v := results.values(name, c, metric))]
            median = numpy.median(list(values.values()))
            low, high = interval(list(values.values()))
            shown = f"**{number(median)}**" if median == best(medians) else number(median)
            return f"{shown} ({number(low)}–{number(high)})" + ("" if len(values) == len(splits) else f" [{len(values)}]")

        text += [f"### {title}: median over {len(splits)} splits (95 % interval)", "", *cells(of_task, contestants, cell), ""]
    for threads in (2, 1):
        timed = [n for n in names if any(results.seconds(n, c, threads) is not None for c in contestants)]
        if timed:

            def seconds(name, contestant):
                value = results.seconds(name, contestant, threads)
                return "–" if value is None else f"{value:.1f}" if value >= 1 else f"{value:.2f}"

            text += [f"### Seconds of one training, {threads} thread{'s' if threads > 1 else ''}: median", ""]
            text += [*cells(timed, contestants, seconds), ""]
    for ours in (c for c in contestants if c.startswith("cortado")):
        text += versus(results, names, ours, [c for c in contestants if c != ours])
    return "\n".join(text)


def versus(results, names, ours, others):
    """Log loss or RMSE by table: better or worse by the median; sure where the interval of the median ratio leaves out 1."""
    rows = [f"### {ours} against", ""]
    rows += ["| | tables better (sure) | tie | worse (sure) | splits won | geometric mean of ratios | worst table |", "|---|---:|---:|---:|---:|---:|---|"]
    for other in others:
        better = worse = sure_better = sure_worse = ties = won = played = 0
        ratios = {}
        for name in names:
            metric = "logloss" if MANIFEST[name]["task"] == "classes" else "rmse"
            a, b = (results.values(name, c, metric) for c in (ours, other))
            common = sorted(set(a) & set(b))
            if not common:
                continue
            ratio = [max(a[s], 1e-9) / max(b[s], 1e-9) for s in common]
            low, high = interval(ratio)
            left, right = (numpy.median([v[s] for s in common]) for v in (a, b))
            better, worse, ties = better + (left < right), worse + (left > right), ties + (left == right)
            sure_better, sure_worse = sure_better + (high < 1), sure_worse + (low > 1)
            won, played = won + sum(r < 1 for r in ratio), played + len(ratio)
            ratios[name] = left / right
        if ratios:
            mean = numpy.exp(numpy.mean(numpy.log(list(ratios.values()))))
            last = max(ratios, key=ratios.get)
            rows.append(
                f"| {other} | {better} ({sure_better}) | {ties} | {worse} ({sure_worse}) | {won} of {played} | {mean:.3f} | {last} {ratios[last]:.3f} |"
            )
    return rows + [""]
