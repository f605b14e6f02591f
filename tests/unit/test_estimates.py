from math import inf

from analysis.estimates import Estimate, not_estimable


def test_an_interval_is_moved_into_the_possible_range() -> None:
    assert Estimate(3.0, 0.5, 6.0).within(1, 5) == Estimate(3.0, 1.0, 5.0)
    assert Estimate(3.0, 2.0, 4.0).within(-inf, inf) == Estimate(3.0, 2.0, 4.0)


def test_a_missing_interval_stays_missing() -> None:
    alone = Estimate(3.0, reason="too_few_people")
    assert alone.within(1, 5) is alone


def test_no_number_has_a_reason() -> None:
    assert not not_estimable("one_item").exists
    assert not_estimable("one_item").reason == "one_item"
    assert Estimate(0.0).exists
