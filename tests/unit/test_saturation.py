from itertools import combinations

import numpy as np
import pytest

from analysis.formulas.accumulation import MOST_SAMPLES, expect_held, find_extremes
from analysis.occurrences import measure_saturation
from analysis.sessions import Sessions
from tests.unit.coding_study import SESSIONS, coding_study, typed_codings

HOLDS = np.random.default_rng(3).random((7, 12)) < 0.3


def every_choice(holds: np.ndarray) -> list[list[int]]:
    """The number of things in every choice of k samples, for each k."""
    numbers = range(len(holds))
    return [
        [int(holds[list(chosen)].any(axis=0).sum()) for chosen in combinations(numbers, count)]
        for count in range(1, len(holds) + 1)
    ]


@pytest.mark.parametrize(
    "holds", [HOLDS, HOLDS[:1], HOLDS[:, :0], np.ones((4, 5), bool), np.zeros((3, 2), bool)]
)
def test_mean_fewest_and_most_are_those_of_every_choice(holds: np.ndarray) -> None:
    counts = every_choice(holds)
    assert expect_held(holds) == pytest.approx([np.mean(count) for count in counts])
    fewest, most = find_extremes(holds)
    assert fewest.tolist() == [min(count) for count in counts]
    assert most.tolist() == [max(count) for count in counts]


def test_a_worked_example() -> None:
    # Three sessions, codes held by one, two and three of them: one session holds (1 + 2 + 3) / 3 codes.
    holds = np.array([[1, 1, 1], [0, 1, 1], [0, 0, 1]], dtype=bool)
    assert expect_held(holds).tolist() == pytest.approx([2, 1 + 1 + 2 / 3, 3])


def test_of_too_many_samples_only_the_mean_is_known() -> None:
    holds = np.random.default_rng(4).random((MOST_SAMPLES + 1, 30)) < 0.1
    fewest, most = find_extremes(holds)
    assert np.isnan(fewest[1:-1]).all() and np.isnan(most[1:-1]).all()
    assert fewest[0] == holds.sum(axis=1).min() and most[0] == holds.sum(axis=1).max()
    assert fewest[-1] == most[-1] == expect_held(holds)[-1]


UNITS, CODINGS = typed_codings(
    """
    one ann:open  bo:open
    one ann:money bo:
    two ann:open  bo:open+law
    two ann:law   bo:law
    three ann:    bo:
    three ann:low+open bo:low+open
    """
)


def test_sessions_add_codes_in_the_order_of_their_days() -> None:
    found = measure_saturation(coding_study(), UNITS, CODINGS)
    dated = found[found["order"] == "dated"]
    assert dated["session"].tolist() == ["s2", "s1", "s3"]
    assert dated["estimate"].tolist() == [2, 2, 3]
    assert dated["new"].tolist() == [2, 0, 1]
    assert dated["n_codes"].tolist() == [6, 6, 6]
    assert dated["ci_low"].isna().all()


def test_over_all_orders_there_is_a_mean_and_its_ends() -> None:
    found = measure_saturation(coding_study(), UNITS, CODINGS)
    free = found[found["order"] == "any"]
    # The sessions hold open and law; open; low and open.
    assert free["estimate"].tolist() == pytest.approx([5 / 3, 7 / 3, 3])
    assert free["ci_low"].tolist() == [1, 2, 3] and free["ci_high"].tolist() == [2, 3, 3]
    assert free["new"].tolist() == pytest.approx([5 / 3, 2 / 3, 2 / 3])
    assert set(free["session"]) == {""} and set(free["status"]) == {"ok"}


def test_the_plans_rule_says_which_codes_were_given() -> None:
    found = measure_saturation(coding_study(counted="any"), UNITS, CODINGS)
    assert found.loc[found["order"] == "dated", "estimate"].tolist() == [2, 3, 4]


def test_on_one_day_sessions_go_by_their_id() -> None:
    told = SESSIONS.model_dump(mode="json")
    for session in told["sessions"]:
        session["date"] = "2018-03-01"
    found = measure_saturation(coding_study(sessions=Sessions.model_validate(told)), UNITS, CODINGS)
    assert found.loc[found["order"] == "dated", "session"].tolist() == ["s1", "s2", "s3"]


def test_one_session_is_a_row_and_one_that_nobody_read_is_none() -> None:
    found = measure_saturation(coding_study(), *typed_codings("one ann:open\ntwo"))
    assert found["sessions"].tolist() == [1, 1] and found["estimate"].tolist() == [1, 1]
    assert measure_saturation(coding_study(), *typed_codings("one\ntwo")).empty


def test_more_sessions_than_can_be_looked_at_have_no_ends_and_say_so() -> None:
    count = MOST_SAMPLES + 1
    sessions = [
        {"id": f"s{n:02}", "case": "north", "wave": "before", "date": "2018-03-01", "documents": [f"d{n:02}"]}
        for n in range(count)
    ]
    units, codings = typed_codings("\n".join(f"d{n:02} ann:open" for n in range(count)))
    for frame in (units, codings):
        frame["session"] = frame["document"].str.replace("d", "s")
    study = coding_study(sessions=Sessions.model_validate({"sessions": sessions}))
    found = measure_saturation(study, units, codings)
    free = found[found["order"] == "any"].set_index("sessions")
    assert free.loc[2, "reason"] == "too_many_sessions" and np.isnan(free.loc[2, "ci_low"])
    assert free.loc[2, "status"] == "ok" and free.loc[1, "reason"] == free.loc[count, "reason"] == ""
