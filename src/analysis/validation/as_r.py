"""Where a number of R depends on how R goes about it: its random draws, and how soon it stops searching.

The estimates of this project have neither. They are compared with R's by following R here, so that
the formula is held to every digit and not only to what chance and a short search leave of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from analysis.estimates import Values

SEED = re.compile(r"set\.seed\((\d+)\)")

AT_ONCE = 1 << 20
EPSILON = float(np.finfo(np.float64).eps)

SEARCH_TOLERANCE = EPSILON**0.25
"""The `tol` of R's uniroot where none is given."""


def find_seed(source: str) -> int | None:
    """The seed that the source of a case names, as in “set.seed(7)”."""
    found = SEED.search(source)
    return int(found[1]) if found else None


def draw_weights_as_r(size: int, draws: int, seed: int) -> Values:
    """How often each of `size` things is drawn in repeated `sample.int(size, size, TRUE)` of R >= 3.6.

    draws × size, as `formulas.weights.Draws` gives them. R's generator is the Mersenne Twister of
    numpy, begun otherwise, and R rejects what lies above `size` (`sample.kind = "Rejection"`).
    """
    bits = max((size - 1).bit_length(), 1)
    if bits > 15:
        raise ValueError(f"R draws from more than 32768 things otherwise; here are {size}")
    generator = _begin(seed)
    found = [np.empty(0, dtype=np.uint16)]
    lacking = size * draws
    while lacking > 0:
        drawn = (generator.random_raw(AT_ONCE) >> 16) & ((1 << bits) - 1)
        found.append(drawn[drawn < size][:lacking].astype(np.uint16))
        lacking -= len(found[-1])
    drawn_things = np.concatenate(found).reshape(draws, size)
    weights = np.zeros((draws, size))
    for row, things in zip(weights, drawn_things, strict=True):
        row += np.bincount(things, minlength=size)
    return weights


def _begin(seed: int) -> np.random.MT19937:
    """The generator as R's set.seed leaves it: a linear congruence fills its 624 words."""
    state = seed & 0xFFFFFFFF
    words = []
    for step in range(675):
        state = (69069 * state + 1) & 0xFFFFFFFF
        if step > 50:
            words.append(state)
    generator = np.random.MT19937()
    generator.state = {"bit_generator": "MT19937", "state": {"key": np.array(words, np.uint32), "pos": 624}}
    return generator


def find_root_as_r(function: Callable[[float], float], low: float, high: float) -> float:
    """The root that R's `uniroot(function, c(low, high))` stops at; the ends differ in sign.

    Brent's method (1973, “Algorithms for minimization without derivatives”) step by step as in R's zeroin: at
    the tolerance of uniroot, each step of the way is seen in the result.
    """
    a, b, at_a, at_b = low, high, function(low), function(high)
    c, at_c = a, at_a
    if at_a == 0:
        return a
    while at_b != 0:
        before = b - a
        if abs(at_c) < abs(at_b):
            a, b, c, at_a, at_b, at_c = b, c, b, at_b, at_c, at_b
        near = 2 * EPSILON * abs(b) + SEARCH_TOLERANCE / 2
        step = (c - b) / 2
        if abs(step) <= near:
            break
        if abs(before) >= near and abs(at_a) > abs(at_b):
            step = _interpolate((a, at_a), (b, at_b), (c, at_c), near, before)
        if abs(step) < near:
            step = near if step > 0 else -near
        a, at_a = b, at_b
        b += step
        at_b = function(b)
        if at_b * at_c > 0:
            c, at_c = a, at_a
    return b


Point = tuple[float, float]


def _interpolate(first: Point, best: Point, other: Point, near: float, before: float) -> float:
    """The step that interpolation gives, or half the way where that would go too far."""
    (a, at_a), (b, at_b), (c, at_c) = first, best, other
    way = c - b
    if a == c:
        ratio = at_b / at_a
        p, q = way * ratio, 1 - ratio
    else:
        q, ratio, other_ratio = at_a / at_c, at_b / at_c, at_b / at_a
        p = other_ratio * (way * q * (q - ratio) - (b - a) * (ratio - 1))
        q = (q - 1) * (ratio - 1) * (other_ratio - 1)
    p, q = (p, -q) if p > 0 else (-p, q)
    inside = p < 0.75 * way * q - abs(near * q / 2) and p < abs(before * q / 2)
    return p / q if inside else way / 2
