import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.formulas.group_agreement import (
    estimate_average_deviation,
    estimate_awg,
    estimate_median,
    estimate_rwg_j,
    estimate_rwg_j_star,
    triangular_variance,
    uniform_variance,
)
from analysis.formulas.moments import estimate_agreement
from analysis.instruments import AnswerSet
from analysis.scoring import possible_answers, random_variance

LEVEL = 0.95
CASE = np.array([[3, 3, 3], [3, 5, 4], [2, 2, 2], [2, 2, 3]], dtype=float)
AGREEMENT = AnswerSet.model_validate(
    {
        "kind": "choice",
        "level": "ordinal",
        "answers": [{"value": one, "label": {"nb": f"{one}", "en": f"{one}"}} for one in range(1, 6)],
        "not_relevant": [3],
        "neutral": 3,
        "random_variance": 2.5,
    }
)
HUNDRED = AnswerSet.model_validate({"kind": "number", "level": "interval", "minimum": 1, "maximum": 100})


@pytest.mark.parametrize("answers", range(2, 12))
def test_the_two_nulls_of_equally_spaced_answers(answers: int) -> None:
    possible, even = np.arange(1.0, answers + 1), answers % 2 == 0
    assert uniform_variance(possible) == pytest.approx((answers**2 - 1) / 12)
    assert triangular_variance(possible) == pytest.approx(
        (answers**2 + 2 * answers - (2 if even else 3)) / 24
    )


def test_answers_drawn_to_the_middle_of_unequal_steps() -> None:
    assert triangular_variance(np.array([1.0, 2, 4, 5])) == pytest.approx((4 + 2 + 2 + 4) / 6)


def test_the_stated_variance_holds_until_the_neutral_value_is_one_more_answer() -> None:
    assert random_variance(AGREEMENT, "main") == 2.5
    assert random_variance(AGREEMENT, "neutral") == 2.0
    assert list(possible_answers(AGREEMENT, "main")) == [1, 2, 4, 5]
    assert list(possible_answers(AGREEMENT, "neutral")) == [1, 2, 3, 4, 5]


def test_numbers_of_a_range_are_possible_one_by_one() -> None:
    assert random_variance(HUNDRED, "main") == pytest.approx(833.25)
    assert triangular_variance(possible_answers(HUNDRED, "main")) == pytest.approx(10198 / 24)


def test_several_items_agree_more_than_their_mean_variance_says() -> None:
    assert estimate_rwg_j_star(CASE, 2, LEVEL).value == pytest.approx(0.5)
    assert estimate_rwg_j(CASE, 2, LEVEL).value == pytest.approx(0.75)


def test_one_item_has_the_plain_agreement_with_its_interval() -> None:
    plain, one = estimate_agreement(CASE[:, 1], 2.5, LEVEL), estimate_rwg_j(CASE[:, 1:2], 2.5, LEVEL)
    assert (one.value, one.low, one.high) == pytest.approx((plain.value, plain.low, plain.high))


def test_people_of_two_minds_are_negative_or_nothing() -> None:
    split = np.array([[1.0], [5], [1], [5]])
    assert estimate_rwg_j_star(split, 2, LEVEL).value == pytest.approx(-5 / 3)
    assert estimate_rwg_j(split, 2, LEVEL).value == 0


def test_all_alike_agree_without_an_interval() -> None:
    alike = np.full((3, 2), 4.0)
    for found in (estimate_rwg_j(alike, 2, LEVEL), estimate_rwg_j_star(alike, 2, LEVEL)):
        assert (found.value, found.reason) == (1.0, "no_variance")
        assert math.isnan(found.low)


@pytest.mark.parametrize(("people", "reason"), [(0, "no_answers"), (1, "too_few_people")])
def test_fewer_than_two_people_have_no_agreement(people: int, reason: str) -> None:
    answers = np.ones((people, 3))
    for found in (
        estimate_rwg_j(answers, 2, LEVEL),
        estimate_rwg_j_star(answers, 2, LEVEL),
        estimate_average_deviation(answers),
        estimate_awg(answers, 1, 5),
    ):
        assert (found.exists, found.reason) == (False, reason)


def test_items_that_move_together_count_as_one_in_the_interval() -> None:
    item = np.array([1.0, 2, 4, 5])
    alone = estimate_rwg_j_star(item[:, None], 2.5, LEVEL)
    doubled = estimate_rwg_j_star(np.column_stack([item, item]), 2.5, LEVEL)
    apart = estimate_rwg_j_star(np.column_stack([item, item[[1, 3, 0, 2]]]), 2.5, LEVEL)
    assert (doubled.low, doubled.high, doubled.df) == pytest.approx((alone.low, alone.high, alone.df))
    assert apart.df == pytest.approx(6), "two items that do not hang together have twice the freedom"
    assert apart.high - apart.low < alone.high - alone.low


def test_average_deviation() -> None:
    assert estimate_average_deviation(CASE).value == pytest.approx((0.5 + 1 + 0.5) / 3)


def test_awg_leaves_out_items_too_near_an_end_and_takes_the_end_itself_for_agreement() -> None:
    assert estimate_awg(CASE, 1, 5).value == pytest.approx(28 / 45)
    at_end = np.array([[5.0, 4], [5, 2], [5, 3]])
    assert estimate_awg(at_end, 1, 5).value == pytest.approx((1 + 2 / 3) / 2)
    near_end = np.array([[1.0], [1], [1], [2]])
    assert estimate_awg(near_end, 1, 5).reason == "no_variance"


def test_the_median_of_six_reaches_the_level_and_of_five_does_not() -> None:
    six = estimate_median(np.array([6.0, 2, 3, 1, 5, 4]), LEVEL)
    assert (six.value, six.low, six.high) == (3.5, 1, 6)
    five = estimate_median(np.array([6.0, 2, 3, 1, 5]), LEVEL)
    assert (five.value, five.reason) == (3, "level_not_reachable")
    assert estimate_median(np.array([]), LEVEL).reason == "too_few_people"


def test_the_median_of_twenty_has_the_textbook_interval() -> None:
    found = estimate_median(np.arange(1.0, 21), LEVEL)
    assert (found.low, found.high) == (6, 15)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=6),
    st.permutations(range(2)),
)
def test_order_of_people_and_items_changes_nothing(rows: list[tuple[int, int]], order: list[int]) -> None:
    answers = np.array(rows, dtype=float)
    turned = (6 - answers)[::-1, order]
    for estimate in (estimate_rwg_j, estimate_rwg_j_star):
        ours, theirs = estimate(answers, 2.0, LEVEL), estimate(turned, 2.0, LEVEL)
        assert ours.value == pytest.approx(theirs.value, abs=1e-12)
        assert ours.low == pytest.approx(theirs.low, abs=1e-9, nan_ok=True)
        assert not ours.low > ours.value + 1e-12
    assert estimate_awg(answers, 1, 5).value == pytest.approx(
        estimate_awg(turned, 1, 5).value, abs=1e-9, nan_ok=True
    )
