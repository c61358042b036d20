#!/usr/bin/env python3
"""Writes the golden numbers of the models' tests, core/src/test/resources/dev/cortado/model/golden.txt:

    /usr/bin/python3 tools/golden_models.py

Rows are drawn at random, their columns of very different size; the weights are scikit-learn's, in double, with its
tolerances turned down until they do not change. A case reads

    == logistic 0.1                  the model and its lambda or C, "inf" for no penalty
    shape 40 3 1                     rows, features, outputs
    x 0.5 ...                        row by row
    y 1 ...
    weight 0.25 ...                  [features, outputs], row by row
    bias 0.125 ...
    prediction 0.75 ...              numbers, or the probabilities of the first rows
"""

import math
import os

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge

SEED = 20240617
PREDICTED = 5
FILE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../core/src/test/resources/dev/cortado/model/golden.txt",
)

random = np.random.default_rng(SEED)


def floats(values):
    return np.round(values, 3).astype(np.float32).astype(np.float64)


def table(rows):
    return floats(random.normal(size=(rows, 3)) * [1, 5, 0.2] + [0, 10, -1])


def numbers(values):
    return " ".join(repr(float(v)) for v in np.asarray(values).ravel())


def write(out, name, x, y, outputs, weight, bias, prediction):
    print("==", name, file=out)
    print("shape", len(x), x.shape[1], outputs, file=out)
    for label, values in (("x", x), ("y", y), ("weight", weight), ("bias", bias), ("prediction", prediction)):
        print(label, numbers(values), file=out)


def linear(out, ridge):
    x = table(30)
    y = floats(x @ random.normal(size=(3, 2)) + random.normal(size=(30, 2)) + [3, -1])
    model = LinearRegression() if ridge == 0 else Ridge(alpha=ridge, solver="cholesky")
    model.fit(x, y)
    write(out, f"linear {ridge}", x, y, 2, model.coef_.T, model.intercept_, model.predict(x[:PREDICTED]))


def classes(out, name, count, c):
    x = table(40 if count == 2 else 60)
    score = (x - [0, 10, -1]) / [1, 5, 0.2] @ random.normal(size=(3, count)) + random.gumbel(size=(len(x), count))
    y = score.argmax(axis=1)
    if math.isinf(c):
        model = LogisticRegression(penalty=None, solver="newton-cg", tol=1e-8, max_iter=100_000)
    else:
        model = LogisticRegression(C=c, solver="newton-cg", tol=1e-8, max_iter=100_000)
    model.fit(x, y)
    probabilities = model.predict_proba(x[:PREDICTED])
    if count == 2:
        probabilities = probabilities[:, 1:]
    outputs = 1 if count == 2 else count
    write(out, f"{name} {c}", x, y, outputs, model.coef_.T, model.intercept_, probabilities)


with open(FILE, "w") as out:
    for ridge in (0, 2.5):
        linear(out, ridge)
    for c in (1.0, 0.1, math.inf):
        classes(out, "logistic", 2, c)
    for c in (1.0, math.inf):
        classes(out, "softmax", 4, c)
