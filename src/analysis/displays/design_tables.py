"""The tables on what the design allows and can show: tests, their p, reach, equivalence, several groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from analysis.displays.comparison_tables import count_cases
from analysis.displays.estimate_tables import EstimateTable, comparison_heading, contrast_notes
from analysis.displays.numbers import DECIDES_SIGN, NO_NUMBER_SIGN, REFUSED_SIGN, WITHHELD_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice, upper_first
from analysis.plan import GroupComparison, Test
from analysis.profiles import Estimate
from analysis.profiles.headlines import DECIDING, ORDERED, TESTS, Headline, list_headlines

UNKNOWN = ("refused", "no_number")


def build_design(voice: Voice) -> Table:
    """On how many scales each test decides, is valid beside, gives no number or is refused, and why."""
    table = EstimateTable("design", voice)
    comparisons = list(list_headlines(voice.showing))
    columns = [Column(voice.text("heading.test"), "left")]
    columns += [Column(comparison_heading(voice, comparison), "left") for _, comparison, _ in comparisons]
    sections = []
    for kind, tests in TESTS.items() if comparisons else ():
        rows = []
        for test in tests:
            told = [_tell_rows(voice, [one.get(test) for one in members]) for _, _, members in comparisons]
            rows.append((upper_first(voice.test(test)), *told))
        sections.append(Section(voice.text(f"heading.tests_{kind}"), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.design"))


def _tell_rows(voice: Voice, rows: Iterable[Estimate]) -> str:
    """What became of a test: "decides on 4 scales; refused on 2 scales (too few cases)"."""
    kinds = Counter((_kind(row), row.reason if _kind(row) in UNKNOWN else "") for row in rows)
    told = []
    for (kind, reason), number in kinds.items():
        said = voice.text(f"design.{kind}", scales=voice.numbers.counted("scales", number))
        why = f" ({voice.text(f'reason.{reason}')})" if reason else ""
        told.append(said + why)
    return "; ".join(told)


def _kind(row: Estimate) -> str:
    if row.status in ("refused", "withheld"):
        return row.status
    if not row.known:
        return "no_number"
    return {DECIDING[0]: "outside_plan", DECIDING[1]: "decides"}.get(row.role, "valid")


def build_tests(voice: Voice) -> Table:
    """The p of every valid test, not adjusted, one row a scale; tests refused everywhere have no column."""
    headlines = [one for _, _, members in list_headlines(voice.showing) for one in members]
    used = [
        test
        for test in ORDERED
        if any(one.get(test).status not in ("refused", "absent") for one in headlines)
    ]
    columns = [Column(voice.text("heading.scale"), "left")]
    columns += [Column(voice.text(f"test_short.{test}")) for test in used]
    sections = [
        Section(
            comparison_heading(voice, comparison),
            tuple((voice.scale(one.scale), *(_tell_p(voice, one, test) for test in used)) for one in members),
        )
        for _, comparison, members in list_headlines(voice.showing)
    ]
    shown = [one.get(test) for one in headlines for test in used]
    names = [
        voice.text("label.short", short=voice.text(f"test_short.{one}"), name=voice.test(one)) for one in used
    ]
    notes = [voice.text("note.tests", sign=DECIDES_SIGN)]
    notes.append(voice.text("note.test_names", tests=voice.wording.listed(names)) if used else "")
    for sign, status in ((REFUSED_SIGN, "refused"), (NO_NUMBER_SIGN, "not_estimable")):
        reasons = sorted({voice.text(f"reason.{one.reason}") for one in shown if one.status == status})
        if reasons:
            notes.append(voice.text(f"note.tests_{status}", sign=sign, reasons=voice.wording.listed(reasons)))
    withheld = [one for one in shown if one.status == "withheld"]
    notes += [voice.marks_note(withheld), voice.wave_note()]
    said = " ".join(one for one in notes if one)
    return Table("tests", voice.text("caption.table.tests"), tuple(columns), tuple(sections), said)


def _tell_p(voice: Voice, headline: Headline, test: Test) -> str:
    row = headline.get(test)
    if row.status in ("refused", "withheld"):
        return REFUSED_SIGN if row.status == "refused" else WITHHELD_SIGN
    return voice.p(row.p) + DECIDES_SIGN * (row.role in DECIDING and row.p is not None)


def build_reach(voice: Voice) -> Table:
    """What the deciding test can show with these people: smallest p, smallest detectable effect, width."""
    table = EstimateTable("reach", voice)
    statistics = ("smallest_p", "detectable_effect", "expected_width")
    columns = [Column(voice.text("heading.scale"), "left"), Column(voice.text("heading.n"))]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("cases_with_both_groups", *statistics)]
    sections = []
    for _, comparison, headlines in list_headlines(voice.showing):
        rows = []
        for headline in headlines:
            both, smallest, effect, width = (
                headline.get(name) for name in ("cases_with_both_groups", *statistics)
            )
            p = voice.numbers.exact_p(smallest.value) if smallest.known else table.number(smallest, 3)
            cells = [voice.scale(headline.scale), voice.people(effect), table.number(both, 0), p]
            rows.append((*cells, table.number(effect, 2), table.number(width, 2)))
        sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.reach", **name_assumptions(voice)))


def name_assumptions(voice: Voice) -> dict[str, str]:
    """What the plan asks and supposes where it says what a design can show, in words."""
    reach = voice.showing.plan.reach
    headlines = [one for _, _, members in list_headlines(voice.showing) for one in members]
    tests = dict.fromkeys(test for one in headlines if (test := one.decision().test))
    return {
        "tests": voice.wording.listed([voice.test(test) for test in tests]),
        "power": voice.numbers.percent(reach.power),
        "alpha": voice.numbers.plain(reach.alpha),
        "icc": voice.numbers.percent(reach.icc),
        "simulations": voice.numbers.count(reach.simulations),
    }


def build_equivalence(voice: Voice) -> Table:
    """Whether a difference beyond the margin can be ruled out, one row a scale; silent without margins."""
    table = EstimateTable("equivalence", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    names = ("mean_difference", "margin", "p", "ruled_out", "n")
    columns += [Column(voice.text(f"heading.{name}")) for name in names]
    sections = []
    for _, comparison, headlines in list_headlines(voice.showing):
        if comparison.margin is None:
            continue
        margin = voice.numbers.plain(comparison.margin)
        rows = []
        for headline in headlines:
            found = headline.get("equivalence")
            cells = [voice.scale(headline.scale), table.with_interval(found, voice.decimals(headline.scale))]
            ruled_out = NO_NUMBER_SIGN if found.p is None else _answer(voice, rules_out(voice, found))
            rows.append((*cells, margin, voice.p(found.p), ruled_out, voice.people(found)))
        sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    alpha = voice.numbers.plain(voice.showing.plan.reach.alpha)
    made = table.finish(
        columns, sections, *contrast_notes(voice), voice.text("note.equivalence", alpha=alpha)
    )
    return made if sections else Table(made.name, made.caption, made.columns, (), absence="")


def rules_out(voice: Voice, equivalence: Estimate) -> bool:
    """Whether a difference beyond the margin is ruled out at the level of the plan."""
    return equivalence.p is not None and equivalence.p <= voice.showing.plan.reach.alpha


def _answer(voice: Voice, yes: bool) -> str:
    return voice.text("agrees.yes" if yes else "agrees.no")


def build_several_groups(voice: Voice) -> Table:
    """Three groups or more: all at once, then each pair, under each scale; silent where none are compared."""
    table = EstimateTable("several_groups", voice)
    columns = [Column(voice.text("heading.groups"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("number", "p", "p_adjusted", "n", "cases")]
    sections = []
    for analysis, comparison in voice.showing.plan.group_comparisons.items():
        for scale in comparison.scales:
            heading = voice.text(
                "label.comparison_scale",
                label=voice.label(comparison.label),
                purpose=voice.text(f"purpose.{comparison.purpose}"),
                scale=voice.scale(scale),
            )
            sections.append(Section(heading, tuple(_group_rows(table, voice, analysis, comparison, scale))))
    made = table.finish(columns, sections, voice.text("note.several_groups"))
    return made if sections else Table(made.name, made.caption, made.columns, (), absence="")


def _group_rows(
    table: EstimateTable, voice: Voice, analysis: str, comparison: GroupComparison, scale: str
) -> Iterable[tuple[str, ...]]:
    def tell(name: str, statistic: str, contrast: str, decimals: int) -> tuple[str, ...]:
        found = voice.showing.differences.get(analysis, statistic, scale=scale, contrast=contrast)
        cells = [name, table.number(found, decimals), voice.p(found.p), voice.p(found.p_adjusted)]
        return (*cells, voice.people(found), count_cases(voice, found))

    yield tell(voice.text("label.all_groups"), "kruskal_wallis", analysis, 2)
    for first, second in combinations(comparison.groups, 2):
        names = {"first": voice.group(first), "second": voice.group_inside(second)}
        yield tell(voice.text("label.pair_of_groups", **names), "dunn", f"{first}:{second}", 1)
