"""Peers: the preparation of a careful practitioner, fitted on training rows; scikit-learn's models; a JVM that trains the boosters."""

import os
import pathlib
import subprocess
import tempfile
import time
import warnings

import numpy
import sklearn
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

from tables import test_rows

HERE = pathlib.Path(__file__).resolve().parent
VALIDATION_SHARE = 0.176  # of the training rows, 15 % of all rows: as many as are tested

SKLEARN = "scikit-learn " + sklearn.__version__
VERSIONS = {
    "linear": SKLEARN,
    "mlp": SKLEARN,
    "mlp_es": SKLEARN,
    "hgb": SKLEARN,
    "xgboost": "xgboost4j 3.4.0",
    "xgboost_es": "xgboost4j 3.4.0",
    "lightgbm": "lightgbmlib 3.3.510",
    "lightgbm_es": "lightgbmlib 3.3.510",
}


def one_hot(part, standardize):
    """Training and test matrix. A text column: one column for each value of the training rows, the empty one too. A numeric column: itself
    with NaN for missing; or standardized, with the median for missing and, where a training row misses it, a column that says so."""
    matrices = [], []
    for train, test in part.columns:
        if train.dtype == object:
            for value in sorted(set(train)):
                for matrix, column in zip(matrices, (train, test)):
                    matrix.append((column == value).astype(float))
            continue
        if not standardize:
            for matrix, column in zip(matrices, (train, test)):
                matrix.append(column)
            continue
        median = numpy.nanmedian(train)
        filled = numpy.where(numpy.isnan(train), median, train)
        for matrix, column in zip(matrices, (train, test)):
            matrix.append((numpy.where(numpy.isnan(column), median, column) - filled.mean()) / (filled.std() or 1))
            if numpy.isnan(train).any():
                matrix.append(numpy.isnan(column).astype(float))
    return [numpy.stack(columns, axis=1) for columns in matrices]


def ordinal(part):
    """Training and test matrix, text as the number of its value among those of the training rows, NaN for empty and unknown ones; and which
    columns these are."""
    matrices, categories = ([], []), []
    for index, (train, test) in enumerate(part.columns):
        if train.dtype == object:
            categories.append(index)
            numbers = {value: i for i, value in enumerate(sorted(set(train) - {""}))}
            train, test = ([numbers.get(value, numpy.nan) for value in column] for column in (train, test))
        for matrix, column in zip(matrices, (train, test)):
            matrix.append(numpy.asarray(column, dtype=float))
    return [numpy.stack(columns, axis=1) for columns in matrices], categories


def scikit_learn(part, contestant):
    """Probabilities [rows, classes] or values [rows] of the test rows, and the seconds of the fit."""
    if contestant == "hgb":
        (train, test), categories = ordinal(part)
        kind = HistGradientBoostingClassifier if part.is_class else HistGradientBoostingRegressor
        model = kind(categorical_features=categories or None, random_state=part.split)
    else:
        train, test = one_hot(part, standardize=True)
        settings = {"random_state": part.split, "early_stopping": contestant == "mlp_es"}
        if contestant == "linear":
            model = LogisticRegression(max_iter=1000) if part.is_class else Ridge()
        elif part.is_class:
            model = MLPClassifier(**settings)
        else:
            model = TransformedTargetRegressor(MLPRegressor(**settings), transformer=StandardScaler())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        model.fit(train, part.y_train)
        seconds = time.perf_counter() - start
    return (model.predict_proba(test) if part.is_class else model.predict(test)), seconds, None


class Boosters:
    """A JVM with XGBoost and LightGBM, which reads jobs from its standard input. Matrices travel as files of little-endian floats."""

    def __init__(self, threads):
        self.threads = threads
        self.jvm = None

    def __call__(self, part, contestant):
        if contestant.startswith("xgboost"):
            (train, test), categories = one_hot(part, standardize=False), []
        else:
            (train, test), categories = ordinal(part)
        held = numpy.zeros(len(train), dtype=bool)
        held[test_rows(list(part.y_train), part.is_class, 1000 + part.split, VALIDATION_SHARE)] = True
        with tempfile.TemporaryDirectory() as folder:
            early = contestant.endswith("_es")
            for name, x, y in (
                ("fit", train[~held] if early else train, part.y_train[~held] if early else part.y_train),
                ("valid", train[held] if early else train[:0], part.y_train[held] if early else part.y_train[:0]),
                ("test", test, part.y_test),
            ):
                x.astype("<f4").tofile(f"{folder}/{name}.x")
                y.astype("<f4").tofile(f"{folder}/{name}.y")
            classes = len(part.classes) if part.is_class else 0
            columns = ",".join(map(str, categories)) or "-"
            answer = self.ask(f"{contestant} {self.threads} {part.split} {classes} {train.shape[1]} {columns} {folder}")
            seconds, rounds = answer.split()
            predicted = numpy.fromfile(f"{folder}/predictions", dtype="<f8")
        if classes == 2:
            predicted = numpy.stack([1 - predicted, predicted], axis=1)
        elif classes:
            predicted = predicted.reshape(-1, classes)
        return predicted, float(seconds), int(rounds)

    def ask(self, job):
        if self.jvm is None:
            java = pathlib.Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
            path = f"{HERE}/target/classes{os.pathsep}{HERE}/target/dependency/*"
            self.jvm = subprocess.Popen(
                [java, "-Xmx2g", "-XX:+UseSerialGC", "-cp", path, "dev.cortado.quality.Boosters"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            )
        self.jvm.stdin.write(job + "\n")
        self.jvm.stdin.flush()
        for line in self.jvm.stdout:
            if line.startswith("done "):
                return line[5:]
        raise RuntimeError("the boosters' JVM ended: " + job)

    def close(self):
        if self.jvm is not None:
            self.jvm.stdin.close()
            self.jvm.wait()
