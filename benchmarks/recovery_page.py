"""The page of what simulated studies gave: rates in per cent with their Monte Carlo errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.recovery.kinds import FEWEST, MARGIN, REACHABLE
from tests.recovery.simulated_studies import DESIGNS, Rate

Found = dict[tuple[str, str, str], Any]
Cell = Callable[[Any], str]

OPENING = """# Recovery

Written by `python3 run.py benchmark recovery`, which simulates studies with fixed seeds and runs the very
functions of the analysis on them. `tests/recovery/` does the same with fewer studies.

Eighteen people, seven of one group and eleven of the other, answer in six cases. Opinions have variance 1,
of which the share ICC lies between cases. They are taken as scores as they are (*normal*), as *one answer*
from 1 to 5, or as the *mean of answers*: three of them, of which two must be given. Each answer is missing
with the chance that is named. The cases hold (first, second group):

| design | cases |
|---|---|
{designs}

A rate stands with its Monte Carlo standard error. **Bold** is what is more than three of them on the wrong
side of what is promised. Rates are of the studies in which there is a p, or an interval; “–” stands for fewer
than {fewest} of these. What the design refuses stands with its reason.
"""

TESTS = """## Without a difference

How often a two-sided test rejects at 5 %, in per cent.
"""

LARGER = """At 10 % in place of 5 %, the highest of the six rates of each row:
"""

OTHERS = """Three groups or more (`kruskal_wallis`), the cases pooled (`pooled_difference`), and `equivalence`
where the groups differ by just its margin, {margin:g} standard deviations, at 5 %:
"""

INTERVALS = """## Intervals

How often the interval of 95 % holds the truth, in per cent, and in how many per cent of the studies there is
none. Of `case_permutation` it is the interval of 90 %: with three cases a side no p is below .10.
"""

POWER = """## With a difference

How often the deciding test rejects at 5 %, by the difference in standard deviations of all people, in per
cent. With three cases a side the permutation of whole cases cannot.
"""

BESIDE = """All tests beside each other, groups within cases, one answer, 20 % missing, ICC 0.3; a study
without a p does not reject:
"""

REACH = """## What the design can show

The difference that is to be found with a power of 80 % (`detectable_effect`), and how often it is found in
complete studies with normal scores, in per cent:
"""


def render(found: Found) -> Iterator[str]:
    """The lines of the page."""
    designs = "\n".join(f"| {one.name} | {' '.join(map(str, one.sizes))} |" for one in DESIGNS)
    yield OPENING.format(designs=designs, fewest=FEWEST)[:-1]
    yield TESTS
    for design in DESIGNS:
        yield f"### Groups {design.name}\n"
        yield from _tabulate(
            _choose(found, "tests", f"{design.name}: "), "test", lambda pair: reject(pair[0])
        )
    yield LARGER
    yield from _highest(found, [design.name for design in DESIGNS])
    yield OTHERS.format(margin=MARGIN)
    for part in ("several", "pooled", "equivalence"):
        yield from _tabulate(_choose(found, part), "studies", lambda pair: reject(pair[0]))
    yield INTERVALS
    yield from _cover(found)
    yield POWER
    yield from _tabulate(_choose(found, "power"), "test and studies", share)
    yield BESIDE
    yield from _tabulate(_choose(found, "beside"), "test", share)
    yield REACH
    yield from _tabulate(_choose(found, "reach"), "test", _reached)


def _choose(found: Found, part: str, start: str = "") -> dict[str, dict[str, Any]]:
    """The rows of a part whose names start so, each with its columns."""
    rows: dict[str, dict[str, Any]] = {}
    for (where, row, column), one in found.items():
        if where == part and row.startswith(start):
            rows.setdefault(row.removeprefix(start), {})[column] = one
    return rows


def _tabulate(rows: dict[str, dict[str, Any]], corner: str, cell: Cell) -> Iterator[str]:
    columns = list(next(iter(rows.values())))
    yield f"| {corner} | " + " | ".join(columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for name, cells in rows.items():
        yield f"| {name} | " + " | ".join(cell(cells[column]) for column in columns) + " |"
    yield ""


def _highest(found: Found, designs: list[str]) -> Iterator[str]:
    yield "| test | " + " | ".join(designs) + " |"
    yield "|---" * (len(designs) + 1) + "|"
    by_design = [_choose(found, "tests", f"{name}: ") for name in designs]
    for test in by_design[0]:
        rates = [[pair[1] for pair in rows[test].values()] for rows in by_design]
        worst = [max(row, key=lambda rate: rate.share if rate.studies >= FEWEST else -1) for row in rates]
        yield f"| {test} | " + " | ".join(reject(one, 0.1) for one in worst) + " |"
    yield ""


def _cover(found: Found) -> Iterator[str]:
    yield "| statistic | studies | holds the truth | none |"
    yield "|---|---|---|---|"
    for name, cells in _choose(found, "intervals").items():
        rate: Rate = cells[""]
        statistic, setting = name.split(": ", 1)
        level = REACHABLE if statistic == "case_permutation" else 0.95
        without = sum(times for _, times in rate.reasons)
        none = f"{100 * without / (without + rate.studies):.0f} %" if without else ""
        yield f"| `{statistic}` | {setting} | {share(rate, not rate.is_at_least(level))} | {none} |"
    yield ""


def reject(rate: Rate, nominal: float = 0.05) -> str:
    """A rate of rejections without a difference; the reason where there is none."""
    if not rate.studies and rate.reasons:
        return max(rate.reasons, key=lambda pair: pair[1])[0].replace("_", " ")
    return share(rate, not rate.is_at_most(nominal))


def share(rate: Rate, wrong: bool = False) -> str:
    """A rate in per cent with its error; bold where it is wrong."""
    if rate.studies < FEWEST:
        return "–"
    told = f"{100 * rate.share:.1f} ± {100 * rate.error:.1f}"
    return f"**{told}**" if wrong else told


def _reached(one: tuple[float, Rate]) -> str:
    difference, rate = one
    return f"{difference:.2f} SD: {share(rate)}" if rate.studies else rate.reasons[0][0].replace("_", " ")
