"""The tables of change between the waves of a survey: of people, of groups, and of who left."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN, decimals_of_range
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.instruments import Scale
from analysis.profiles.changes_surveys import Moved, SurveyChange, list_changes
from analysis.settings import Group

MARKED_SIGN = "§"


class ChangeTable(EstimateTable):
    """A table of change, which remembers whether anything in it is marked."""

    def __init__(self, name: str, voice: Voice) -> None:
        super().__init__(name, voice)
        self.marked = False

    def columns(self, first: str, *names: str) -> list[Column]:
        """The columns by the names of their headings."""
        return [Column(self.voice.text(f"heading.{first}"), "left")] + [
            Column(self.voice.text(f"heading.{name}")) for name in names
        ]

    def change(self, moved: Moved, decimals: int) -> str:
        """A cell with a number and its interval, and a sign where the comparison is marked."""
        return self._sign(moved, self.with_interval(moved.number, decimals))

    def ends(self, moved: Moved, decimals: int) -> str:
        """A cell with an interval alone; the mark of its row where there is none."""
        self.shown.append(moved.number)
        if moved.number.has_interval:
            return self.voice.numbers.interval(*moved.number.ends, decimals)
        return NO_NUMBER_SIGN if moved.number.known else self.voice.numbers.mark(moved.number)

    def means(self, before: Moved, after: Moved, decimals: int) -> str:
        """A cell with a mean before and after; the mark of the one that is missing."""
        missing = [one for one in (before, after) if not one.number.known]
        if missing:
            self.shown.append(missing[0].number)
            return self.voice.numbers.mark(missing[0].number)
        first, second = (self.voice.numbers.number(one.number.value, decimals) for one in (before, after))
        return f"{first} → {second}"

    def share(self, moved: Moved) -> str:
        """A cell with a share of people in per cent and its interval."""
        self.shown.append(moved.number)
        known = moved.number.known
        return self.voice.numbers.share(moved.number) if known else self.voice.numbers.mark(moved.number)

    def test(self, moved: Moved) -> str:
        """A cell with a p, and in brackets the adjusted one."""
        if moved.number.p is None:
            return _sign_of(moved)
        p = self.voice.numbers.p_value(moved.number.p)
        adjusted = moved.number.p_adjusted
        return p if adjusted is None else f"{p} ({self.voice.numbers.p_value(adjusted)})"

    def exact(self, moved: Moved) -> str:
        """A cell with the p of an exact test, and in brackets the smallest that it can give."""
        if moved.number.p is None:
            return _sign_of(moved)
        return f"{self.voice.numbers.p_value(moved.number.p)} ({self.floor(moved)})"

    def floor(self, moved: Moved) -> str:
        """A cell with the smallest p that a test can give."""
        return _sign_of(moved) if moved.p_floor is None else self.voice.numbers.exact_p(moved.p_floor)

    def count(self, moved: Moved, count: int | None) -> str:
        """A cell with a count of people."""
        return _sign_of(moved) if count is None else self.voice.numbers.count(count)

    def waves(self, moved: Moved) -> str:
        """A cell with the people of the earlier and of the later wave."""
        return f"{self.count(moved, moved.before)} / {self.count(moved, moved.after)}"

    def finish(
        self, columns: list[Column], sections: list[Section], *notes: str, of_wave: bool = False
    ) -> Table:
        """The finished table; without rows it is silent, for a sentence says why."""
        marks = self.voice.text("note.change_marked", sign=MARKED_SIGN) if self.marked else ""
        said = notes if sections else ()
        made = super().finish(columns, sections, *said, marks, of_wave=of_wave)
        return Table(made.name, made.caption, made.columns, made.sections, made.note, absence="")

    def _sign(self, moved: Moved, text: str) -> str:
        if moved.comparable != "marked" or not moved.number.known:
            return text
        self.marked = True
        return f"{text}\N{NO-BREAK SPACE}{MARKED_SIGN}"


def _sign_of(moved: Moved) -> str:
    return WITHHELD_SIGN if moved.number.status == "withheld" else NO_NUMBER_SIGN


def decimals_of(change: SurveyChange, scale: Scale) -> int:
    """The decimals that a mean on a scale of the analysis's own instrument is shown with."""
    return decimals_of_range(change.instrument.limits(scale.id))


def head_change(voice: Voice, change: SurveyChange, heading: str = "") -> str:
    """The name of an analysis with its two waves, before a heading of its own."""
    values = {"before": voice.wave(change.analysis.before), "after": voice.wave(change.analysis.after)}
    name = f"{voice.label(change.analysis.label)} ({voice.text('label.waves', **values)})"
    return voice.text("label.of_analysis", analysis=name, heading=heading) if heading else name


def people_notes(voice: Voice, changes: Sequence[SurveyChange]) -> list[str]:
    """What the errors and tests count: cases, people, or both where the analyses differ."""
    kinds = dict.fromkeys(change.analysis.people for change in changes)
    return [voice.text(f"note.change_{kind}") for kind in kinds]


def case_notes(voice: Voice, changes: Sequence[SurveyChange]) -> list[str]:
    """That errors count cases, where any analysis nests people in them."""
    nested = any(change.analysis.people == "nested" for change in changes)
    return [voice.text("note.change_over_cases")] if nested else []


def build_change(voice: Voice) -> Table:
    """The mean change by three designs, with the p of the same people's, one row a scale."""
    table, changes = ChangeTable("change", voice), list(list_changes(voice.showing))
    names = ("before_after", "change_linked", "p_with_adjusted", "n", "change_everybody", "n_waves")
    columns = table.columns("scale", *names, "change_model")
    sections = [
        Section(head_change(voice, change), tuple(_change_row(table, change, one) for one in change.scales))
        for change in changes
    ]
    return table.finish(columns, sections, voice.text("note.change"), *people_notes(voice, changes))


def _change_row(table: ChangeTable, change: SurveyChange, scale: Scale) -> tuple[str, ...]:
    decimals = decimals_of(change, scale)
    linked, everybody, model = (
        change.get(scale.id, design, "change") for design in ("linked", "cross_sections", "mixed")
    )
    means = [change.get(scale.id, "linked", name) for name in ("mean_before", "mean_after")]
    return (
        table.voice.label(scale.label),
        table.means(means[0], means[1], decimals),
        table.change(linked, decimals),
        table.test(linked),
        table.count(linked, linked.linked),
        table.change(everybody, decimals),
        table.waves(everybody),
        table.change(model, decimals),
    )


def build_change_sizes(voice: Voice) -> Table:
    """How large the same people's change is: the other reading, in sds, and who changed reliably."""
    table, changes = ChangeTable("change_sizes", voice), list(list_changes(voice.showing))
    names = ("d_z", "d_av", "reliably_up", "reliably_down", "smallest_reliable_change")
    other = voice.text("heading.change_reading", reading=voice.text("reading.neutral"))
    read = any(
        change.instrument.has_neutral_reading(scale.id) for change in changes for scale in change.scales
    )
    columns = table.columns("scale", *names, "p_exact_floor")
    columns[1:1] = [Column(other)] if read else []
    sections = [
        Section(
            head_change(voice, change), tuple(_size_row(table, change, one, read) for one in change.scales)
        )
        for change in changes
    ]
    return table.finish(columns, sections, voice.text("note.change_sizes"), *case_notes(voice, changes))


def _size_row(table: ChangeTable, change: SurveyChange, scale: Scale, read: bool) -> tuple[str, ...]:
    decimals = decimals_of(change, scale)
    linked = {
        name: change.get(scale.id, "linked", name)
        for name in ("sign_flip", "d_z", "d_av", "reliably_up", "reliably_down", "smallest_reliable_change")
    }
    cells = [table.voice.label(scale.label)]
    if read:
        has = change.instrument.has_neutral_reading(scale.id)
        other = change.get(scale.id, "linked", "change", sensitivity="neutral")
        cells.append(table.change(other, decimals) if has else NO_NUMBER_SIGN)
    smallest = linked["smallest_reliable_change"].number
    return (
        *cells,
        *(table.change(linked[name], 2) for name in ("d_z", "d_av")),
        *(table.share(linked[name]) for name in ("reliably_up", "reliably_down")),
        table.voice.numbers.estimate(smallest, decimals),
        table.exact(linked["sign_flip"]),
    )


def build_change_groups(voice: Voice) -> Table:
    """Each group's change, and its change minus that of the others, under each scale."""
    table, changes = ChangeTable("change_groups", voice), list(list_changes(voice.showing))
    names = ("before_after", "change_linked", "n", "change_everybody", "n_waves", "own_minus_others")
    columns = table.columns("group", *names, "p_with_adjusted")
    sections = [
        Section(
            head_change(voice, change, voice.label(scale.label)),
            tuple(_group_row(table, change, scale, group) for group in change.groups),
        )
        for change in changes
        for scale in change.scales
        if change.groups
    ]
    return table.finish(columns, sections, voice.text("note.change_groups"), *case_notes(voice, changes))


def _group_row(table: ChangeTable, change: SurveyChange, scale: Scale, group: Group) -> tuple[str, ...]:
    decimals = decimals_of(change, scale)
    linked = change.get(scale.id, "linked", "change", group=group.id)
    everybody, *means = (
        change.get(scale.id, "cross_sections", name, group=group.id)
        for name in ("change", "mean_before", "mean_after")
    )
    others = change.get(scale.id, "mixed", "change_difference", contrast=group.id)
    return (
        table.voice.label(group.label),
        table.means(means[0], means[1], decimals),
        table.change(linked, decimals),
        table.count(linked, linked.linked),
        table.change(everybody, decimals),
        table.waves(everybody),
        table.change(others, decimals),
        table.test(others),
    )


def build_left_stayed(voice: Voice) -> Table:
    """What those who left answered the first time, minus those who stayed, one row a scale."""
    table = ChangeTable("left_stayed", voice)
    columns = table.columns("scale", "left_minus_stayed", "p_with_adjusted", "n_left", "n_stayed")
    sections = []
    for change in list_changes(voice.showing):
        rows = []
        for scale in change.scales:
            left = change.get(scale.id, "left", "difference")
            gone = None if left.before is None or left.linked is None else left.before - left.linked
            rows.append(
                (
                    voice.label(scale.label),
                    table.change(left, decimals_of(change, scale)),
                    table.test(left),
                    table.count(left, gone),
                    table.count(left, left.linked),
                )
            )
        sections.append(Section(head_change(voice, change), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.left_stayed"))
