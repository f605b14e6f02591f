from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from analysis.formulas import arrangements
from analysis.formulas.arrangements import Arrangements, arrange_within_cases

VALUES = np.array([1.5, 2.0, 2.0, 4.0, 10.0, 10.5, 12.0])
FIRST = np.array([True, False, False, True, True, False, False])
CASES = np.array([3, 3, 3, 3, 8, 8, 8])


def arrange(values: np.ndarray, first: np.ndarray, cases: np.ndarray) -> Arrangements:
    found = arrange_within_cases(values, first, cases, np.random.default_rng(1))
    assert found is not None
    return found


def outcomes(found: Arrangements) -> dict[tuple[int, int], float]:
    shares: dict[tuple[int, int], float] = {}
    for total, kept, share in zip(found.sums, found.kept, found.share, strict=True):
        shares[int(total), int(kept)] = shares.get((int(total), int(kept)), 0) + float(share)
    return shares


def test_every_arrangement_of_two_cases() -> None:
    # in halves above each case's smallest value: 0 1 1 5 with the first and last labelled, and 0 1 4
    expected: Counter[tuple[int, int]] = Counter()
    for chosen in combinations(range(4), 2):
        for one in range(3):
            total = sum([0, 1, 1, 5][person] for person in chosen) + [0, 1, 4][one]
            expected[total, len({0, 3} & set(chosen)) + (one == 0)] += 1
    found = arrange(VALUES, FIRST, CASES)
    assert outcomes(found) == pytest.approx({name: count / 18 for name, count in expected.items()})
    assert (found.unit, found.n_arrangements, found.n_cases) == (0.5, 18, 2)
    assert (found.observed_sum, found.n_first) == (5, 3)
    assert found.expected_sum == pytest.approx(2 * 7 / 4 + 5 / 3)
    assert found.expected_kept == pytest.approx(4 / 4 + 1 / 3)


def test_counting_gives_what_listing_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = outcomes(arrange(VALUES, FIRST, CASES))
    monkeypatch.setattr(arrangements, "LISTED", 0)
    assert outcomes(arrange(VALUES, FIRST, CASES)) == pytest.approx(listed)


def test_many_people_are_counted_not_listed() -> None:
    # seven cases of twelve people: about 10^20 arrangements
    cases, first = np.repeat(np.arange(7), 12), np.tile([True, False], 42)
    values = np.repeat(np.tile([1.0, 2, 2, 4, 5, 5], 7), 2)
    found = arrange(values, first, cases)
    assert found.exact
    assert found.share.sum() == pytest.approx(1)
    assert found.share @ found.sums == pytest.approx(found.expected_sum)
    variance = found.share @ (found.sums - found.expected_sum) ** 2
    assert variance == pytest.approx(7 * 6 * 6 / 12 * np.var(values[:12], ddof=1))


def test_too_many_and_too_fine_are_drawn_with_the_labels_as_they_are_among_them() -> None:
    values = np.sqrt(np.arange(40.0))
    first = np.arange(40) % 2 == 0
    found = arrange(values, first, np.zeros(40, dtype=int))
    assert not found.exact
    assert len(found.sums) == arrangements.DRAWN + 1
    assert (found.sums[0], found.kept[0]) == (found.observed_sum, found.n_first)


def test_long_tables_are_convolved_by_their_transforms() -> None:
    a, b = np.full(5000, 1 / 5000), np.full(4000, 1 / 4000)
    assert arrangements._convolve(a, b) == pytest.approx(np.convolve(a, b), abs=1e-15)
