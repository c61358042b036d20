"""Fits the polynomials of the elementary functions (docs/numerics.md) and prints them as hexadecimal doubles.

Each polynomial minimizes the largest relative error of the function that it serves, by Remez's exchange algorithm in
60 digits; its coefficients are then rounded to double, lowest degree first. Run: python3 tools/fit_functions.py
"""

from mpmath import atanh, cos, erf, erfc, expm1, log, lu_solve, matrix, mp, mpf, nstr, pi, polyval, sin, sqrt

mp.dps = 60
SAMPLES = 4_000


def minimax(function, weight, low, high, degree):
    """The polynomial p of least max |weight·(p − function)| on [low, high], highest degree first, and that maximum."""
    low, high = mpf(low), mpf(high)
    count = degree + 2
    points = [(low + high - (high - low) * cos(pi * i / (count - 1))) / 2 for i in range(count)]
    grid = [(low + high - (high - low) * cos(pi * i / SAMPLES)) / 2 for i in range(SAMPLES + 1)]
    targets = [(x, function(x), weight(x)) for x in grid]
    for _ in range(12):
        rows = [[x**j for j in range(degree + 1)] + [(-1) ** i / weight(x)] for i, x in enumerate(points)]
        solved = lu_solve(matrix(rows), matrix([function(x) for x in points]))
        coefficients = [solved[j] for j in range(degree, -1, -1)]
        errors = [(x, w * (polyval(coefficients, x) - y)) for x, y, w in targets]
        points = alternating_extrema(errors, count)
        worst = max(abs(e) for _, e in errors)
        if worst < abs(solved[degree + 1]) * mpf("1.0001"):
            break
    return coefficients, worst


def alternating_extrema(errors, count):
    """Where the error is largest in each run of equal sign; the smaller end goes while there are too many."""
    peaks = []
    for x, error in errors:
        if peaks and (peaks[-1][1] > 0) == (error > 0):
            if abs(error) > abs(peaks[-1][1]):
                peaks[-1] = (x, error)
        else:
            peaks.append((x, error))
    while len(peaks) > count:
        peaks.pop(0 if abs(peaks[0][1]) < abs(peaks[-1][1]) else -1)
    if len(peaks) < count:
        raise ArithmeticError(f"{len(peaks)} extrema, wanted {count}: raise mp.dps or lower the degree")
    return [x for x, _ in peaks]


def show(name, formula, fitted):
    coefficients, worst = fitted
    print(f"{name}: {formula}; largest relative error 2^{float(log(worst, 2)):.1f}")
    for j, c in enumerate(reversed(coefficients)):
        print(f"  {j:2d}  {float(c).hex():26s} {nstr(c, 17)}")


def near_zero(function, at_zero):
    return lambda x: at_zero if abs(x) < mpf(10) ** -25 else function(x)


half_ln2 = log(2) / 2 + mpf(2) ** -20
show(
    "EXP",
    "e^r - 1 = r (1 + r EXP(r)), |r| <= ln(2)/2",
    minimax(
        near_zero(lambda r: (expm1(r) - r) / r**2, mpf(1) / 2),
        near_zero(lambda r: r**2 / abs(expm1(r)), mpf(10) ** -30),
        -half_ln2, half_ln2, 7),
)

root = (sqrt(2) - 1) / (sqrt(2) + 1)
show(
    "LOG",
    "log((1 + s) / (1 - s)) = 2 s + s z LOG(z), z = s^2, 1/sqrt(2) <= (1 + s)/(1 - s) <= sqrt(2)",
    minimax(
        near_zero(lambda z: 2 * (atanh(sqrt(z)) / sqrt(z) - 1) / z, mpf(2) / 3),
        near_zero(lambda z: z * sqrt(z) / (2 * atanh(sqrt(z))), mpf(10) ** -30),
        mpf(10) ** -8, root**2 * (1 + mpf(2) ** -40), 5),
)

show(
    "ERF",
    "erf(a) = 1 - e^(-a ERF(a)), 0 <= a <= 4",
    minimax(
        near_zero(lambda a: -log(erfc(a)) / a, 2 / sqrt(pi)),
        near_zero(lambda a: a * erfc(a) / erf(a), sqrt(pi) / 2),
        mpf(0), mpf(4), 13),
)

half_pi = pi / 2 + mpf(2) ** -20
show(
    "SIN",
    "sin(r) = r (1 + z SIN(z)), z = r^2, |r| <= pi/2",
    minimax(
        near_zero(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 6),
        near_zero(lambda z: z * sqrt(z) / sin(sqrt(z)), mpf(10) ** -30),
        mpf(10) ** -8, half_pi**2, 6),
)
