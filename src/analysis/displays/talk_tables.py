"""The tables of what was said: codes, codes together, who spoke, saturation, and the codes of each case."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.codebooks import Code
from analysis.displays.agreement_tables import head_section
from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import Estimate
from analysis.profiles.talk import Said, Step, Talk, list_steps, list_talks

TOGETHER = 30
"""Most pairs of codes that a report lists; the file holds all of them."""


class TalkTable(EstimateTable):
    """A table of counts whose ends are those of the stricter and the milder rule."""

    def count(self, said: Said) -> str:
        """A cell with a count and its ends: "34 [20; 51]"; the marks as in other tables."""
        return self.with_interval(said.number, 0) if said.known else self.mark(said)

    def plain(self, said: Said) -> str:
        """A cell with a count alone."""
        return self.voice.numbers.count(round(said.number.value)) if said.known else self.mark(said)

    def share(self, said: Said) -> str:
        """A cell with a share in per cent, and its ends."""
        self.shown.append(said.number)
        return self.voice.numbers.share(said.number) if said.known else self.mark(said)

    def mark(self, said: Said) -> str:
        """The short mark of a cell without a number."""
        self.shown.append(said.number)
        return WITHHELD_SIGN if said.withheld else NO_NUMBER_SIGN

    def known_count(self, count: int | None) -> str:
        """A cell with a count that a row carries beside its number."""
        return NO_NUMBER_SIGN if count is None else self.voice.numbers.count(count)

    def rule(self, talks: Sequence[Talk]) -> str:
        """What counts as having a code, and what the ends in brackets are."""
        rules = list(dict.fromkeys(talk.analysis.counted for talk in talks))
        said = self.voice.wording.listed([self.voice.text(f"talk.{rule}") for rule in rules])
        units = list(dict.fromkeys(talk.analysis.unit for talk in talks))
        unit = self.voice.wording.listed([self.voice.text(f"talk.{one}") for one in units])
        return self.voice.text("note.counted", rule=said, unit=unit) if rules else ""


def build_codes(voice: Voice) -> Table:
    """How often each code was given, in how many cases and by how many speakers, under its field."""
    table, talks = TalkTable("codes", voice), list(list_talks(voice.showing))
    columns = [Column(voice.text("heading.code"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("units_with", "share_of_units")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("cases_with", "speakers_with")]
    sections = [
        Section(
            head_section(voice, talk.analysis, voice.label(field.label)),
            tuple(_code_row(table, talk, code) for code in [field, *codes]),
        )
        for talk in talks
        for field, codes in talk.fields
    ]
    return table.finish(columns, sections, table.rule(talks))


def _code_row(table: TalkTable, talk: Talk, code: Code) -> tuple[str, ...]:
    voice = table.voice
    name = voice.text("label.whole_field") if code in talk.codebook.codes else voice.label(code.label)
    return (
        name,
        table.count(talk.said(code.id)),
        table.share(talk.said(code.id, "share")),
        table.plain(talk.said(code.id, "cases")),
        table.plain(talk.said(code.id, "speakers")),
    )


def build_values_by_fields(voice: Voice) -> Table:
    """In how many units a code of one field stands together with one of another, one row a code."""
    table = TalkTable("values_by_fields", voice)
    talks = [talk for talk in list_talks(voice.showing) if len(talk.analysis.crossed) == 2]
    # One table has one heading: analyses that cross other fields are in the file and the figures.
    talks = [talk for talk in talks if crossed(talk)[0] == crossed(talks[0])[0]]
    columns = [Column(voice.text("heading.code"), "left")]
    columns += [Column(voice.label(code.label)) for talk in talks[:1] for code in crossed(talk)[0]]
    sections = []
    for talk in talks:
        across, down = crossed(talk)
        rows = tuple(
            (
                voice.label(code.label),
                *(table.plain(talk.said(code.id, "together", other=other.id)) for other in across),
            )
            for code in down
        )
        sections.append(Section(head_section(voice, talk.analysis, ""), rows))
    return table.finish(columns, sections, table.rule(talks))


def crossed(talk: Talk) -> tuple[list[Code], list[Code]]:
    """The codes that stand across and down in the grid of a talk: the longer list across."""
    named = dict(
        zip([field.id for field, _ in talk.fields], [codes for _, codes in talk.fields], strict=True)
    )
    first, second = (named[name] for name in talk.analysis.crossed)
    return (second, first) if len(second) >= len(first) else (first, second)


def build_barrier_kinds(voice: Voice) -> Table:
    """Each kind of what the plan shows by kind: how often, in how many cases, and mostly with what."""
    table = TalkTable("barrier_kinds", voice)
    talks = [talk for talk in list_talks(voice.showing) if talk.analysis.kinds]
    columns = [Column(voice.text("heading.kind"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("units_with", "cases_with")]
    columns.append(Column(voice.text("heading.most_with"), "left"))
    sections = []
    for talk in talks:
        field = talk.codebook.code(str(talk.analysis.kinds))
        rows = tuple(
            (
                voice.label(code.label),
                table.count(talk.said(code.id)),
                table.plain(talk.said(code.id, "cases")),
                _most_with(voice, talk, field, code),
            )
            for code in field.codes
        )
        sections.append(Section(head_section(voice, talk.analysis, ""), rows))
    return table.finish(columns, sections, table.rule(talks))


def _most_with(voice: Voice, talk: Talk, field: Code, code: Code) -> str:
    """The code of another field that stands most often on the same units, with how many these are."""
    pairs = [
        (said.number.value, other)
        for above, codes in talk.fields
        if above.id != field.id
        for other in codes
        if (said := talk.said(code.id, "together", other=other.id)).known and said.number.value > 0
    ]
    if not pairs:
        return NO_NUMBER_SIGN
    most, other = max(pairs, key=lambda pair: pair[0])
    return voice.text(
        "label.with_count", label=voice.label(other.label), count=voice.numbers.count(int(most))
    )


def build_participants(voice: Voice) -> Table:
    """The share of the units of each kind of participant that have a code, one row a code."""
    table, talks = TalkTable("participants", voice), list(list_talks(voice.showing))
    speaking = {kind.id for talk in talks for kind in talk.kinds(voice.showing)}
    kinds = [kind for kind in voice.showing.study.sessions.participants if kind.id in speaking]
    columns = [Column(voice.text("heading.code"), "left")]
    columns += [Column(voice.label(kind.label)) for kind in kinds]
    sections = []
    for talk in talks:
        read = [talk.said(talk.codebook.codes[0].id, "share", by=kind.id) for kind in kinds]
        everything = (voice.text("label.units_read"), *(table.known_count(one.units) for one in read))
        sections.append(Section(head_section(voice, talk.analysis, ""), (everything,)))
        for field, codes in talk.fields:
            rows = tuple(
                (
                    voice.text("label.whole_field") if code is field else voice.label(code.label),
                    *(_percent(table, talk.said(code.id, "share", by=kind.id)) for kind in kinds),
                )
                for code in [field, *codes]
            )
            sections.append(Section(head_section(voice, talk.analysis, voice.label(field.label)), rows))
    return table.finish(columns, sections, table.rule(talks))


def _percent(table: TalkTable, said: Said) -> str:
    return table.voice.numbers.percent(said.number.value) if said.known else table.mark(said)


def build_saturation(voice: Voice) -> Table:
    """How many codes so many sessions hold, over all their orders and, where it may be told, in their own."""
    table = EstimateTable("saturation", voice)
    columns = [Column(voice.text("heading.sessions"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("codes_found", "fewest_most", "new_codes")]
    sections, of = [], []
    for talk in list_talks(voice.showing):
        for order in ("any", "dated"):
            steps = list_steps(voice.showing, talk.name, order)
            rows = tuple(_step_row(voice, one) for one in steps)
            of += [one.of for one in steps if one.of is not None]
            if rows:
                heading = head_section(voice, talk.analysis, voice.text(f"order.{order}"))
                sections.append(Section(heading, rows))
    note = voice.text("note.saturation", codes=voice.numbers.count(max(of))) if of else ""
    return table.finish(columns, sections, note)


def _step_row(voice: Voice, step: Step) -> tuple[str, ...]:
    decimals = 0 if step.session else 1
    named = {session.id: session for session in voice.showing.study.sessions.sessions}
    label = voice.numbers.count(step.sessions)
    if step.session in named:
        label = voice.text("label.numbered", number=label, label=case_label(voice, named[step.session].case))
    ends = NO_NUMBER_SIGN
    if step.codes.has_interval:
        low, high = (voice.numbers.number(end, 0) for end in step.codes.ends)
        ends = low if low == high else f"{low}–{high}"
    codes = voice.numbers.number(step.codes.value, decimals)
    return (label, codes, ends, voice.numbers.estimate(step.new, decimals))


def case_label(voice: Voice, case: str) -> str:
    """The name of a case."""
    return next(one.label for one in voice.showing.study.settings.cases if one.id == case)


def build_code_cases(voice: Voice) -> Table:
    """How many units of each case have a code, one row a code; for the team only."""
    table, talks = TalkTable("code_cases", voice), list(list_talks(voice.showing))
    coded = {case.id for talk in talks for case in talk.cases(voice.showing)}
    cases = [case for case in voice.showing.study.settings.cases if case.id in coded]
    columns = [Column(voice.text("heading.code"), "left"), *(Column(case.label) for case in cases)]
    sections = []
    for talk in talks:
        for field, codes in talk.fields:
            rows = tuple(
                (
                    voice.text("label.whole_field") if code is field else voice.label(code.label),
                    *(table.plain(talk.said(code.id, talk.analysis.matrix, case=case.id)) for case in cases),
                )
                for code in [field, *codes]
            )
            sections.append(Section(head_section(voice, talk.analysis, voice.label(field.label)), rows))
    return table.finish(columns, sections, *tell_matrix(voice, talks), table.rule(talks))


def tell_matrix(voice: Voice, talks: Sequence[Talk]) -> list[str]:
    """What the numbers of the matrix of codes and cases count."""
    kinds = dict.fromkeys(talk.analysis.matrix for talk in talks)
    return [voice.text(f"talk.matrix_{kind}") for kind in kinds]


def build_together(voice: Voice) -> Table:
    """The pairs of codes that stand most often on the same units, most frequent first; for the team."""
    table, talks = TalkTable("together", voice), list(list_talks(voice.showing))
    columns = [Column(voice.text("heading.code"), "left"), Column(voice.text("heading.other_code"), "left")]
    columns += [
        Column(voice.text(f"heading.{name}")) for name in ("units_with_both", "overlap", "cases_with")
    ]
    sections = []
    for talk in talks:
        pairs = _most_together(talk)
        rows = tuple(_pair_row(table, talk, code, other) for code, other in pairs[:TOGETHER])
        sections.append(Section(head_section(voice, talk.analysis, ""), rows))
    most = voice.text("note.together", number=voice.numbers.count(TOGETHER))
    return table.finish(columns, sections, table.rule(talks), most)


def _most_together(talk: Talk) -> list[tuple[Code, Code]]:
    leaves = {code.id: code for _, codes in talk.fields for code in codes}
    found: list[tuple[float, Code, Code]] = []
    for (statistic, code, other, case, by), said in talk.rows.items():
        if statistic == "together" and case == by == "all" and {code, other} <= set(leaves):
            number: Estimate = said.number
            if number.known and number.value > 0:
                found.append((-number.value, leaves[code], leaves[other]))
    return [(code, other) for _, code, other in sorted(found, key=lambda one: one[0])]


def _pair_row(table: TalkTable, talk: Talk, code: Code, other: Code) -> tuple[str, ...]:
    voice, both = table.voice, talk.said(code.id, "together", other=other.id)
    overlap = talk.said(code.id, "overlap", other=other.id)
    return (
        voice.label(code.label),
        voice.label(other.label),
        table.count(both),
        _percent(table, overlap),
        table.known_count(both.cases),
    )
