"""The study's results told in one language: labels from the configuration, words from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from analysis.configuration import Bilingual
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN, Numbers, decimals_of_range
from analysis.instruments import Item
from analysis.plan import Comparison
from analysis.profiles import Estimate, Showing, Shown, count_signs
from analysis.profiles.headlines import NO_DIFFERENCES
from analysis.wording import Wording

OF_TALK = ("one_session", "few_speakers", "few_cases")
"""The rules that withhold numbers on what was said; every other rule is about people who answered."""


def lower_first(name: str) -> str:
    """A name as it stands inside a sentence; one in capitals is left as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def upper_first(name: str) -> str:
    """A name as it stands where a cell or a sentence begins."""
    return name[:1].upper() + name[1:]


class Voice:
    """The words and numbers of one language for what one report shows."""

    def __init__(self, showing: Showing, language: str) -> None:
        self.showing = showing
        self.language = language
        self.wording = Wording(language)
        self.numbers = Numbers(self.wording)

    def text(self, key: str, /, **values: object) -> str:
        """A text of the catalogue with its placeholders filled in.

        Every text may name the answer that is read in two ways, as {answer}, and its {meaning}.
        """
        return self.wording.text(key, **(self._second_reading | values))

    @cached_property
    def _second_reading(self) -> dict[str, object]:
        sets = [one for one in self.showing.instrument.answer_sets.values() if one.neutral is not None]
        answers = {
            answer.value: self.label(answer.label)
            for one in sets
            for answer in one.answers
            if answer.value in one.not_relevant
        }
        numbers = self.wording.listed([str(value) for value in sorted(answers)])
        meaning = self.wording.listed([lower_first(answers[value]) for value in sorted(answers)])
        return {"answer": numbers, "meaning": meaning}

    def quote(self, text: str) -> str:
        """A name in the quotation marks of the language."""
        return self.text("list.quote", text=text)

    def label(self, label: Bilingual) -> str:
        """A name from the configuration in this language."""
        return label.in_language(self.language)

    def wave(self, wave: str) -> str:
        """The name of a wave."""
        return self.label(self.showing.study.wave(wave).label)

    def group(self, group: str) -> str:
        """The name of a group, or of everybody."""
        if group == "all":
            return self.text("population.all")
        groups = self.showing.study.settings.groups
        return next(self.label(one.label) for one in groups if one.id == group)

    def group_inside(self, group: str) -> str:
        """The name of a group as it stands inside a sentence."""
        return lower_first(self.group(group))

    def people(self, estimate: Estimate) -> str:
        """The number of people behind an estimate; a dash where that is not told."""
        return NO_NUMBER_SIGN if estimate.n is None else self.numbers.count(estimate.n)

    def p(self, p: float | None) -> str:
        """A p for a table; a dash where there is none."""
        return NO_NUMBER_SIGN if p is None else self.numbers.p_value(p)

    def scale(self, scale: str) -> str:
        """The name of a scale."""
        return self.label(self.showing.instrument.scale(scale).label)

    def item(self, item: Item) -> str:
        """The name of an item with its question number."""
        return self.text("label.item", number=item.number, label=self.label(item.label))

    def comparison(self, comparison: Comparison) -> str:
        """A comparison's name as it stands inside a sentence, with what it was for."""
        purpose = self.text(f"purpose.{comparison.purpose}")
        return self.text("label.comparison", label=self.quote(self.label(comparison.label)), purpose=purpose)

    def test(self, test: str) -> str:
        """The name of a test of two groups as it stands inside a sentence."""
        return self.text(f"test.{test}")

    def family(self, family: str) -> str:
        """The name of a family of scales."""
        return self.label(self.showing.instrument.families[family].label)

    def decimals_of_item(self, item: str) -> int:
        """The decimals that a mean of an item is shown with."""
        answers = self.showing.instrument.answer_set(item)
        ends = [end for end in (*answers.values(), answers.minimum, answers.maximum) if end is not None]
        return decimals_of_range((min(ends), max(ends)))

    def directions(self, scales: Iterable[Shown]) -> str:
        """On how many scales the first group of a contrast lies higher, lower, or is not told."""
        plan = self.showing.plan
        said = []
        for contrast, signs in count_signs(self.showing, scales).items():
            first = self.group_inside(plan.contrasts[contrast].first)
            second = self.group_inside(plan.contrasts[contrast].second)
            values = {name: self.numbers.count(getattr(signs, name)) for name in ("higher", "lower", "equal")}
            values["scales"] = self.numbers.counted("scales", signs.known)
            if signs.known:
                key = "lower" if signs.lower > signs.higher else "higher"
                equal = self.text("phrase.equal", equal=values["equal"]) if signs.equal else ""
                values |= {"first": first, "second": second, "equal": equal}
                said.append(self.text(f"sentence.directions_{key}", **values))
        return " ".join(said)

    def decimals(self, scale: str) -> int:
        """The decimals that a mean on this scale is shown with."""
        return decimals_of_range(self.showing.instrument.limits(scale))

    def decimals_of_test(self, scale: str, test: str | None) -> int:
        """The decimals of a test's number: those of a mean where it is a difference, else two."""
        return 2 if test in NO_DIFFERENCES else self.decimals(scale)

    def level(self, estimates: Iterable[Estimate]) -> str:
        """The level of the intervals of these estimates; several levels are all named."""
        levels = sorted({one.ci_level for one in estimates if one.has_interval and one.ci_level})
        return self.wording.listed([self.numbers.level(level) for level in levels])

    def interval_note(self, estimates: Iterable[Estimate]) -> str:
        """A sentence on the level of the intervals; empty when nothing has an interval."""
        level = self.level(estimates)
        return self.text("note.interval", level=level) if level else ""

    def lines_note(self, estimates: Iterable[Estimate]) -> str:
        """A sentence on the level of intervals that are drawn; empty when nothing has an interval."""
        level = self.level(estimates)
        return self.text("note.lines", level=level) if level else ""

    def marks_note(self, estimates: Iterable[Estimate]) -> str:
        """Sentences on the marks in use: withheld numbers, and why intervals are missing."""
        shown = list(estimates)
        notes = []
        of_talk = [one.reason for one in shown if one.status == "withheld" and one.reason in OF_TALK]
        if of_talk:
            said = self.wording.listed([self.text(f"reason.{reason}") for reason in sorted(set(of_talk))])
            count = self.numbers.counted("numbers", len(of_talk))
            notes.append(self.text("note.withheld_because", sign=WITHHELD_SIGN, numbers=count, reasons=said))
        withheld = [one for one in shown if one.status == "withheld" and one.reason not in OF_TALK]
        if withheld:
            count = self.numbers.counted("numbers", len(withheld))
            minimum = self.showing.study.settings.disclosure.minimum_people
            values = {"sign": WITHHELD_SIGN, "numbers": count, "minimum": self.numbers.count(minimum)}
            notes.append(self.text("note.withheld", **values))
        reasons = {one.reason for one in shown if one.known and not one.has_interval and one.reason}
        if reasons:
            said = self.wording.listed([self.text(f"reason.{reason}") for reason in sorted(reasons)])
            notes.append(self.text("note.no_interval", sign=NO_NUMBER_SIGN, reason=said))
        return " ".join(notes)

    def wave_note(self, wave: str = "") -> str:
        """The name of the wave that is shown, or of another one, where the study has more than one."""
        if len(self.showing.waves) < 2:
            return ""
        return self.text("note.wave", wave=self.wave(wave or self.showing.wave))

    def notes(self, estimates: Iterable[Estimate], *before: str, of_wave: bool = True) -> str:
        """The notes under a table or a figure: first the given ones, then interval, marks and wave.

        `of_wave` is False for what is about all waves, or names the wave itself.
        """
        shown = list(estimates)
        wave = self.wave_note() if of_wave else ""
        said = (*before, self.interval_note(shown), self.marks_note(shown), wave)
        return " ".join(one for one in said if one)
