"""What is put into the survey at the start and the end is found in it again, by plain sums.

Drawn in memory with fixed seeds. A mean of R draws may miss the truth by four of its Monte Carlo standard
errors, for some sixty truths are asked for at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from analysis.instruments import Instrument, load_instrument
from analysis.reference_study.start_end_design import (
    BLANK_SHARE,
    DONT_KNOW_SHARE,
    FOLLOWER,
    GROUPS,
    PROJECT,
    SPARRING,
    TRUTHS,
)
from analysis.reference_study.start_end_people import WAVES, Filled, draw_all, find_mean

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS = range(2021_00, 2021_30)
FACTORS = [factor.id for factor in TRUTHS.factors]
ALLOWED_ERRORS = 4
ROUNDING = 1 / 12
"""The variance that rounding to whole answers adds."""


@dataclass(frozen=True)
class Draw:
    """One draw: rows are people at a time; four answers, turned where needed, for each factor."""

    answers: np.ndarray
    expected: np.ndarray
    names: np.ndarray
    places: np.ndarray
    kinds: np.ndarray
    groups: np.ndarray
    after: np.ndarray
    stays: np.ndarray

    @property
    def scores(self) -> np.ndarray:
        """The mean of the answers that were given, of two at least."""
        given = np.isfinite(self.answers)
        sums = np.where(given, self.answers, 0).sum(axis=2)
        return np.where(given.sum(axis=2) >= 2, sums / np.maximum(given.sum(axis=2), 1), np.nan)

    @property
    def residuals(self) -> np.ndarray:
        """How far the scores lie from the true mean of such people."""
        return self.scores - self.expected


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load_instrument(REPOSITORY / "config" / "instruments" / "startend.yaml", REPOSITORY)


@pytest.fixture(scope="module")
def draws(instrument: Instrument) -> list[Draw]:
    return [arrange(draw_all(instrument, seed), instrument) for seed in SEEDS]


def arrange(filled: list[Filled], instrument: Instrument) -> Draw:
    items = [instrument.scale(factor).items for factor in FACTORS]
    turned = {item.id for item in instrument.items if item.reverse}
    people = [one.participant for one in filled]

    def read(one: Filled, item: str) -> float:
        value = one.answers[item]
        if value is None or value in instrument.answer_set(item).dont_know:
            return np.nan
        return 6 - value if item in turned else value

    return Draw(
        np.array([[[read(one, item) for item in of] for of in items] for one in filled], dtype=float),
        np.array([find_mean(one.participant, one.wave) for one in filled]),
        np.array([one.name for one in people]),
        np.array([one.municipality for one in people]),
        np.array([one.kind for one in people]),
        np.array([one.group for one in people]),
        np.array([one.wave == WAVES[1] for one in filled]),
        np.array([one.stays for one in people]),
    )


def assert_found(
    estimates: list[np.ndarray], truths: object, widest: float = 0.12, held_back: float = 0.0
) -> None:
    """Means over the draws lie within the allowed Monte Carlo errors of the truths, which are small enough.

    `held_back` is what the ends of the scale may take from them.
    """
    found = np.array(estimates)
    allowed = ALLOWED_ERRORS * found.std(axis=0, ddof=1) / sqrt(len(found))
    assert (allowed < widest).all(), allowed
    np.testing.assert_array_less(np.abs(found.mean(axis=0) - np.array(truths)), allowed + held_back)


def pair_up(draw: Draw) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of those who answered both times: kind, municipality, and the rows of start and end."""
    before, after = (np.flatnonzero(draw.stays & (draw.after == end)) for end in (False, True))
    before, after = before[np.argsort(draw.names[before])], after[np.argsort(draw.names[after])]
    assert (draw.names[before] == draw.names[after]).all()
    return draw.kinds[before], draw.places[before], before, after


@pytest.mark.parametrize("kind", [PROJECT, SPARRING, FOLLOWER])
def test_linked_people_change_as_their_kind_of_municipality_does(draws: list[Draw], kind: str) -> None:
    found = []
    for draw in draws:
        kinds, _, before, after = pair_up(draw)
        change = draw.scores[after] - draw.scores[before]
        found.append(np.nanmean(change[kinds == kind], axis=0))
    assert_found(found, [factor.change_in(kind) for factor in TRUTHS.factors])


def test_the_gain_is_the_difference_between_municipal_means_of_change(draws: list[Draw]) -> None:
    gains, drifts = [], []
    for draw in draws:
        means = {
            place: np.array(
                [
                    np.nanmean(draw.scores[(draw.places == place) & (draw.after == end)], axis=0)
                    - draw.expected[(draw.places == place) & (draw.after == end)].mean(axis=0)
                    for end in (False, True)
                ]
            )
            for place in dict.fromkeys(draw.places)
        }
        kinds = dict(zip(draw.places, draw.kinds, strict=True))
        # what remains of the means is around the truths, so who answered when takes no part in the change
        changes = {
            place: both[1] - both[0] + [factor.change_in(kinds[place]) for factor in TRUTHS.factors]
            for place, both in means.items()
        }
        treated = np.mean([changes[place] for place in changes if kinds[place] == PROJECT], axis=0)
        others = np.mean([changes[place] for place in changes if kinds[place] != PROJECT], axis=0)
        gains.append(treated - others)
        drifts.append(others)
    assert_found(gains, [factor.gain for factor in TRUTHS.factors])
    assert_found(drifts, [factor.drift for factor in TRUTHS.factors])


def test_head_start_groups_and_those_who_pass_through_are_found_at_the_start(draws: list[Draw]) -> None:
    found = []
    for draw in draws:
        start = ~draw.after
        columns = [np.ones(start.sum()), draw.kinds[start] == PROJECT, ~draw.stays[start]]
        columns += [draw.groups[start] == group for group in GROUPS[1:]]
        design, scores = np.column_stack(columns).astype(float), draw.scores[start]
        whole = np.isfinite(scores)
        found.append(
            np.array(
                [np.linalg.lstsq(design[whole[:, k]], scores[whole[:, k], k])[0] for k in range(len(FACTORS))]
            )
        )
    truths = [
        [factor.level, factor.head_start, factor.passing, *factor.groups[1:]] for factor in TRUTHS.factors
    ]
    assert_found(found, truths)


def test_the_variances_between_municipalities_people_and_answers_are_found(draws: list[Draw]) -> None:
    found = []
    for draw in draws:
        rest = np.nan_to_num(draw.residuals)
        _, _, before, after = pair_up(draw)
        start = rest[~draw.after]
        products = [start[:, a] * start[:, b] for a in range(len(FACTORS)) for b in range(a)]
        whole = np.isfinite(draw.answers)
        spread = (draw.answers - np.array(TRUTHS.items))[whole.all(axis=2)].var(axis=1, ddof=1)
        found.append(
            np.array(
                [
                    between(rest[~draw.after], draw.places[~draw.after]),
                    between(rest[draw.after], draw.places[draw.after]),
                    (rest[before] * rest[after]).mean(),
                    np.mean(products),
                    spread.mean(),
                    draw.residuals[whole.all(axis=2)].var(),
                ]
            )
        )
    place, change = TRUTHS.municipality**2, TRUTHS.municipality_change**2
    person, noise = TRUTHS.person**2, TRUTHS.answer**2 + ROUNDING
    total = place + change / 2 + person + TRUTHS.occasion**2 + noise / 4
    truths = [place, place + change, place + person, TRUTHS.person_shared**2, noise, total]
    assert_found(found, truths, widest=0.03, held_back=0.01)


def between(rest: np.ndarray, places: np.ndarray) -> float:
    """The mean product of two different people's residuals in the same municipality, over all factors."""
    products, pairs = 0.0, 0
    for place in dict.fromkeys(places):
        inside = rest[places == place]
        products += (inside.sum(axis=0) ** 2 - (inside**2).sum(axis=0)).sum()
        pairs += len(inside) * (len(inside) - 1) * rest.shape[1]
    return products / pairs


def test_don_t_knows_and_blanks_are_as_seldom_as_they_should(
    draws: list[Draw], instrument: Instrument
) -> None:
    missing = [np.array([np.isnan(draw.answers).mean()]) for draw in draws]
    assert_found(missing, [BLANK_SHARE + DONT_KNOW_SHARE], widest=0.01)
