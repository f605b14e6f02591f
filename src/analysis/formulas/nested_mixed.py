"""Linear models with several nested variance components, by restricted maximum likelihood.

y = Xβ + u of the case + v of the case in a wave + w of the person + e, or any subset of these: people who
answered once and people who answered twice stand in one model. Inference on single coefficients and
contrasts follows Kenward & Roger (1997). Plain arrays without missing values go in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.mixed_models import SINGULAR
from analysis.formulas.moments import t_quantile
from analysis.formulas.nested_search import find_ratios
from analysis.formulas.nested_sums import Labels, NestedPoint, NestedSums


@dataclass(frozen=True)
class NestedModel:
    """A fitted model; arrays over fixed effects stand in the order of the design's columns.

    `variances` are those of the components in the order given, and `residual` the one within; `singular`
    says which of them are estimated as none. `covariance` is Kenward & Roger's, `plain` (X'V⁻¹X)⁻¹;
    `turned[i]` how `plain` moves with component i (the residual last), and `weights` the covariance of the
    components, both in units of the residual variance.
    """

    beta: Values
    covariance: Values
    plain: Values
    turned: Values
    weights: Values
    variances: Values
    residual: float
    singular: tuple[bool, ...]
    converged: bool
    reml_loglik: float

    @property
    def se_kr(self) -> Values:
        """Kenward & Roger's standard error of each fixed effect."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def df_kr(self) -> Values:
        """Kenward & Roger's degrees of freedom of each fixed effect."""
        return np.array([self.find_df(one) for one in np.eye(len(self.beta))])

    @property
    def p_kr(self) -> Values:
        """Two-sided p of each fixed effect after Kenward & Roger."""
        return np.asarray(2 * special.stdtr(self.df_kr, -np.abs(self.beta / self.se_kr)))

    def find_df(self, contrast: Values) -> float:
        """Kenward & Roger's degrees of freedom 2 / A₂ of one contrast; its F is not scaled."""
        ratios = np.einsum("i,kij,j->k", contrast, self.turned, contrast)
        ratios /= float(contrast @ self.plain @ contrast) / self.residual
        return 2 / float(ratios @ self.weights @ ratios)


def estimate_coefficient(model: NestedModel, contrast: int | Values, level: float) -> Estimate:
    """A fixed effect by its column, or a sum of them by its weights, after Kenward & Roger (1997).

    Where every variance between groups of answers is estimated as none the numbers stand with the
    reason `singular`. A search that did not end, or left no positive variance, gives `not_converged`.
    """
    weights = np.eye(len(model.beta))[contrast] if isinstance(contrast, int) else contrast
    value, df = float(weights @ model.beta), model.find_df(weights)
    variance = float(weights @ model.covariance @ weights)
    if not (model.converged and variance > 0):
        return not_estimable("not_converged")
    error = sqrt(variance)
    half = t_quantile(df, level) * error
    p = 2 * float(special.stdtr(df, -abs(value) / error))
    reason = "singular" if all(model.singular) else ""
    return Estimate(value, value - half, value + half, df=df, p=p, reason=reason)


def fit_nested(
    values: Values, design: Values, components: Sequence[NDArray[np.int64]], blocks: NDArray[np.int64]
) -> NestedModel | None:
    """Fit y = Xβ + Σ Z u + e by REML, for a people × effects array of full rank.

    `components` label the rows by the levels of each variance component (case; case and wave; person);
    every level lies inside one of `blocks` (the cases). A variance that is estimated as none stays one of
    those whose uncertainty Kenward & Roger's adjustment counts, as pbkrtest does: that it came out as none
    does not make it known. The order of rows and the names of levels change nothing, to the last bit.

    None where no such model can be told from the data: no more rows than effects, no residual variation, or
    components that cannot be told from each other, the residual or the effects (nobody answered twice).
    """
    n, k = design.shape
    if n <= k:
        return None
    if len(components) == 1:
        blocks = np.zeros_like(blocks)  # its levels are blocks themselves, known by their size alone
    order = _order_rows(values, design, components, blocks)
    values, design = values[order], design[order]
    levels = [_number(labels[order]) for labels in components]
    basis, triangle = np.linalg.qr(design)
    ols = basis.T @ values
    residuals = values - basis @ ols
    residuals -= basis @ (basis.T @ residuals)
    scale = float((values - values.mean()) @ (values - values.mean())) or 1.0
    if float(residuals @ residuals) <= 1e-20 * scale:
        return None
    sums = NestedSums.of(basis, residuals, levels, _number(blocks[order]))
    ratios, converged = find_ratios(sums)
    if ratios is None:
        return None
    return _describe(sums.at(ratios), ratios, ols, np.linalg.inv(triangle), converged)


def _describe(
    point: NestedPoint, ratios: Values, ols: Values, back: Values, converged: bool
) -> NestedModel | None:
    """The model at the best ratios, with coefficients brought back to the design's own columns."""
    residual = point.quadratic / point.sums.free
    found = _kenward_roger(point)
    if found is None:
        return None
    adjusted, turned, weights = found
    scale = 2 * float(np.log(np.abs(np.diag(back))).sum())
    return NestedModel(
        beta=back @ (ols + point.coefficients),
        covariance=residual * back @ adjusted @ back.T,
        plain=residual * back @ np.linalg.inv(point.information) @ back.T,
        turned=np.stack([back @ one @ back.T for one in turned]),
        weights=weights,
        variances=residual * ratios,
        residual=residual,
        singular=tuple(sqrt(one) < SINGULAR for one in ratios),
        converged=converged,
        reml_loglik=-(point.deviance() - scale) / 2,
    )


def _kenward_roger(point: NestedPoint) -> tuple[Values, Values, Values] | None:
    """Φ adjusted, Φ P Φ of each component and the covariance of the components (the residual last).

    Kenward & Roger (1997), in units of the residual variance; None where the information on the
    components is singular. With V⁻¹ = A⁻¹ - A⁻¹CNC'A⁻¹ every matrix is made of products by block.
    """
    sums, names = point.sums, [*range(len(point.sums.spans)), -1]
    c, inverse = sums.split, np.asarray(np.linalg.inv(point.information), dtype=np.float64)
    once = {name: _between(point, name) for name in names}
    p = {name: -point.enclose(once[name]).sum(axis=0)[:-1, :-1] for name in names}
    information, q = np.empty((len(names), len(names))), {}
    for i, j in combinations_with_replacement(range(len(names)), 2):
        first, second = names[i], names[j]
        left, right = once[first], once[second]
        twice = _between_twice(point, first, second, once)
        chain = left[:, :, :c] @ point.middle @ right[:, :c]
        q[i, j] = point.enclose(twice - chain).sum(axis=0)[:-1, :-1]
        trace = _trace(point, first, second, once) - 2 * float(np.sum(point.middle * twice[:, :c, :c]))
        trace += float(
            np.einsum("bij,bji->", point.middle @ left[:, :c, :c], point.middle @ right[:, :c, :c])
        )
        both = float(np.sum((inverse @ p[first]) * (p[second] @ inverse)))
        information[i, j] = information[j, i] = trace - 2 * float(np.sum(inverse * q[i, j].T)) + both
    size = np.sqrt(np.maximum(np.diag(information), 0.0))
    if not size.min() > 1e-8 * size.max():
        return None
    if np.linalg.eigvalsh(information / np.outer(size, size)).min() < 1e-9:
        return None
    weights = np.asarray(2 * np.linalg.inv(information), dtype=np.float64)
    added = np.zeros_like(inverse)
    for (i, j), between in q.items():
        part = weights[i, j] * (between - p[names[i]] @ inverse @ p[names[j]])
        added += part if i == j else part + part.T
    turned = np.stack([inverse @ p[name] @ inverse for name in names])
    return inverse + 2 * inverse @ added @ inverse, turned, weights


def _between(point: NestedPoint, name: int) -> Values:
    """[C X y]' A⁻¹ D A⁻¹ [C X y] by block, D that of a component, or the identity for the residual."""
    sums = point.sums
    if name in (sums.finest, -1):
        return sums.cross(point.kept, 2, int(name == sums.finest))
    own = np.flatnonzero(sums.columns == name)
    return point.cross[:, :, own] @ point.cross[:, own]


def _between_twice(point: NestedPoint, first: int, second: int, once: dict[int, Values]) -> Values:
    """[C X y]' A⁻¹ D A⁻¹ E A⁻¹ [C X y] by block, D and E those of two components."""
    sums, plain = point.sums, (point.sums.finest, -1)
    if first in plain and second in plain:
        return sums.cross(point.kept, 3, (first, second).count(sums.finest))
    if first not in plain:
        own = np.flatnonzero(sums.columns == first)
        return point.cross[:, :, own] @ once[second][:, own]
    own = np.flatnonzero(sums.columns == second)
    return once[first][:, :, own] @ point.cross[:, own]


def _trace(point: NestedPoint, first: int, second: int, once: dict[int, Values]) -> float:
    """The trace of A⁻¹ D A⁻¹ E."""
    sums, plain = point.sums, (point.sums.finest, -1)
    if first in plain and second in plain:
        turns = (first, second).count(sums.finest)
        found = float(sums.counts @ (point.kept**2 * sums.sizes**turns))
        return found if turns else found + sums.n - float(sums.counts.sum())
    coarse, other = (first, second) if first not in plain else (second, first)
    own = np.flatnonzero(sums.columns == coarse)
    return float(once[other][:, own, own].sum())


def _order_rows(
    values: Values, design: Values, components: Sequence[Labels], blocks: Labels
) -> NDArray[np.intp]:
    """An order of the rows that follows from what they hold, whatever order or names they came with."""
    rows = np.column_stack([blocks, values, design])
    first = np.lexsort(rows.T[::-1])
    keys = [rows[first]]
    for labels in components:
        level = np.unique(labels[first], return_inverse=True)[1]
        sums = np.column_stack([np.bincount(level, weights=column) for column in rows[first].T])
        keys.append(np.column_stack([sums, np.bincount(level)])[level])
    return first[np.lexsort(np.column_stack(keys).T[::-1])]


def _number(labels: Labels) -> Labels:
    """The labels numbered in the order in which they appear."""
    _, at, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(at), dtype=np.int64)
    rank[np.argsort(at)] = np.arange(len(at))
    return rank[inverse]
