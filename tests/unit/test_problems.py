import pytest

from analysis.cli import tell_problems
from analysis.problems import Problem, ProblemList, ProblemsFound, name_nearest


def test_a_problem_tells_place_value_allowed_and_remedy() -> None:
    problem = Problem("data/raw/a.csv", "row 7, column q26", "the answer is out of range", "9", "1 to 5", "x")
    assert str(problem) == (
        "data/raw/a.csv, row 7, column q26: the answer is out of range\n"
        "    seen:    9\n    allowed: 1 to 5\n    do:      x"
    )


def test_a_list_of_problems_raises_them_all_at_once_and_each_once() -> None:
    found = ProblemList("config/study.yaml")
    found.raise_any()
    found.add("line 3", "one thing")
    found.add("line 3", "one thing")
    found.add("line 4", "another", seen=2, remedy="mend it")
    with pytest.raises(ProblemsFound) as raised:
        found.raise_any()
    assert [problem.what for problem in raised.value.problems] == ["one thing", "another"]
    assert tell_problems(raised.value).startswith(
        "2 problems must be mended first:\n\nconfig/study.yaml, line 3"
    )


def test_a_long_list_is_cut_and_says_so() -> None:
    many = ProblemsFound(Problem("a.csv", f"row {row}", "bad") for row in range(250))
    assert "… and 50 more" in tell_problems(many)


def test_only_a_near_name_is_offered() -> None:
    assert (
        name_nearest("muncipality", ["municipality", "social_enterprise"]) == "did you mean “municipality”?"
    )
    assert name_nearest("xyz", ["municipality"]) == ""
