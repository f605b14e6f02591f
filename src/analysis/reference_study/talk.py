"""The made-up focus groups as texts: turns by speakers, and the codes that belong to each turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle

import numpy as np

from analysis.formulas.resampling import stream
from analysis.reference_study.phrases import HARD, PHRASES
from analysis.reference_study.small_talk import AFTER, BEFORE, FILLINGS, NEUTRAL, QUESTIONS, write_danish
from analysis.reference_study.talk_design import DIFFICULTIES, FIELDS, OTHERS, PROCESS, Talk

TURNS_PER_QUESTION = 8
PARAGRAPH_SHARE = 0.12
FILLED_SHARE = 0.35
TOGETHER_SHARE = 0.6
"""How often a value is spoken of beside a field, and a code on the process beside another."""
INFLUENCE = ("describing", "recognising", "transforming")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a turn; `code` is the one it belongs under, or empty. Places count the whole text."""

    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Turn:
    """One turn: `start` is where its label stands, `words` where its words begin, `end` after the last."""

    number: int
    speaker: str
    asked: bool
    start: int
    words: int
    end: int
    sentences: tuple[Sentence, ...]

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes that belong to the turn."""
        return frozenset(one.code for one in self.sentences if one.code)


@dataclass(frozen=True)
class Transcript:
    """One focus group as a text, with `\\n` between lines, and its turns in order."""

    talk: Talk
    text: str
    turns: tuple[Turn, ...]


def write_transcript(talk: Talk, seed: int) -> Transcript:
    """The text of one focus group; it depends on the seed, the talk and the sentences alone."""
    random = stream(seed, "reference_study", "talk", talk.session)
    drafts = _mix(talk, random)
    turns: list[Turn] = []
    # The talks were planned alike: the questions come in the same order everywhere.
    questions = cycle(QUESTIONS)
    text, speaker = "", ""
    for number, draft in enumerate(drafts, start=1):
        if draft is None:
            label, parts = talk.interviewer, [("", next(questions))]
        else:
            others = [name for name in talk.speakers if name != speaker]
            label, parts = _choose(others, random), _say(draft, talk, random)
        speaker = label
        before = "\n" if draft is None and text else ""
        turn, added = _lay_out(number, label, draft is None, parts, len(text) + len(before), random)
        turns.append(turn)
        text += before + added
    return Transcript(talk, text, tuple(turns))


def _mix(talk: Talk, random: np.random.Generator) -> list[tuple[tuple[str, bool], ...] | None]:
    """What is said turn by turn, as codes and whether they are hard; None where a question is put."""
    coded = _combine(talk, random)
    turns: list[tuple[tuple[str, bool], ...] | None] = [*coded, *([()] * talk.neutral)]
    order = random.permutation(len(turns))
    mixed: list[tuple[tuple[str, bool], ...] | None] = []
    for number, place in enumerate(order):
        if number % TURNS_PER_QUESTION == 0:
            mixed.append(None)
        mixed.append(turns[place])
    return mixed


def _combine(talk: Talk, random: np.random.Generator) -> list[tuple[tuple[str, bool], ...]]:
    """The turns with codes: a hard field beside a difficulty, and some other codes two to a turn."""
    difficulties = _repeat(DIFFICULTIES, talk.difficulties)
    random.shuffle(difficulties)
    hard = [((field, True), (difficulties.pop(), False)) for field in _repeat(FIELDS, talk.hard)]
    well: list[tuple[tuple[str, bool], ...]] = [
        ((field, False),) for field in _repeat(FIELDS, talk.going_well)
    ]
    alone: list[tuple[tuple[str, bool], ...]] = [((code, False),) for code in difficulties]
    random.shuffle(well)
    room = iter(range(len(well)))
    for code in _repeat(OTHERS, talk.others):
        place = next(room, None) if random.random() < TOGETHER_SHARE else None
        if place is None:
            alone.append(((code, False),))
        else:
            well[place] = (*well[place], (code, False))
    return [*hard, *well, *alone, *_pair_process(talk, random)]


def _pair_process(talk: Talk, random: np.random.Generator) -> list[tuple[tuple[str, bool], ...]]:
    """Codes on the process, some of them two to a turn; a turn speaks of one kind of influence at most."""
    codes = _repeat(PROCESS, talk.process)
    random.shuffle(codes)
    turns: list[tuple[str, ...]] = []
    for code in codes:
        last = turns[-1] if turns else ()
        influences = [one for one in (*last, code) if one in INFLUENCE]
        fits = len(last) == 1 and code not in last and len(influences) < 2
        if fits and random.random() < TOGETHER_SHARE / 2:
            turns[-1] = (*last, code)
        else:
            turns.append((code,))
    return [tuple((code, False) for code in turn) for turn in turns]


def _repeat(codes: Sequence[str], counts: Sequence[int]) -> list[str]:
    return [code for code, count in zip(codes, counts, strict=True) for _ in range(count)]


def _choose(choices: Sequence[str], random: np.random.Generator) -> str:
    return choices[int(random.integers(len(choices)))]


def _say(
    draft: tuple[tuple[str, bool], ...], talk: Talk, random: np.random.Generator
) -> list[tuple[str, str]]:
    """The sentences of a turn with their codes; empty where a sentence has none."""
    if not draft:
        said = [("", _choose(NEUTRAL, random))]
    else:
        said = [(code, _fill(code, hard, talk, random)) for code, hard in draft]
        if random.random() < FILLED_SHARE:
            said.insert(0, ("", _choose(BEFORE, random)))
        if random.random() < FILLED_SHARE:
            said.append(("", _choose(AFTER, random)))
    return [(code, write_danish(sentence)) for code, sentence in said] if talk.danish else said


def _fill(code: str, hard: bool, talk: Talk, random: np.random.Generator) -> str:
    """A sentence under a code with its slots filled; a number is drawn for each slot, used or not."""
    sentence = _choose((HARD if hard else PHRASES)[code], random)
    filled = {slot: _choose(choices, random) for slot, choices in FILLINGS.items()}
    return sentence.format(**talk.words, **filled)


def _lay_out(
    number: int,
    speaker: str,
    asked: bool,
    parts: list[tuple[str, str]],
    start: int,
    random: np.random.Generator,
) -> tuple[Turn, str]:
    """The turn with its places, and its lines; a long one has a second paragraph now and then."""
    text, sentences = f"{speaker}: ", []
    words = start + len(text)
    broken = len(parts) > 1 and random.random() < PARAGRAPH_SHARE
    for place, (code, sentence) in enumerate(parts):
        if place:
            text += "\n" if broken and place == 1 else " "
        sentences.append(Sentence(code, start + len(text), start + len(text) + len(sentence)))
        text += sentence
    return Turn(number, speaker, asked, start, words, start + len(text), tuple(sentences)), text + "\n"
