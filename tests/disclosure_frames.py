"""Tables of estimates for tests of the gate, made from people or typed as numbers of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.contracts import ESTIMATES
from analysis.disclosure import Protected, protect
from analysis.study import Disclosure, DisclosureException, Study
from analysis.tables import conform
from tests.small_study import small_study

TEXT = {column.name: "" for column in ESTIMATES.columns if column.kind == "text"}
DEFAULTS: dict[str, Any] = TEXT | {
    "analysis": "described",
    "instrument": "small",
    "wave": "before",
    "case": "all",
    "group": "all",
    "purpose": "descriptive",
    "method": "stated",
    "status": "ok",
    "sensitivity": "main",
    "estimate": 3.25,
    "ci_low": 2.5,
    "ci_high": 4.5,
    "ci_level": 0.95,
    "n_excluded": 0,
}
CONTRAST = {"analysis": "compared", "contrast": "sides", "purpose": "exploratory"}


def guarded_study(*exceptions: dict[str, Any], minimum: int = 5, **plan: Any) -> Study:
    """The small study with its rules of disclosure; an exception's reason is filled in."""
    study = small_study(**plan)
    listed = [
        DisclosureException.model_validate({"reason": f"printed, page {place}"} | one)
        for place, one in enumerate(exceptions, start=1)
    ]
    rules = Disclosure(minimum_people=minimum, exceptions=listed)
    changes = {"disclosure": rules, "main_wave": "before"}
    return replace(study, settings=study.settings.model_copy(update=changes))


def row(statistic: str, n: int | None, **known: Any) -> dict[str, Any]:
    """One row of ESTIMATES."""
    return DEFAULTS | {"statistic": statistic, "n": n, "n_smallest": n} | known


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows as a table that meets the contract."""
    return conform(pd.DataFrame(list(rows), columns=ESTIMATES.names), ESTIMATES)


def gate(*rows: dict[str, Any], study: Study | None = None) -> Protected:
    """The rows as one table, after the gate."""
    return protect({"descriptives": table(*rows)}, study or guarded_study())


def withheld(protected: Protected, *names: str, name: str = "descriptives") -> set[tuple[str, ...]]:
    """These columns of the withheld rows of a table."""
    frame = protected.estimates[name]
    return set(frame.loc[frame["status"] == "withheld", list(names)].itertuples(index=False, name=None))


def places(protected: Protected) -> set[tuple[str, ...]]:
    """Case and group of the withheld rows."""
    return withheld(protected, "case", "group")


def contrast(statistic: str, n: int, smallest: int, **known: Any) -> dict[str, Any]:
    """One row of a comparison of left and right on the scale trio."""
    return row(statistic, n, **(CONTRAST | {"n_smallest": smallest, "scale": "trio"} | known))


def means(sizes: dict[tuple[str, str], int], **known: Any) -> list[dict[str, Any]]:
    """Mean and SD for populations (case, group) of so many people."""
    return [
        row(statistic, n, case=case, group=group, **({"item": "a1"} | known))
        for (case, group), n in sizes.items()
        for statistic in ("mean", "sd")
    ]


def counts(
    answers: dict[str, int], *, group: str = "all", case: str = "all", **known: Any
) -> list[dict[str, Any]]:
    """Count and share of each answer to m1 in one population."""
    n, made = sum(answers.values()), []
    for answer, count in answers.items():
        at = {"item": "m1", "category": answer, "group": group, "case": case} | known
        made += [row("count", n, estimate=count, **at), row("share", n, estimate=count / n, **at)]
    return made


def cross(sizes: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The groups of each case with the totals by case, by group and of all."""
    made: dict[tuple[str, str], int] = {}
    for (case, group), n in sizes.items():
        for population in {("all", "all"), ("all", group), (case, "all"), (case, group)}:
            made[population] = made.get(population, 0) + n
    return made


def populations(people: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Everybody, each group, each case and each group of a case."""
    for case in ["all", *sorted(set(people["case"]))]:
        for group in ["all", *sorted(set(people["group"]))]:
            inside = people["case"].isin([case]) | (case == "all")
            part = people[inside & (people["group"].isin([group]) | (group == "all"))]
            if len(part):
                yield case, group, part


def describe(people: pd.DataFrame) -> pd.DataFrame:
    """Means and SDs of items s1, s2 and of the scale `pair`, and the counts of 1, 2, 3 to m1."""
    rows = []
    for case, group, part in populations(people):
        at = {"case": case, "group": group}
        values = {"s1": part["s1"], "s2": part["s2"], "": (part["s1"] + part["s2"]) / 2}
        for item, answers in values.items():
            known = at | {"item": item, "scale": "" if item else "pair"}
            sd = answers.std() if len(part) > 1 else 1.0
            rows.append(row("mean", len(part), estimate=answers.mean(), **known))
            rows.append(row("sd", len(part), estimate=sd, **known))
        for answer in (1, 2, 3):
            count = int((part["m1"] == answer).sum())
            known = at | {"item": "m1", "category": str(answer)}
            rows.append(row("count", len(part), estimate=count, **known))
            rows.append(row("share", len(part), estimate=count / len(part), **known))
    return table(*rows)


def compare(people: pd.DataFrame) -> pd.DataFrame:
    """The differences of left and right on the scale `pair`: of the means, and inside each case."""
    rows = []
    for case in ["all", *sorted(set(people["case"]))]:
        inside = people if case == "all" else people[people["case"] == case]
        sides = [inside[inside["group"] == group] for group in ("left", "right")]
        smallest = min(map(len, sides))
        if smallest:
            scores = [((side["s1"] + side["s2"]) / 2).mean() for side in sides]
            known = CONTRAST | {"scale": "pair", "case": case, "n_smallest": smallest}
            statistic = "mean_difference" if case == "all" else "gap"
            n = sum(map(len, sides))
            rows.append(row(statistic, n, estimate=scores[0] - scores[1], **known))
    return table(*rows)
