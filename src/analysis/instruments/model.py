"""The survey as a codebook: items, answers, scales, bands, and where each choice comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Described, Id


class Source(Described):
    """Where something was taken from."""

    citation: str = Field(description="Author, year, title.")
    place: str = Field(default="", description="Page, table or question number in it.")
    ours: bool = Field(
        default=False, description="True where the choice is this project's own, not the source's."
    )
    note: str = Field(default="", description="Why it was chosen, where that needs saying.")


class Answer(Described):
    """One answer that may be given."""

    value: int = Field(description="The code in the export and in the tables.")
    label: Bilingual = Field(description="Our own short label of the answer.")
    texts: list[str] = Field(
        default_factory=list,
        description="Further texts that mean this answer in an export, in any language.",
    )

    def wordings(self) -> list[str]:
        """Every text that means this answer."""
        return [self.label.nb, self.label.en, *self.texts]


TICKS = [
    Answer(value=0, label=Bilingual(nb="Ikke valgt", en="Not chosen")),
    Answer(value=1, label=Bilingual(nb="Valgt", en="Chosen")),
]
Asked = Literal["case", "group"]
ASKED: tuple[Asked, ...] = get_args(Asked)
"""What a respondent may be asked to name; what each answer means stands in study.yaml."""
MOST_COUNTED = 20
"""Numbers of a wider range are described by their mean, not counted one by one."""


class AnswerSet(Described):
    """The answers of a kind of question, and what leaving it or not finding it relevant means."""

    kind: Literal["choice", "number", "ticked", "text", "case", "group"] = Field(
        description="choice: one of the listed answers. number: a number in a range, also a rank. ticked: "
        "an option that was ticked (1) or not (0). text: free text, which never leaves the restricted "
        "tables. case: names the respondent's case. group: names the respondent's group."
    )
    level: Literal["nominal", "ordinal", "interval", "none"] = Field(description="The level of measurement.")
    answers: list[Answer] = Field(default_factory=list, description="The answers, for a choice.")
    minimum: int | None = Field(default=None, description="Lowest number that may be answered.")
    maximum: int | None = Field(default=None, description="Highest number that may be answered.")
    decimals: bool = Field(
        default=False, description="True where a number may have decimals; whole numbers only otherwise."
    )
    not_relevant: list[int] = Field(
        default_factory=list,
        description="Answers that mean “not relevant or cannot say”; they are set missing.",
    )
    dont_know: list[int] = Field(
        default_factory=list, description="Answers that mean “don't know”; they are set missing."
    )
    refused: list[int] = Field(
        default_factory=list, description="Answers that refuse to answer; they are set missing."
    )
    neutral: int | None = Field(
        default=None,
        description="The value such an answer takes in the sensitivity reading `neutral`; without it "
        "there is no second reading.",
    )
    blank: Literal["not_relevant", "no_answer"] = Field(
        default="no_answer", description="What an empty cell means for this kind of question."
    )
    random_variance: float | None = Field(
        default=None,
        description="Variance of answers given at random, against which agreement is measured.",
    )
    source: Source | None = Field(default=None, description="Where the answers come from.")

    def values(self) -> list[int]:
        """The codes of the listed answers, in order; of a tick, 0 and 1."""
        return [0, 1] if self.kind == "ticked" else [answer.value for answer in self.answers]

    def valid_values(self) -> list[int]:
        """The codes of the listed answers without those that are set missing, in order."""
        return [value for value in self.values() if not self.missing_reason(value)]

    def missing_reason(self, value: int) -> str:
        """Why an answer with this code is set missing; empty where it is an answer."""
        reasons = ("not_relevant", "dont_know", "refused")
        return next((reason for reason in reasons if value in getattr(self, reason)), "")

    def is_answer(self, value: float) -> bool:
        """Whether the value is an answer that is not set missing, of a choice, a number or a tick."""
        if self.minimum is None or self.maximum is None:
            return value in self.valid_values()
        if value != int(value) and not self.decimals:
            return False
        return self.minimum <= value <= self.maximum and not self.missing_reason(int(value))

    def listed_answers(self) -> list[Answer]:
        """The answers that can be counted one by one: of a choice, of a tick, and the ranks of a ranking."""
        if self.kind == "ticked":
            return TICKS
        if self.kind == "choice" or self.minimum is None or self.maximum is None:
            return self.answers
        if self.decimals or self.maximum - self.minimum >= MOST_COUNTED:
            return []
        numbers = range(self.minimum, self.maximum + 1)
        return [Answer(value=number, label=Bilingual(nb=f"{number}", en=f"{number}")) for number in numbers]

    def counted_values(self) -> list[int]:
        """The codes of the answers that can be counted one by one, without those that are set missing."""
        values = [answer.value for answer in self.listed_answers()]
        return [value for value in values if not self.missing_reason(value)]

    def limits(self) -> tuple[float, float]:
        """Lowest and highest answer that can be given; raises ValueError where answers are no numbers."""
        ends = [*self.valid_values(), *(end for end in (self.minimum, self.maximum) if end is not None)]
        return float(min(ends)), float(max(ends))


class Item(Described):
    """One question."""

    id: Id = Field(description="Short name of the item, unique in the instrument.")
    number: int = Field(description="Question number in the source.")
    part: Id = Field(description="Id of the part of the instrument it stands in.")
    answers: Id = Field(description="Id of the answer set.")
    label: Bilingual = Field(description="Our own short label.")
    versions: dict[Id, Bilingual] = Field(
        default_factory=dict,
        description="The label in a version where the wording is turned round, by version id.",
    )
    reverse: bool = Field(
        default=False, description="True where agreement speaks against what the scale measures."
    )
    texts: list[str] = Field(
        default_factory=list,
        description="Wordings of the question in exports, in any language, by which its column is known.",
    )
    of: Id | None = Field(
        default=None,
        description="Where the item is one option of a question with several answers, or of a ranking: "
        "the name of that question, the same for all its options.",
    )
    option: str | None = Field(
        default=None,
        min_length=1,
        description="Code or text of that option in exports; * for any answer that is no other option.",
    )

    def label_in(self, version: str) -> Bilingual:
        """The label as one version of the instrument words it."""
        return self.versions.get(version, self.label)

    def wordings(self, version: str) -> list[str]:
        """Every text that means this item in an export of one version."""
        label = self.label_in(version)
        return [label.nb, label.en, *self.texts]


class Band(Described):
    """A stretch of a scale with a usual reading."""

    id: Id = Field(description="Short name of the band.")
    low: float = Field(description="Lower end, belonging to the band.")
    high: float = Field(description="Upper end; belongs to the band only in the last one.")
    label: Bilingual = Field(description="The usual reading.")


class BandSet(Described):
    """The bands of a kind of scale, and who reads it so."""

    bands: list[Band] = Field(min_length=1, description="The bands, lowest first.")
    source: Source = Field(description="Where the bands come from.")


class Family(Described):
    """A group of scales shown together."""

    label: Bilingual = Field(description="Our own short label.")


class Scale(Described):
    """A score formed from items."""

    id: Id = Field(description="Short name of the scale, unique in the instrument.")
    label: Bilingual = Field(description="Our own short label.")
    family: Id = Field(description="Id of the family it is shown in.")
    items: list[Id] = Field(min_length=1, description="Ids of the items; all with one answer set.")
    minimum_answered: int = Field(ge=1, description="Fewest answered items a score is formed from.")
    better: Literal["higher", "lower"] = Field(description="Which end of the scale is good.")
    bands: Id | None = Field(default=None, description="Id of the band set its scores are read with.")
    source: Source = Field(description="Where the key comes from, or that it is ours.")


class Part(Described):
    """A part of the instrument, as the respondent meets it."""

    label: Bilingual = Field(description="Our own short label.")
    note: Bilingual | None = Field(default=None, description="A trap that a reader must know.")


class Version(Described):
    """One of the parallel versions of the instrument."""

    group: Id | Literal["*"] = Field(
        description="Id of the group in study.yaml that answers this version, or * where one form is for "
        "all groups and asks for the group."
    )
    label: Bilingual = Field(description="Our own short label.")


class Instrument(ConfigurationFile):
    """A survey: everything the analysis must know of it."""

    id: Id = Field(description="Short name of the instrument; the file's name.")
    version: str = Field(description="Version of the instrument, kept with every answer.")
    title: Bilingual = Field(description="Title in our own words.")
    source: Source = Field(description="Where the instrument was published.")
    columns: list[str] = Field(
        min_length=1,
        description="How exports name the column of an item; {number} and {id} are filled in.",
    )
    versions: dict[Id, Version] = Field(description="The parallel versions, by id.")
    parts: dict[Id, Part] = Field(description="The parts, by id.")
    answer_sets: dict[Id, AnswerSet] = Field(description="The kinds of answers, by id.")
    items: list[Item] = Field(min_length=1, description="The questions, in order.")
    families: dict[Id, Family] = Field(default_factory=dict, description="The families, by id.")
    band_sets: dict[Id, BandSet] = Field(default_factory=dict, description="The band sets, by id.")
    scales: list[Scale] = Field(default_factory=list, description="The scales, in order.")

    def item(self, item: str) -> Item:
        """The item with this id; raises KeyError."""
        return {one.id: one for one in self.items}[item]

    def scale(self, scale: str) -> Scale:
        """The scale with this id; raises KeyError."""
        return {one.id: one for one in self.scales}[scale]

    def answer_set(self, item: str) -> AnswerSet:
        """The answer set of an item."""
        return self.answer_sets[self.item(item).answers]

    def find_asking(self, kind: Asked) -> Item | None:
        """The item that names each respondent's case, or group; None where the survey asks for neither."""
        return next((item for item in self.items if self.answer_sets[item.answers].kind == kind), None)

    def limits(self, scale: str) -> tuple[float, float]:
        """Lowest and highest score the scale can take."""
        return self.answer_set(self.scale(scale).items[0]).limits()

    def has_neutral_reading(self, scale: str) -> bool:
        """Whether answers of the scale can be read in two ways."""
        return self.answer_set(self.scale(scale).items[0]).neutral is not None

    def column_names(self, item: Item) -> Iterator[str]:
        """The names an export may give to an item's own column; options may share their number."""
        shared = item.of is not None and sum(one.number == item.number for one in self.items) > 1
        for pattern in self.columns:
            if not (shared and "{number}" in pattern):
                yield pattern.format(number=item.number, id=item.id)

    def question_names(self, item: Item) -> Iterator[str]:
        """The names an export may give to the question that an option belongs to."""
        for pattern in self.columns if item.of else ():
            yield pattern.format(number=item.number, id=item.of)
