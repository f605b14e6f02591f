"""Three made-up coders: how surely each sees a code, what it is taken for, and what is read into a turn.

What the coders give is drawn turn by turn from the codes that belong to it, so that how far they agree is
known before anybody counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analysis.formulas.resampling import stream
from analysis.reference_study.phrases import PHRASES
from analysis.reference_study.talk import Transcript, Turn
from analysis.reference_study.talk_design import TALKS, Talk

CODERS = {"coder_a": "Kari Nordby", "coder_b": "Ola Sande", "coder_c": "Mette Krogh"}
"""Ids and names of the coders, as sessions.yaml has them."""
SHARPNESS = {"coder_a": 0.04, "coder_b": 0.0, "coder_c": -0.06}
GAIN = 0.01
"""How much surer everybody is from one session to the next; the middle one is as `SEEN` says."""
READ_INTO = "political"
"""A code that belongs to no turn; now and then a single coder reads it into one."""

SEEN = {
    **dict.fromkeys(PHRASES, 0.85),
    **{"openness": 0.74, "democracy": 0.72, "creativity": 0.78, "leadership": 0.70},
    **{"communication": 0.92, "shared_goals": 0.90, "anchoring": 0.78, "facilitation": 0.82},
    **{"organisational": 0.80, "challenges": 0.70, "anchoring_of_case": 0.76, "place_to_learn": 0.82},
    **{"own_judgement": 0.74, "goals_reached": 0.80},
    READ_INTO: 0.0,
}
"""The chance that a coder gives a code where it belongs."""
TAKEN_FOR = {
    **{"openness": "communication", "democracy": "equality", "creativity": "openness"},
    **{"leadership": "facilitation", "equality": "democracy"},
    **{"anchoring": "anchoring_of_case", "anchoring_of_case": "anchoring"},
    **{"organisational": "challenges", "challenges": "organisational", "cultural": "challenges"},
    **{"describing": "recognising", "recognising": "transforming", "transforming": "recognising"},
    **{"initiating": "designing", "designing": "implementing"},
    **{"substituting": "adding", "adding": "substituting"},
    **{"own_judgement": "goals_reached", "goals_reached": "own_judgement"},
}
"""The neighbour that a code is taken for."""
TAKEN_SHARE = 0.35
"""How often a coder who does not give a code gives its neighbour instead."""
EXTRA = 0.07
EXTRA_WEIGHTS = {**dict.fromkeys(PHRASES, 0.78 / len(PHRASES)), READ_INTO: 0.22}
"""What a coder adds who reads something into a turn, which happens at the rate `EXTRA`."""

MEMOS = (
    "Usikker, ta opp på kodemøtet.",
    "Godt sitat?",
    "Kunne også vært kodet over.",
    "Se hva de sier om det samme litt senere.",
    "Ironi?",
)
MEMO_SHARE = 0.05
CLOSELY_SHARE = 0.6
"""How often a coder marks the sentences, each by itself, and not the whole turn."""
FAR_SHARE = 0.12
CUT_SHARE = 0.25
DAYS_PER_SESSION = 3


@dataclass(frozen=True)
class Given:
    """One code that one coder gave a stretch of a turn; places count the characters of the whole text."""

    coder: str
    code: str
    turn: int
    start: int
    end: int
    day: date
    memo: str


def find_chance(coder: str, code: str, talk: Talk) -> float:
    """The chance that a coder gives a code where it belongs, in one session."""
    order = [one.session for one in TALKS].index(talk.session)
    chance = SEEN[code] + SHARPNESS[coder] + GAIN * (order - (len(TALKS) - 1) / 2)
    return min(max(chance, 0.0), 0.98) if SEEN[code] else 0.0


def code_transcript(transcript: Transcript, seed: int) -> list[Given]:
    """What the coders of a session gave, coder by coder and turn by turn; nobody codes the questions."""
    given: list[Given] = []
    for coder in transcript.talk.coders:
        random = stream(seed, "reference_study", "coding", transcript.talk.session, coder)
        for turn in transcript.turns:
            if not turn.asked:
                given += _code_turn(coder, turn, transcript, random)
    return given


def _code_turn(coder: str, turn: Turn, transcript: Transcript, random: np.random.Generator) -> list[Given]:
    codes = draw_codes(coder, turn.codes, transcript.talk, random)
    day = _find_day(turn, transcript)
    stretches: list[Given] = []
    whole = _mark_turn(turn, transcript, random)
    closely = random.random() < CLOSELY_SHARE
    for code, belongs in codes.items():
        start, end = _mark_sentence(belongs, turn, transcript, random) if belongs and closely else whole
        memo = MEMOS[int(random.integers(len(MEMOS)))] if random.random() < MEMO_SHARE else ""
        stretches.append(Given(coder, code, turn.number, start, end, day, memo))
    return stretches


def draw_codes(
    coder: str, belonging: frozenset[str], talk: Talk, random: np.random.Generator
) -> dict[str, str]:
    """The codes that a coder gives a turn, with the code whose sentence made them, empty where none did.

    Every code that belongs to the turn is given with the coder's chance; one that is missed may be taken
    for its neighbour; and something else may be read into the turn.
    """
    given: dict[str, str] = {}
    for code in sorted(belonging):
        seen, taken = random.random(2)
        if seen < find_chance(coder, code, talk):
            given.setdefault(code, code)
        elif code in TAKEN_FOR and taken < TAKEN_SHARE:
            given.setdefault(TAKEN_FOR[code], code)
    extra, which = random.random(2)
    if extra < EXTRA:
        names = list(EXTRA_WEIGHTS)
        place = int(np.searchsorted(np.cumsum(list(EXTRA_WEIGHTS.values())), which, side="right"))
        given.setdefault(names[min(place, len(names) - 1)], "")
    return given


def _find_day(turn: Turn, transcript: Transcript) -> date:
    """A text takes some days, the same for everybody."""
    return transcript.talk.coded_from + timedelta(
        days=DAYS_PER_SESSION * (turn.number - 1) // len(transcript.turns)
    )


def _mark_turn(turn: Turn, transcript: Transcript, random: np.random.Generator) -> tuple[int, int]:
    """The whole turn, with or without its label, now and then with the label of the next one.

    No words of another turn are marked, so that every stretch counts for its turn and no other.
    """
    before, after = random.random(2)
    following = transcript.turns[turn.number : turn.number + 1]
    end = following[0].words - 1 if following and after < FAR_SHARE else turn.end
    return (turn.start if before < FAR_SHARE else turn.words), end


def _mark_sentence(
    code: str, turn: Turn, transcript: Transcript, random: np.random.Generator
) -> tuple[int, int]:
    """The sentence under a code, or without its last sign, or without its first words."""
    way, cut = random.random(2)
    (sentence,) = [one for one in turn.sentences if one.code == code]
    start, end = sentence.start, sentence.end
    if way < CUT_SHARE:
        place = transcript.text.find(" ", start + int((end - start) * cut / 3))
        return (place + 1 if start < place < (start + end) // 2 else start), end
    return start, end - int(way < 2 * CUT_SHARE)
