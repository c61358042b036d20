#!/usr/bin/env python3
"""Writes the golden numbers of the toys' tests, core/src/test/resources/dev/cortado/data/golden.txt:

    /usr/bin/python3 tools/golden_data.py

scikit-learn's moons and circles without noise, class by class along the curve, for even and odd numbers of rows:

    == moons 7
    point 0 1.0 0.0                  class, x1, x2
"""

import os

from sklearn.datasets import make_circles, make_moons

FILE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../core/src/test/resources/dev/cortado/data/golden.txt",
)


def write(out, name, points, labels):
    print("==", name, file=out)
    for (x1, x2), label in zip(points, labels):
        print("point", int(label), repr(float(x1)), repr(float(x2)), file=out)


with open(FILE, "w", encoding="utf-8") as out:
    for rows in (2, 3, 7, 50):
        write(out, f"moons {rows}", *make_moons(rows, shuffle=False))
        write(out, f"circles {rows}", *make_circles(rows, shuffle=False, factor=0.3))
