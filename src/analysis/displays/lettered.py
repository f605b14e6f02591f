"""Tables of many numbers, where a letter stands for the reason that a number or an interval is missing."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import Estimate

SPACE = "\N{NO-BREAK SPACE}"
EMPTY = {WITHHELD_SIGN, NO_NUMBER_SIGN}
FARTHEST_DOWN = -10.0
"""How low the end of an interval is told; what lies below it says no more."""


class LetteredTable(EstimateTable):
    """A table that is being made; its note says what each letter means.

    What was never asked for, such as the alpha without an item of a scale of two, is a bare dash.
    """

    def __init__(self, name: str, voice: Voice) -> None:
        super().__init__(name, voice)
        self.reasons: list[str] = []

    def number(self, estimate: Estimate, decimals: int) -> str:
        """A cell with the number of an estimate, or with a letter."""
        self.shown.append(estimate)
        return self.voice.numbers.number(estimate.value, decimals) if estimate.known else self._mark(estimate)

    def with_interval(self, estimate: Estimate, decimals: int) -> str:
        """A cell with the number of an estimate and its interval, or with a letter in its place."""
        shown = self.number(estimate, decimals)
        if not estimate.known:
            return shown
        if not estimate.has_interval:
            return f"{shown} [{self._letter(estimate.reason)}]"
        return f"{shown} {self.voice.numbers.interval(*estimate.ends, decimals)}"

    def coefficient(self, estimate: Estimate) -> str:
        """The same of a number that is at most 1 and has no lowest value, such as alpha."""
        if not estimate.has_interval or estimate.ends[0] >= FARTHEST_DOWN:
            return self.with_interval(estimate, 2)
        low = f"<{SPACE}{self.voice.numbers.number(FARTHEST_DOWN, 0)}"
        high = self.voice.numbers.number(estimate.ends[1], 2)
        return f"{self.number(estimate, 2)} {self.voice.text('number.interval', low=low, high=high)}"

    def share(self, estimate: Estimate) -> str:
        """A cell with a share in per cent and its interval, or with a letter."""
        self.shown.append(estimate)
        return self.voice.numbers.share(estimate) if estimate.known else self._mark(estimate)

    def finish(
        self, columns: list[Column], sections: list[Section], *notes: str, of_wave: bool = True
    ) -> Table:
        """The finished table, without columns in which every number is withheld; those are named.

        Where that is all of them the table has no rows but says so; without any rows it is silent, for
        a sentence beside it says why.
        """
        caption = self.voice.text(f"caption.table.{self.name}")
        hidden = _find_hidden(columns, sections)
        if sections and len(hidden) == len(columns) - 1:
            minimum = self.voice.numbers.count(self.voice.showing.study.settings.disclosure.minimum_people)
            absence = self.voice.text("note.all_withheld", table=self.voice.quote(caption), minimum=minimum)
            return Table(self.name, caption, tuple(columns), (), absence=absence)
        note = self._note(*notes, *self._name_hidden(columns, hidden), of_wave=of_wave)
        kept = [place for place in range(len(columns)) if place not in hidden]
        sections = [
            Section(one.heading, tuple(tuple(row[place] for place in kept) for row in one.rows))
            for one in sections
        ]
        return Table(
            self.name, caption, tuple(columns[place] for place in kept), tuple(sections), note, absence=""
        )

    def _name_hidden(self, columns: list[Column], hidden: dict[int, bool]) -> Iterator[str]:
        names = [self.voice.quote(columns[place].heading) for place, withheld in hidden.items() if withheld]
        if names:
            columns_told = self.voice.wording.listed(names)
            yield self.voice.text("note.columns_withheld", count=len(names), columns=columns_told)

    def _note(self, *notes: str, of_wave: bool) -> str:
        told = [self._tell(place) for place in range(len(self.reasons))]
        letters = self.voice.text("note.letters", letters="; ".join(told)) if told else ""
        hidden = [one for one in self.shown if one.status == "withheld"]
        wave = self.voice.wave_note() if of_wave else ""
        level = self.voice.interval_note(self.shown)
        said = (*notes, level, letters, self.voice.marks_note(hidden), wave)
        return " ".join(one for one in said if one)

    def _mark(self, estimate: Estimate) -> str:
        if estimate.status == "withheld":
            return WITHHELD_SIGN
        return NO_NUMBER_SIGN if estimate.status == "absent" else self._letter(estimate.reason)

    def _letter(self, reason: str) -> str:
        if not reason:
            return NO_NUMBER_SIGN
        if reason not in self.reasons:
            self.reasons.append(reason)
        return f"{NO_NUMBER_SIGN}{SPACE}{_name(self.reasons.index(reason))}"

    def _tell(self, place: int) -> str:
        reason = self.voice.text(f"reason.{self.reasons[place]}")
        return self.voice.text("label.letter", letter=_name(place), reason=reason)


def _name(place: int) -> str:
    """a to z, then aa, bb and so on."""
    return ascii_lowercase[place % len(ascii_lowercase)] * (place // len(ascii_lowercase) + 1)


def _find_hidden(columns: list[Column], sections: list[Section]) -> dict[int, bool]:
    """The places of the columns without any number, and whether it is because they are withheld.

    Only where something is withheld: what a study has too few items for keeps its column.
    """
    empty = {
        place: {row[place] for one in sections for row in one.rows}
        for place in range(1, len(columns) if sections else 0)
    }
    found = {place: WITHHELD_SIGN in cells for place, cells in empty.items() if cells <= EMPTY}
    return found if any(found.values()) else {}
