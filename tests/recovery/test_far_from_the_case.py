"""Who answers far from the case: seldom said of anybody in studies without such a person, and found with one.

18 people in six cases answer 31 scales of two tied five-point items each, 5 % missing. People of a case share
its level; a person's scales correlate, and one of the two groups answers higher. Seeds are fixed.
"""

from math import sqrt

import numpy as np
import pytest

from analysis.formulas.resampling import stream
from analysis.formulas.spread import FEWEST_OTHERS, distances_from_others
from analysis.plan import Cases

SIZES = np.array([4, 3, 3, 2, 4, 2])
CASES = np.repeat(np.arange(6), SIZES)
SCALES, STUDIES, LOW = 31, 100, 4
FAR = Cases().far


def draw_distances(halo: float, spread: float, lower: float) -> np.ndarray:
    """Studies × people: the distance of each, NaN where there is none; person `LOW` answers lower by that."""
    random = stream(20180501, "far", str(halo), str(spread), str(lower))
    found = np.full((STUDIES, len(CASES)), np.nan)
    measurable = SIZES[CASES] > FEWEST_OTHERS
    for study in range(STUDIES):
        level = 3.6 + 0.4 * random.normal(size=(6, SCALES))[CASES]
        person = sqrt(halo) * random.normal(size=(len(CASES), 1))
        own = person + sqrt(1 - halo) * random.normal(size=(len(CASES), SCALES))
        group = 0.8 * (random.random(len(CASES)) < 0.4)[:, None]
        opinion = level + spread * (own + group)
        opinion[LOW] -= lower
        items = opinion[..., None] + 0.5 * random.normal(size=(*opinion.shape, 2))
        answers = np.clip(np.round(items), 1, 5).mean(axis=2)
        answers[random.random(answers.shape) < 0.05] = np.nan
        measured = distances_from_others(answers, CASES, np.ones(SCALES))
        enough = measurable & (2 * measured[:, 2] >= SCALES)
        found[study] = np.where(enough, measured[:, 0], np.nan)
    return found


def share_pointing_at_others(distances: np.ndarray) -> float:
    return float((np.delete(distances, LOW, axis=1) >= FAR).any(axis=1).mean())


@pytest.mark.parametrize("halo", [0.0, 0.3])
@pytest.mark.parametrize("spread", [0.3, 1.0])
def test_few_studies_without_such_a_person_point_at_one(halo: float, spread: float) -> None:
    distances = draw_distances(halo, spread, 0.0)
    assert (~np.isnan(distances)).sum(axis=1).min() >= 12, "most people have a distance"
    flagged = (distances >= FAR).any(axis=1).mean()
    assert flagged <= 0.05 + 3 * sqrt(0.05 * 0.95 / STUDIES)


@pytest.mark.parametrize(("spread", "lower"), [(0.3, 2.0), (0.5, 3.0)])
def test_one_who_answers_far_lower_is_found_and_the_others_of_a_case_of_three_are_not(
    spread: float, lower: float
) -> None:
    distances = draw_distances(0.3, spread, lower)
    assert (distances[:, LOW] >= FAR).mean() >= 0.8
    assert share_pointing_at_others(distances) <= 0.05 + 3 * sqrt(0.05 * 0.95 / STUDIES)
