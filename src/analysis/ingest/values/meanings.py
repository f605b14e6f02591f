"""What the codes and texts of one column mean as answers to one item, before any cell is read.

What the team says of the source goes first. Then a code means the instrument's answer with that code, or
is missing for the reason that the instrument, the file or the code's own text gives; and a text means
the code that the form or the instrument gives it. A form whose texts say another thing than its codes is
contradictory: its answers are refused, never chosen between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analysis.ingest.exports import Question
from analysis.ingest.faults import Fault
from analysis.ingest.values.numerals import read_whole
from analysis.ingest.values.vocabulary import find_reason
from analysis.instruments import ASKED, AnswerSet
from analysis.instruments.texts import normalise_label


@dataclass(frozen=True)
class Judgement:
    """What becomes of the cells with one text: a value, or a missing reason, or a fault.

    `why` is the ledger's word for it.
    """

    why: str
    value: int | float | str | None = None
    missing: str | None = None
    fault: Fault | None = None

    @property
    def what(self) -> str:
        """The ledger's word for what became of the cell."""
        if self.missing:
            return "cell_set_missing"
        return "cell_kept" if self.why == "usable" else "cell_recoded"


@dataclass(frozen=True)
class Scheme:
    """What may be answered to an item: its kind of answers, and the texts that mean each value.

    `about` is the file in which a team says what the source's texts mean; messages name it.
    """

    name: str
    answers: AnswerSet
    wordings: Mapping[int, list[str]]
    about: str = "config/sources/<source>.yaml"

    def is_answer(self, value: int) -> bool:
        """Whether the value is an answer that is not set missing."""
        return value in self.wordings if self.answers.kind in ASKED else self.answers.is_answer(value)

    def is_known(self, value: int) -> bool:
        """Whether the instrument knows the value, as an answer or as a reason for its missing."""
        return self.is_answer(value) or bool(self.answers.missing_reason(value))

    def judge(self, value: int, why: str = "usable") -> Judgement:
        """What a value that the instrument knows becomes."""
        reason = self.answers.missing_reason(value)
        if reason:
            return Judgement(f"answer_{reason}" if why == "usable" else why, missing=reason)
        return Judgement(why, value=value)

    def tell_allowed(self) -> str:
        """The answers as a message lists them."""
        if self.answers.minimum is not None:
            return f"{self.answers.minimum} to {self.answers.maximum}"
        if self.answers.kind == "choice":
            return ", ".join(map(str, self.answers.values()))
        if self.answers.kind in ASKED:
            return ", ".join(f"{value} ({texts[0]})" for value, texts in self.wordings.items())
        return ", ".join(map(str, self.wordings))


@dataclass(frozen=True)
class Meanings:
    """What the texts of a column mean: by the team's word, by code and by label.

    The keys of `said` and `codes` are made by `name_code`, those of `labels` by `normalise_label`.
    """

    scheme: Scheme
    question: Question = field(default_factory=Question)
    said: Mapping[str, Judgement] = field(default_factory=dict)
    codes: Mapping[str, Judgement] = field(default_factory=dict)
    labels: Mapping[str, Judgement] = field(default_factory=dict)

    @property
    def unknown(self) -> list[str]:
        """The codes that the form offers and nobody knows a meaning of."""
        return [code for code in self.question.options if name_code(code) not in self.codes]


def name_code(text: str) -> str:
    """One name of a code however it is written (3, 3.0); of a text, its wording."""
    number = read_whole(text)
    return normalise_label(text) if number is None else str(number)


def read_said(scheme: Scheme, answers: Mapping[str, int], missing: Mapping[str, str]) -> dict[str, Judgement]:
    """What the team says of the source's texts, by their names."""
    said = {name_code(text): scheme.judge(value, "by_mapping") for text, value in answers.items()}
    reasons = {name_code(text): Judgement("by_mapping", missing=why) for text, why in missing.items()}
    return said | reasons


def find_meanings(scheme: Scheme, question: Question, said: Mapping[str, Judgement]) -> Meanings:
    """The meanings of everything that may stand in a column of the question."""
    own = index_wordings(scheme)
    codes: dict[str, Judgement] = {}
    labels: dict[str, Judgement | None] = {
        text: scheme.judge(value, "by_label") for text, value in own.items()
    }
    for code, texts in _wordings_by_code(question).items():
        told = next((said[name] for name in map(name_code, (code, *texts)) if name in said), None)
        meaning = told or _judge_code(scheme, question, own, code, texts)
        if meaning is None:
            continue
        codes[name_code(code)] = meaning
        for text in filter(None, map(normalise_label, texts)):
            named = Judgement("by_label", meaning.value, meaning.missing)
            same = labels.setdefault(text, named)
            if same and text not in own and (same.value, same.missing) != (named.value, named.missing):
                labels[text] = None
    return Meanings(scheme, question, said, codes, {text: one for text, one in labels.items() if one})


def index_wordings(scheme: Scheme) -> dict[str, int]:
    """The value that each text of the instrument means; a text of two values is left out."""
    owners: dict[str, set[int]] = {}
    for value, texts in scheme.wordings.items():
        for text in filter(None, map(normalise_label, texts)):
            owners.setdefault(text, set()).add(value)
    return {text: next(iter(values)) for text, values in owners.items() if len(values) == 1}


def _wordings_by_code(question: Question) -> dict[str, tuple[str, ...]]:
    codes = [*question.options, *(code for code in question.missing if code not in question.options)]
    return {
        code: (
            *(one[code] for one in (question.options, question.missing) if code in one),
            *question.also.get(code, ()),
        )
        for code in codes
    }


def _judge_code(
    scheme: Scheme, question: Question, own: Mapping[str, int], code: str, texts: tuple[str, ...]
) -> Judgement | None:
    number = read_whole(code)
    if number is not None and scheme.answers.missing_reason(number):
        return scheme.judge(number)
    if is_declared(code, question):
        return judge_declared(code, question)
    if number is not None and scheme.is_answer(number):
        return scheme.judge(number)
    values = {own[text] for text in map(normalise_label, texts) if text in own}
    if number is None and scheme.answers.kind == "number":
        numbers = map(read_whole, texts)
        values = {value for value in numbers if value is not None and scheme.is_known(value)}
    if len(values) == 1:
        return scheme.judge(values.pop(), "by_label")
    reason = next(filter(None, map(find_reason, texts)), None)
    return Judgement("by_label", missing=reason) if reason else None


def is_declared(code: str, question: Question) -> bool:
    """Whether the file itself declares the code missing."""
    name, number = name_code(code), read_whole(code)
    if name in map(name_code, question.missing):
        return True
    return number is not None and any(low <= number <= high for low, high in question.missing_ranges)


def judge_declared(code: str, question: Question) -> Judgement:
    """Why a code that the file declares missing is missing: as its text says, or for no reason told."""
    name = name_code(code)
    texts = [
        text
        for texts in (question.missing, question.options)
        for one, text in texts.items()
        if name_code(one) == name
    ]
    reason = next(filter(None, map(find_reason, texts)), "user_missing")
    return Judgement("declared_missing", missing=reason)


def find_contradictions(meanings: Meanings) -> Iterator[tuple[str, str]]:
    """Where the form says another thing by its texts than by its codes: the code with its text, and how."""
    scheme, question, said = meanings.scheme, meanings.question, meanings.said
    own = index_wordings(scheme)
    for code, texts in _wordings_by_code(question).items():
        if not any(name_code(one) in said for one in (code, *texts)):
            shown = f"{code} {texts[0]}".strip()
            yield from ((shown, what) for what in _contradict(scheme, question, own, code, texts))
    values = [*scheme.wordings] if scheme.answers.kind in (*ASKED, "ticked") else scheme.answers.values()
    if question.missing_ranges and scheme.answers.minimum is not None and scheme.answers.maximum is not None:
        values = [scheme.answers.minimum, scheme.answers.maximum]
        values += [int(end) for ends in question.missing_ranges for end in ends if abs(end) < 1e9]
    for value in dict.fromkeys(values):
        told = f"{value}" in said or f"{value}" in map(name_code, question.missing)
        if not told and scheme.is_answer(value) and is_declared(f"{value}", question):
            yield f"{value}", f"the file declares {value} missing, the instrument has it as an answer"


def _contradict(
    scheme: Scheme, question: Question, own: Mapping[str, int], code: str, texts: tuple[str, ...]
) -> Iterator[str]:
    number = read_whole(code)
    text = texts[0]
    yield from _two_readings(scheme, question, code, text)
    if number is None or not scheme.is_known(number):
        return
    if scheme.is_answer(number) and is_declared(code, question):
        yield f"the file declares {number} missing, the instrument has it as an answer"
        return
    values = {own[one]: one for one in map(normalise_label, texts) if one in own}
    other = next((value for value in values if value != number), None)
    if other is not None:
        means = next(iter(scheme.wordings.get(number, [])), "another thing")
        yield f"the form's {number} means “{text}”, the instrument's {number} means “{means}”"
    elif scheme.is_answer(number) and not values and find_reason(text):
        yield f"the form's {number} means “{text}”, the instrument has {number} as an answer"


def list_worded_otherwise(meanings: Meanings) -> Iterator[tuple[str, str]]:
    """The answers that the form words as the instrument never does: code with text, and what it is taken for.

    Such a code keeps the instrument's meaning, whatever its text says; whoever reads the receipts can judge.
    """
    scheme, question = meanings.scheme, meanings.question
    own = index_wordings(scheme)
    for code, texts in _wordings_by_code(question).items():
        number = read_whole(code)
        worded = [text for text in texts if text.strip() and name_code(text) != name_code(code)]
        if number is None or not worded or not scheme.is_known(number):
            continue
        settled = any(name_code(one) in meanings.said for one in (code, *worded))
        if not settled and not any(normalise_label(one) in own for one in worded):
            meant = next(iter(scheme.wordings.get(number, [])), scheme.answers.missing_reason(number) or "")
            yield f"{code} {worded[0]}", f"{number} {meant}".strip()


def _two_readings(scheme: Scheme, question: Question, code: str, text: str) -> Iterator[str]:
    """A text that is a number, and the code of another answer too."""
    number, own = read_whole(text), read_whole(code)
    if number is None or number == own:
        return
    named = str(number) in map(name_code, question.options)
    if named or (own is not None and scheme.answers.kind == "number"):
        yield f"{number} can be read as a code, and as the text of the code {code}"
