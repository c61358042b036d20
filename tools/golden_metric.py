#!/usr/bin/env python3
"""Writes the golden numbers of the metrics' tests, core/src/test/resources/dev/cortado/metric/golden.txt:

    /usr/bin/python3 tools/golden_metric.py

Predictions and targets are drawn at random, with ties, and with classes that are rare or missing; the numbers are
scikit-learn's. A case reads

    == classes 5 of 60               the kind of prediction, read by MetricGoldenTest
    outputs 5                        numbers in each row of the prediction
    prediction 0.25 ...              row by row
    target 3 ...
    is accuracy 0.7166666666666667   what a metric says, by its name
"""

import os
import warnings

import numpy as np
from sklearn import metrics

SEED = 20240615
FILE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../core/src/test/resources/dev/cortado/metric/golden.txt",
)

warnings.simplefilter("ignore")
random = np.random.default_rng(SEED)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def write(out, name, prediction, target, numbers):
    print("==", name, file=out)
    print("outputs", 1 if prediction.ndim == 1 else prediction.shape[1], file=out)
    print("prediction", *(repr(float(v)) for v in prediction.ravel()), file=out)
    print("target", *(repr(float(v)) for v in target.ravel()), file=out)
    for metric, value in numbers.items():
        print("is", metric, repr(float(value)), file=out)


def averages(target, label):
    numbers = {"accuracy": metrics.accuracy_score(target, label)}
    for average in ("macro", "micro", "weighted"):
        scores = metrics.precision_recall_fscore_support(target, label, average=average, zero_division=0)
        for score, value in zip(("Precision", "Recall", "F1"), scores):
            numbers[average + score] = value
    return numbers


def classes(out, rows, count, present):
    """Logits that are multiples of 1/4, whose largest is often shared, with targets of the first classes alone."""
    target = random.integers(0, present, rows)
    logits = np.round(4 * (random.normal(size=(rows, count)) + 1.5 * np.eye(count)[target])) / 4
    numbers = averages(target, logits.argmax(axis=1))
    numbers["logLoss"] = metrics.log_loss(target, softmax(logits), labels=range(count))
    for k in range(2, count):
        # by a stable order: scikit-learn's own breaks ties the other way
        order = np.argsort(-logits, axis=1, kind="stable")
        numbers[f"top{k}Accuracy"] = np.mean([t in row[:k] for t, row in zip(target, order)])
    write(out, f"classes {count} of {rows}", logits, target, numbers)


def binary(out, rows, grid):
    target = np.concatenate([[0, 1], random.integers(0, 2, rows - 2)])
    logits = np.round(grid * random.normal(target - 0.5, 1.5)) / grid
    label = (logits > 0).astype(int)
    p = 1 / (1 + np.exp(-logits))
    numbers = averages(target, label)
    numbers["precision"] = metrics.precision_score(target, label)
    numbers["recall"] = metrics.recall_score(target, label)
    numbers["f1"] = metrics.f1_score(target, label)
    numbers["rocAuc"] = metrics.roc_auc_score(target, logits)
    numbers["logLoss"] = metrics.log_loss(target, p)
    write(out, f"binary {grid} of {rows}", logits[:, None], target[:, None], numbers)


def numbers(out, rows, outputs):
    target = random.normal(size=(rows, outputs)).astype(np.float32)
    prediction = (target + random.normal(scale=0.5, size=target.shape)).astype(np.float32)
    t, y = target.astype(float), prediction.astype(float)
    write(
        out,
        f"numbers {outputs} of {rows}",
        prediction,
        target,
        {
            "rmse": np.sqrt(metrics.mean_squared_error(t, y)),
            "mae": metrics.mean_absolute_error(t, y),
            "r2": metrics.r2_score(t, y),
        },
    )


with open(FILE, "w", encoding="utf-8") as out:
    classes(out, 60, 5, 5)
    classes(out, 40, 6, 3)
    classes(out, 9, 3, 3)
    binary(out, 80, 2)
    binary(out, 50, 64)
    binary(out, 5, 1)
    numbers(out, 30, 1)
    numbers(out, 17, 3)
