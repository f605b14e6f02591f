"""Nested variance components beside R (lme4 1.1, pbkrtest), beside their definition, and at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from math import log, pi

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.formulas.mixed_models import fit_random_intercept
from analysis.formulas.nested_mixed import NestedModel, estimate_coefficient, fit_nested
from analysis.formulas.paired_change import estimate_change
from analysis.formulas.resampling import stream

LEVEL = 0.95
CASE, WAVE, PERSON = 0, 1, 2


class Study:
    """Answers made in the same way in R.

    make <- function(seed, cases, n, share, case, wave, person) {
      x <- seed; u <- function() { x <<- (16807 * x) %% 2147483647; x / 2147483647 - 0.5 }
      rows <- NULL; p <- 0
      for (j in 1:cases) {
        a <- case * u(); b <- wave * c(u(), u())
        for (i in 1:n) {
          p <- p + 1; w <- person * u(); k <- u() + 0.5
          for (t in if (k < share) 0:1 else if ((p %% 2) == 0) 0 else 1) {
            y <- round(4 * (3.4 + a + b[t + 1] + w + u())) / 4
            if ((p + j) %% 7) rows <- rbind(rows, c(y, t, j <= 2, j, 2 * j + t, p))
          }
        }
      }
      d <- as.data.frame(rows); names(d) <- c("y", "t", "d", "case", "wave", "person"); d
    }
    m <- lmer(f, make(...), control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
    e <- diag(length(fixef(m)))
    fixef(m); sqrt(diag(as.matrix(vcovAdj(m)))); logLik(m); VarCorr(m)
    sapply(1:nrow(e), function(i) getKR(KRmodcomp(m, e[i, , drop = FALSE]), "ddf"))
    """

    def __init__(
        self, seed: int, cases: int, n: int, share: float, case: float, wave: float, person: float
    ) -> None:
        random, rows, number = _draw(seed), [], 0
        for j in range(1, cases + 1):
            a = case * next(random)
            b = [wave * next(random), wave * next(random)]
            for _ in range(n):
                number += 1
                w, k = person * next(random), next(random) + 0.5
                for t in (0, 1) if k < share else (0,) if number % 2 == 0 else (1,):
                    y = round(4 * (3.4 + a + b[t] + w + next(random))) / 4
                    if (number + j) % 7:
                        rows.append((y, t, j <= 2, j, 2 * j + t, number))
        table = np.array(rows, dtype=np.float64)
        self.y, self.t, self.d = table[:, 0], table[:, 1], table[:, 2]
        self.labels = [column.astype(np.int64) for column in table[:, 3:].T]

    def design(self, by_side: bool) -> NDArray[np.float64]:
        """1 and t; or t * d."""
        columns = [np.ones(len(self.y)), self.t]
        return np.column_stack([*columns, self.d, self.t * self.d] if by_side else columns)

    def fit(self, by_side: bool, *components: int) -> NestedModel:
        """The model with some of the components."""
        chosen = [self.labels[one] for one in components]
        model = fit_nested(self.y, self.design(by_side), chosen, self.labels[CASE])
        assert model is not None
        return model


def _draw(seed: int) -> Iterator[float]:
    x = seed
    while True:
        x = 16807 * x % 2147483647
        yield x / 2147483647 - 0.5


UNBALANCED = Study(1, 14, 12, 0.5, 1, 0.6, 1.5)
ALIKE = Study(2, 14, 12, 0.5, 0.3, 0, 1.5)
TINY = Study(3, 6, 4, 0.6, 1, 1, 1)


def agrees(
    model: NestedModel,
    beta: list[float],
    se: list[float],
    df: list[float],
    loglik: float,
    variances: list[float],
) -> None:
    """Compare with R; a variance below 1e-10 there is 0 here, and flagged."""
    assert model.converged
    assert model.beta == pytest.approx(beta, rel=1e-6)
    assert model.se_kr == pytest.approx(se, rel=1e-6)
    assert model.df_kr == pytest.approx(df, rel=1e-5)
    assert model.reml_loglik == pytest.approx(loglik, rel=1e-7)
    assert [*model.variances, model.residual] == pytest.approx(variances, rel=2e-5, abs=1e-10)
    assert model.singular == tuple(one < 1e-10 for one in variances[:-1])


def test_people_seen_once_and_twice_in_cases_and_waves() -> None:
    # lmer(y ~ t * d + (1 | case) + (1 | wave) + (1 | person), make(1, 14, 12, .5, 1, .6, 1.5)), 221 rows
    model = UNBALANCED.fit(True, CASE, WAVE, PERSON)
    assert len(UNBALANCED.y) == 221
    agrees(
        model,
        [3.483734311, 0.065960131, -0.587471536, 0.236790529],
        [0.12996881, 0.10691181, 0.34170295, 0.27954305],
        [16.727244, 12.025455, 16.329220, 11.525721],
        -164.97492,
        [0.119158384, 0.053966794, 0.160977598, 0.086766786],
    )
    # e <- c(0, 1, 0, 1): the change of the treated
    treated = estimate_coefficient(model, np.array([0.0, 1, 0, 1]), LEVEL)
    assert treated.value == pytest.approx(0.065960131 + 0.236790529)
    assert treated.df == pytest.approx(11.443218, rel=1e-6)
    half = 2.1905 * 0.25829088  # qt(.975, 11.443218) * se
    assert (treated.high - treated.low) / 2 == pytest.approx(half, rel=1e-4)


def test_a_variance_of_none_stays_uncertain() -> None:
    # the same formula on make(2, 14, 12, .5, .3, 0, 1.5): singular, and df far below the people's
    model = ALIKE.fit(True, CASE, WAVE, PERSON)
    agrees(
        model,
        [3.4014700936, -0.0088690125, -0.0753728424, -0.0037626021],
        [0.064101573, 0.047685178, 0.166052510, 0.128593364],
        [15.4228097, 11.0611692, 14.0704574, 8.6264191],
        -153.08786,
        [0.016168411, 0.0, 0.21394852, 0.077449225],
    )
    assert not estimate_coefficient(model, 1, LEVEL).reason, "people and cases still differ"


@pytest.mark.parametrize(
    ("components", "beta", "se", "df", "loglik", "variances"),
    [
        (
            (CASE, WAVE, PERSON),
            [3.11641874, 0.26692548],
            [0.25005058, 0.25405184],
            [8.5110412, 4.9581151],
            -27.914055,
            [0.17153594, 0.12695065, 0.0, 0.16858041],
        ),
        (
            (CASE, PERSON),
            [3.14780651, 0.20699482],
            [0.23801681, 0.16923944],
            [6.9349919, 17.4617837],
            -29.421699,
            [0.24034076, 0.0, 0.22894265],
        ),
    ],
)
def test_six_cases_of_few(
    components: tuple[int, ...],
    beta: list[float],
    se: list[float],
    df: list[float],
    loglik: float,
    variances: list[float],
) -> None:
    # y ~ t + ... on make(3, 6, 4, .6, 1, 1, 1), 34 rows
    agrees(TINY.fit(False, *components), beta, se, df, loglik, variances)


def test_other_subsets_of_the_components() -> None:
    # y ~ t * d + (1 | wave) + (1 | person) on make(4, 8, 9, .4, 0, 1, 1)
    agrees(
        Study(4, 8, 9, 0.4, 0, 1, 1).fit(True, WAVE, PERSON),
        [3.54560350, -0.21984294, -0.22356643, 0.17492663],
        [0.15934796, 0.20750669, 0.31049761, 0.40154909],
        [13.0125957, 9.1663621, 12.0451879, 8.3331069],
        -59.748507,
        [0.111247426, 0.206860324, 0.034452757],
    )
    # y ~ t + (1 | person) on make(5, 3, 9, .7, 0, 0, 1)
    agrees(
        Study(5, 3, 9, 0.7, 0, 0, 1).fit(False, PERSON),
        [3.41132652, 0.10876835],
        [0.067479346, 0.083431014],
        [41.540529, 21.811007],
        -14.033798,
        [0.023416896, 0.076476460],
    )
    # y ~ t + (1 | case) + (1 | wave) on make(7, 9, 9, 0, 1, .8, 1): nobody seen twice
    agrees(
        Study(7, 9, 9, 0, 1, 0.8, 1).fit(False, CASE, WAVE),
        [3.11772890, 0.12692571],
        [0.13133808, 0.16197517],
        [15.1135327, 7.9893061],
        -50.730079,
        [0.036936404, 0.071126744, 0.177851087],
    )


def test_the_fit_is_the_top_of_the_restricted_likelihood() -> None:
    model, design = UNBALANCED.fit(True, CASE, WAVE, PERSON), UNBALANCED.design(True)

    def loglik(variances: list[float]) -> float:
        n, k = design.shape
        total = variances[-1] * np.eye(n)
        for labels, variance in zip(UNBALANCED.labels, variances, strict=False):
            total += variance * (labels[:, np.newaxis] == labels)
        inverse = np.linalg.inv(total)
        information = design.T @ inverse @ design
        residuals = UNBALANCED.y - design @ np.linalg.solve(information, design.T @ inverse @ UNBALANCED.y)
        logs = np.linalg.slogdet(total)[1] + np.linalg.slogdet(information)[1]
        return float(-(logs + residuals @ inverse @ residuals + (n - k) * log(2 * pi)) / 2)

    top = [*model.variances, model.residual]
    assert model.reml_loglik == pytest.approx(loglik(top), rel=1e-10)
    for place in range(4):
        for factor in (0.98, 1.02):
            moved = [one * (factor if at == place else 1) for at, one in enumerate(top)]
            assert loglik(moved) < model.reml_loglik


def test_one_component_is_the_random_intercept() -> None:
    for study in (UNBALANCED, ALIKE, TINY):
        ours = study.fit(True, CASE)
        theirs = fit_random_intercept(study.y, study.design(True), study.labels[CASE])
        assert theirs is not None
        assert ours.beta == pytest.approx(theirs.beta, rel=1e-8)
        assert ours.se_kr == pytest.approx(theirs.se_kr, rel=1e-8)
        assert ours.df_kr == pytest.approx(theirs.df_kr, rel=1e-7)
        assert ours.p_kr == pytest.approx(theirs.p_kr, rel=1e-7)
        assert ours.reml_loglik == pytest.approx(theirs.reml_loglik, rel=1e-10)


def test_people_who_all_answered_twice_give_the_paired_t_test() -> None:
    random = stream(6, "pairs")
    before = random.normal(size=12) * 2
    after = before + 0.5 + random.normal(size=12)
    design = np.column_stack([np.ones(24), np.repeat([0.0, 1.0], 12)])
    people = np.tile(np.arange(12), 2)
    model = fit_nested(np.concatenate([before, after]), design, [people], np.zeros(24, dtype=np.int64))
    assert model is not None
    ours, theirs = estimate_coefficient(model, 1, LEVEL), estimate_change(before, after, LEVEL)
    for one in ("value", "low", "high", "df", "p"):
        assert getattr(ours, one) == pytest.approx(getattr(theirs, one), rel=1e-6)


def test_order_of_rows_and_names_change_no_bit() -> None:
    model, random = UNBALANCED.fit(True, CASE, WAVE, PERSON), stream(7, "order")
    order = random.permutation(len(UNBALANCED.y))
    case, wave, person = (labels[order] for labels in UNBALANCED.labels)
    renamed = [case, random.permutation(100)[wave], random.permutation(1000)[person]]
    again = fit_nested(UNBALANCED.y[order], UNBALANCED.design(True)[order], renamed, case)
    assert again is not None
    for one in ("beta", "covariance", "variances", "weights"):
        assert np.array_equal(getattr(model, one), getattr(again, one))
    assert np.array_equal(model.df_kr, again.df_kr)


def test_people_as_blocks_of_their_own_are_named_by_nobody() -> None:
    study, design, random = UNBALANCED, UNBALANCED.design(False), stream(8, "names")
    person = study.labels[PERSON]
    found = []
    for names in (np.arange(1000), random.permutation(1000)):
        model = fit_nested(study.y, design, [names[person]], names[person])
        assert model is not None
        found.append(np.concatenate([model.beta, model.covariance.ravel(), model.df_kr]))
    assert np.array_equal(found[0], found[1])
    whole = fit_nested(study.y, design, [person], person * 0)
    assert whole is not None and np.array_equal(whole.beta, found[0][:2])


def test_nothing_differs_between_people_or_cases() -> None:
    apart = np.tile([1.0, 2, 3, 4], 6)
    design = np.column_stack([np.ones(24), np.tile([0.0, 1, 1, 0], 6)])
    case = np.repeat(np.arange(6), 4)
    model = fit_nested(apart, design, [case, 2 * case + np.tile([0, 0, 1, 1], 6)], case)
    assert model is not None and model.variances[0] == 0
    found = fit_nested(apart, design, [case], case)
    assert found is not None and found.singular == (True,)
    assert estimate_coefficient(found, 1, LEVEL).reason == "singular"


def test_models_that_cannot_be_told_from_the_data() -> None:
    study, design = TINY, TINY.design(False)
    case, _, person = study.labels
    rows = np.arange(len(study.y), dtype=np.int64)
    assert fit_nested(study.y, design, [case, rows], case) is None, "nobody answered twice"
    assert fit_nested(study.y, design, [case, 7 * case], case) is None, "two names of one thing"
    assert fit_nested(study.y, design, [np.zeros_like(case), person], case * 0) is None, "one case"
    assert fit_nested(np.full(len(rows), 3.0), design, [case, person], case) is None, "all answer alike"
    assert fit_nested(person * 1.0, design, [case, person], case) is None, "nobody changed"
    assert fit_nested(study.y[:2], design[:2], [case[:2]], case[:2]) is None, "two answers"
