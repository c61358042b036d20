"""Tables as CSV files, and their splits: each a function of the table and the number of the split."""

import csv
import json
import os
import pathlib
import subprocess

import numpy

HERE = pathlib.Path(__file__).resolve().parent
WORK = pathlib.Path(os.environ.get("QUALITY_WORK", HERE / "target" / "work"))
MANIFEST = json.loads((HERE / "manifest.json").read_text())["tables"]
SPLITS = 10
TEST_SHARE = 0.15
MASK = (1 << 64) - 1


def data_folder():
    return pathlib.Path(os.environ.get("CORTADO_DATA", HERE.parents[1].parent / "shared" / "data"))


def mix(z):
    """SplitMix64's last step: 64 bits in, 64 bits out."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def test_rows(targets, classes, split, share=TEST_SHARE):
    """Row numbers of the test part: of each class (or of all rows) the share whose mixed numbers are lowest."""

    def key(row):
        return mix(((split + 1) * 0x9E3779B97F4A7C15 + mix(row + 1)) & MASK)

    groups = {}
    for row, target in enumerate(targets):
        groups.setdefault(target if classes else "", []).append(row)
    chosen = []
    for rows in groups.values():
        rows.sort(key=key)
        chosen += rows[: int(share * len(rows) + 0.5)]
    return sorted(chosen)


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read(path):
    with open(path, newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    return rows[0], rows[1:]


def export():
    """Writes WORK/tables/NAME.csv for each table of the manifest, and the splits as WORK/NAME/SPLIT/train.csv and test.csv."""
    import sklearn.datasets

    folder = WORK / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["Rscript", HERE / "export.R", HERE / "manifest.json", folder], check=True)
    for name, table in MANIFEST.items():
        path = folder / f"{name}.csv"
        if "file" in table:
            with open(data_folder() / table["file"], newline="", encoding="utf-8") as lines:
                rows = [[cell.strip() for cell in row] for row in csv.reader(lines) if row]
            header = table.get("header") or rows.pop(0)
            missing = table.get("missing", "")
            write(path, header, [["" if cell == missing else cell for cell in row] for row in rows])
        elif "sklearn" in table:
            bunch = getattr(sklearn.datasets, "load_" + table["sklearn"])(**({"scaled": False} if table["sklearn"] == "diabetes" else {}))
            names = [name.replace(" ", "_") for name in bunch.feature_names]
            classes = table["task"] == "classes"
            targets = [bunch.target_names[t] if classes else repr(float(t)) for t in bunch.target]
            write(path, names + [table["target"]], [[*map(repr, map(float, x)), t] for x, t in zip(bunch.data, targets)])
        header, rows = read(path)
        column = header.index(table["target"])
        targets = [row[column] for row in rows]
        for split in range(SPLITS):
            part = WORK / name / str(split)
            part.mkdir(parents=True, exist_ok=True)
            test = set(test_rows(targets, table["task"] == "classes", split))
            write(part / "train.csv", header, [row for number, row in enumerate(rows) if number not in test])
            write(part / "test.csv", header, [row for number, row in enumerate(rows) if number in test])
        print(f"{name}: {len(rows)} rows, {len(header) - 1} columns, {len(set(targets))} targets")


class Part:
    """One split, read: columns of numbers (NaN = missing) or of text ('' = missing), and the targets."""

    def __init__(self, name, split):
        table = MANIFEST[name]
        self.name, self.split = name, split
        self.folder = WORK / name / str(split)
        header, train = read(self.folder / "train.csv")
        _, test = read(self.folder / "test.csv")
        column = header.index(table["target"])
        self.names = header[:column] + header[column + 1 :]
        self.is_class = table["task"] == "classes"
        targets = [row.pop(column) for row in train], [row.pop(column) for row in test]
        if self.is_class:
            self.classes = sorted(set(targets[0]))
            index = {c: i for i, c in enumerate(self.classes)}
            self.y_train, self.y_test = (numpy.array([index[t] for t in part]) for part in targets)
        else:
            self.y_train, self.y_test = (numpy.array(part, dtype=float) for part in targets)
        self.columns = [column_of([row[c] for row in train], [row[c] for row in test]) for c in range(len(self.names))]


def column_of(train, test):
    """A column is numeric if each cell of the training rows that is not empty is a number; a test cell that is none is missing."""
    try:
        numbers = numpy.array([float(cell) if cell else numpy.nan for cell in train])
    except ValueError:
        return numpy.array(train, dtype=object), numpy.array(test, dtype=object)
    return numbers, numpy.array([number_or_missing(cell) for cell in test])


def number_or_missing(cell):
    try:
        return float(cell)
    except ValueError:
        return numpy.nan
