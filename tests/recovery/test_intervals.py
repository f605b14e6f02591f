"""Intervals hold the truth as often as they say; those that are known not to are named in docs/methods.md."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from analysis.estimates import Estimate
from analysis.formulas.resampling import stream
from tests.recovery.intervals import Interval, dominance_of, mean_of
from tests.recovery.kinds import COSTLY, FEWEST, SHORT, is_short, list_intervals
from tests.recovery.simulated_scales import Items
from tests.recovery.simulated_studies import SEED, WITHIN, Kind, allowance, as_answers

REPOSITORY = Path(__file__).resolve().parents[2]
STUDIES = 400
BY_STATISTIC: dict[str, list[Interval]] = defaultdict(list)
for one in list_intervals():
    BY_STATISTIC[one.statistic].append(one)


@pytest.mark.parametrize("statistic", BY_STATISTIC)
def test_an_interval_holds_the_truth_as_often_as_it_says(statistic: str) -> None:
    for interval in BY_STATISTIC[statistic]:
        rate = interval.cover(round(STUDIES * COSTLY.get(statistic, 1)))
        if rate.studies < FEWEST:
            continue
        if not is_short(interval):
            assert rate.is_at_least(interval.level), (interval.name, rate)
            continue
        low, high = SHORT[statistic]
        slack = allowance(low, rate.studies)
        assert low - slack <= rate.share <= high + slack, (interval.name, rate)


def test_what_falls_short_is_said_in_the_methods() -> None:
    methods = (REPOSITORY / "docs" / "methods.md").read_text("utf-8")
    for statistic, (low, high) in SHORT.items():
        told = f"{100 * low:.0f} to {100 * high:.0f} %".replace(f"{100 * high:.0f} to ", "")
        assert re.search(rf"`{statistic}`[^|]*\| {told} \|", methods), (statistic, told)


def test_the_page_marks_as_short_what_is_said_to_be() -> None:
    page = (REPOSITORY / "docs" / "recovery.md").read_text("utf-8").split("## Intervals")[1].split("\n## ")[0]
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    told = {(row[0].strip("| `"), row[1]): row[2] for row in rows}
    assert told.keys() == {(one.statistic, one.setting) for one in list_intervals()}
    for one in list_intervals():
        cell = told[one.statistic, one.setting]
        if cell.startswith("**"):
            assert is_short(one), one.name
        if is_short(one) and cell != "–":
            low, high = SHORT[one.statistic]
            assert 100 * low - 0.5 <= float(cell.strip("*").split(" ")[0]) <= 100 * high + 0.5, one.name


def test_at_five_per_cent_no_test_of_the_page_rejects_more_often_than_it_says() -> None:
    page = (REPOSITORY / "docs" / "recovery.md").read_text("utf-8")
    before = page.split("## Without a difference")[1].split("At 10 % in place")[0]
    assert "**" not in before and before.count("±") > 100
    larger = page.split("At 10 % in place")[1].split("## Intervals")[0]
    marked = [line for line in larger.splitlines() if "**" in line]
    assert [line.split(" | ")[0] for line in marked] == ["| wild_bootstrap"], "as the methods say"


def test_the_truths_are_those_of_many_people() -> None:
    random, n = stream(SEED, "truths"), 400_000
    first, second = as_answers(0.8 + random.standard_normal(n)), as_answers(random.standard_normal(n))
    assert mean_of("one answer", 0.8) == pytest.approx(first.mean(), abs=0.01)
    assert dominance_of("one answer", 0.8) == pytest.approx(np.sign(first - second).mean(), abs=0.01)
    many = Items(3, 0.4, tied=True)
    common = random.standard_normal((n, 1))
    answers = as_answers(np.sqrt(0.4) * common + np.sqrt(0.6) * random.standard_normal((n, 3)))
    assert many.correlation == pytest.approx(np.corrcoef(answers.T)[0, 1], abs=0.01)
    rest = np.corrcoef(answers[:, 0], answers[:, 1:].sum(axis=1))[0, 1]
    assert many.truth_of("item_rest_r") == pytest.approx(rest, abs=0.01)


def test_the_simulated_scores_are_as_they_are_said_to_be() -> None:
    scores = Kind(WITHIN, 0.3).draw(20_000)
    together = np.corrcoef(scores[:, 0], scores[:, 1])[0, 1]
    assert together == pytest.approx(0.3, abs=0.03) and scores.std() == pytest.approx(1, abs=0.01)
    assert abs(np.corrcoef(scores[:, 0], scores[:, 17])[0, 1]) < 0.03
    one = Kind(WITHIN, 0.3, "one answer", 0.2).draw(5_000)
    assert np.isnan(one).mean() == pytest.approx(0.2, abs=0.01)
    assert set(np.unique(one[~np.isnan(one)])) == {1, 2, 3, 4, 5}
    mean = Kind(WITHIN, 0.0, "mean of answers", 0.2).draw(5_000)
    assert np.isnan(mean).mean() == pytest.approx(3 * 0.8 * 0.04 + 0.008, abs=0.01)


def test_an_interval_that_is_missing_holds_nothing() -> None:
    interval = Interval(
        "made", "made", 1.0, lambda studies: [Estimate(1, 0, 2), Estimate(reason="one_item")] * 2
    )
    rate = interval.cover(4)
    assert (rate.times, rate.studies, rate.reasons) == (2, 2, (("one_item", 2),))
