"""The standard bivariate normal: its distribution function and what polychoric correlations need of it.

Every function takes B pairs of sets of points, x of B × I and y of B × J, and B correlations, and gives
B × I × J numbers, one for each x with each y. Points may be infinite.
"""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
from scipy import special

from analysis.estimates import Values

FAR = 40.0
"""Where a point counts as infinite: the normal distribution function is 0 or 1 there to the last bit."""

STEEP = 0.925
"""The correlation from which on the integral is taken from correlation 1 downwards."""

NODES = {
    limit: tuple(zip(*np.polynomial.legendre.leggauss(nodes), strict=True))
    for limit, nodes in ((0.3, 6), (0.75, 12), (STEEP, 20))
}
"""Genz's (2004) Gauss-Legendre nodes and weights, for correlations up to each size."""


def cumulate(x: Values, y: Values, rho: Values) -> Values:
    """P(X <= x, Y <= y), right to 1e-14.

    The integral over the correlation of Drezner & Wesolowsky (1990) by Gauss-Legendre nodes in its
    arcsine; for correlations of .925 or more the integral from correlation 1 downwards with its leading
    terms in closed form. Nodes and terms are those of Genz (2004), section 2.
    """
    found = np.empty((len(rho), x.shape[1], y.shape[1]))
    x, y = np.clip(x, -FAR, FAR), np.clip(y, -FAR, FAR)
    size, below = np.abs(rho), 0.0
    for limit in NODES:
        chosen = (size >= below) & (size < limit)
        if chosen.any():
            found[chosen] = _from_zero(x[chosen], y[chosen], rho[chosen], limit)
        below = limit
    steep = ~(size < STEEP)
    if steep.any():
        found[steep] = _from_one(x[steep], y[steep], rho[steep])
    return np.clip(found, 0, 1)


def density(x: Values, y: Values, rho: Values) -> tuple[Values, Values]:
    """The density, which is the slope of the distribution function in rho, and the density's own slope."""
    x, y = np.clip(x, -FAR, FAR), np.clip(y, -FAR, FAR)
    product = x[:, :, None] * y[:, None, :]
    squares = (x**2)[:, :, None] + (y**2)[:, None, :]
    r = rho[:, None, None]
    rest = 1 - r * r
    height = np.exp((r * product - squares / 2) / rest) / (2 * pi * np.sqrt(rest))
    slope = height * (r * rest + product * (1 + r * r) - r * squares) / rest**2
    return height, slope


def _from_zero(x: Values, y: Values, rho: Values, limit: float) -> Values:
    """The product of the two margins, and the integral from correlation 0 by the nodes of a limit."""
    angle = np.arcsin(rho) / 2
    product = x[:, :, None] * y[:, None, :]
    squares = (x**2 / 2)[:, :, None] + (y**2 / 2)[:, None, :]
    total = np.zeros_like(product)
    for point, weight in NODES[limit]:
        sine = np.sin(angle * (1 + point))[:, None, None]
        power = sine * product
        power -= squares
        power /= 1 - sine * sine
        total += weight * np.exp(power, out=power)
    margins = special.ndtr(x)[:, :, None] * special.ndtr(y)[:, None, :]
    return np.asarray(margins + total * angle[:, None, None] / (2 * pi), dtype=np.float64)


def _from_one(x: Values, y: Values, rho: Values) -> Values:
    """The distribution function at correlation 1 or -1, and the integral from there."""
    sign = np.where(rho < 0, -1.0, 1.0)[:, None, None]
    h = -x[:, :, None] + np.zeros((1, 1, y.shape[1]))
    k = -y[:, None, :] * sign + np.zeros((1, x.shape[1], 1))
    product, gap = h * k, np.abs(h - k)
    rest = np.maximum((1 - np.abs(rho)) * (1 + np.abs(rho)), 1e-100)[:, None, None]
    away = _integral(product, gap, rest)
    same = special.ndtr(-np.maximum(h, k))
    opposite = np.where(h < 0, special.ndtr(k) - special.ndtr(h), special.ndtr(-h) - special.ndtr(-k))
    return np.where(sign > 0, away + same, np.maximum(opposite, 0) - away)


def _integral(product: Values, gap: Values, rest: Values) -> Values:
    """The integral from correlation 1 to √(1 - rest): its leading terms exactly, what is left by nodes."""
    a, square = np.sqrt(rest), gap * gap
    c, d = (4 - product) / 8, (12 - product) / 16
    inner = 1 - c * (square - rest) * (1 - d * square / 5) / 3 + c * d * rest * rest / 5
    found = a * _exp(-(square / rest + product) / 2) * inner
    tail = _exp(-product / 2) * sqrt(2 * pi) * special.ndtr(-gap / a) * gap
    found -= np.where(product > -100, tail, 0) * (1 - c * square * (1 - d * square / 5) / 3)
    points, weights = (np.array(column)[:, None, None, None] for column in zip(*NODES[STEEP], strict=True))
    xs = rest * ((1 + points) / 2) ** 2
    root = np.sqrt(1 - xs)
    whole = _exp(-product * xs / (2 * (1 + root) ** 2)) / root
    expanded = 1 + c * xs * (1 + d * xs)
    found += a / 2 * (weights * _exp(-(square / xs + product) / 2) * (whole - expanded)).sum(axis=0)
    return np.asarray(-found / (2 * pi), dtype=np.float64)


def _exp(power: Values) -> Values:
    """The exponential, 0 below e⁻¹⁰⁰ and without overflow where another factor is 0."""
    return np.where(power > -100, np.exp(np.minimum(power, 700)), 0)
