"""How far the made-up coders must be expected to agree, worked out from their design alone.

Every coder gives a turn a set of codes by chances that the design tells, independently of the others. So the
chance of every set is known, and with it the expected disagreement within turns and among all values; their
ratio is what alpha is about (Krippendorff 2019, chapter 11; MASI distance: Passonneau 2006).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analysis.reference_study.coders import EXTRA, EXTRA_WEIGHTS, TAKEN_FOR, TAKEN_SHARE, find_chance
from analysis.reference_study.talk import Transcript, Turn
from analysis.reference_study.talk_design import Talk

Codes = frozenset[str]
Chances = dict[Codes, float]
NONE: Codes = frozenset()
RARE = 1e-3
"""Sets that are expected less often than this, among all values, are left out of the pooled values."""
CHUNK = 500


@dataclass(frozen=True)
class Pool:
    """Kinds of turns: the talk, what belongs to a turn, whether it is a question, and their number."""

    kinds: Counter[tuple[str, Codes, bool]]
    talks: dict[str, Talk]

    @classmethod
    def of(cls, transcripts: Sequence[Transcript]) -> Pool:
        """The kinds of turns of some transcripts."""
        kinds = Counter(_kind(one.talk, turn) for one in transcripts for turn in one.turns)
        return cls(kinds, {one.talk.session: one.talk for one in transcripts})


def _kind(talk: Talk, turn: Turn) -> tuple[str, Codes, bool]:
    return talk.session, turn.codes, turn.asked


def chance_of(code: str, coder: str, talk: Talk, belonging: Codes, asked: bool) -> float:
    """The chance that a coder gives one code to a turn that is no question, in closed form."""
    if asked:
        return 0.0
    not_given = 1 - EXTRA * EXTRA_WEIGHTS[code]
    for one in belonging:
        seen = find_chance(coder, one, talk)
        if one == code:
            not_given *= 1 - seen
        elif TAKEN_FOR.get(one) == code:
            not_given *= 1 - (1 - seen) * TAKEN_SHARE
    return 1 - not_given


def expect_alpha_of_code(code: str, pool: Pool) -> float:
    """The alpha that coders must be expected to reach on one code, over all turns."""
    disagreement = given = values = 0.0
    for (session, belonging, asked), count in pool.kinds.items():
        talk = pool.talks[session]
        chances = [chance_of(code, coder, talk, belonging, asked) for coder in talk.coders]
        pairs = sum(p * (1 - q) + q * (1 - p) for p, q in combinations(chances, 2))
        disagreement += count * 2 * pairs / (len(chances) - 1)
        given, values = given + count * sum(chances), values + count * len(chances)
    by_chance = 2 * given * (values - given) / (values * (values - 1))
    return 1 - disagreement / values / by_chance


def expect_percent_of_code(code: str, pool: Pool) -> float:
    """The expected share of pairs of coders who treat a turn alike, over all turns."""
    alike = turns = 0.0
    for (session, belonging, asked), count in pool.kinds.items():
        talk = pool.talks[session]
        chances = [chance_of(code, coder, talk, belonging, asked) for coder in talk.coders]
        pairs = [p * q + (1 - p) * (1 - q) for p, q in combinations(chances, 2)]
        alike, turns = alike + count * sum(pairs) / len(pairs), turns + count
    return alike / turns


def expect_alpha_of_sets(codes: Collection[str], pool: Pool) -> float:
    """The alpha of sets that coders must be expected to reach on some codes, over all turns."""
    order, kept = sorted(codes), frozenset(codes)
    disagreement = values = 0.0
    expected: defaultdict[Codes, float] = defaultdict(float)
    for (session, belonging, asked), count in sorted(pool.kinds.items(), key=str):
        talk = pool.talks[session]
        of_coders = [_keep(list_chances(coder, talk, belonging, asked), kept) for coder in talk.coders]
        pairs = sum(_expect_distance(one, other, order) for one, other in combinations(of_coders, 2))
        disagreement += count * 2 * pairs / (len(of_coders) - 1)
        values += count * len(of_coders)
        for chances in of_coders:
            for given, chance in chances.items():
                expected[given] += count * chance
    common = {given: number for given, number in expected.items() if number > RARE}
    by_chance = _expect_distance(common, common, order) / (values * (values - 1))
    return 1 - disagreement / values / by_chance


def list_chances(coder: str, talk: Talk, belonging: Codes, asked: bool) -> Chances:
    """The chance of every set of codes that a coder may give a turn."""
    chances: Chances = {NONE: 1.0}
    if asked:
        return chances
    for code in sorted(belonging):
        seen = find_chance(coder, code, talk)
        ways = {frozenset({code}): seen, NONE: 1 - seen}
        if code in TAKEN_FOR:
            ways[NONE] = (1 - seen) * (1 - TAKEN_SHARE)
            ways[frozenset({TAKEN_FOR[code]})] = (1 - seen) * TAKEN_SHARE
        chances = _join(chances, ways)
    extra = {frozenset({code}): EXTRA * weight for code, weight in EXTRA_WEIGHTS.items()}
    return _join(chances, {NONE: 1 - EXTRA, **extra})


def _join(chances: Chances, ways: Chances) -> Chances:
    joined: defaultdict[Codes, float] = defaultdict(float)
    for given, chance in chances.items():
        for more, way in ways.items():
            joined[given | more] += chance * way
    return dict(joined)


def _keep(chances: Chances, codes: Codes) -> Chances:
    kept: defaultdict[Codes, float] = defaultdict(float)
    for given, chance in chances.items():
        kept[given & codes] += chance
    return dict(kept)


def _expect_distance(one: Chances, other: Chances, order: Sequence[str]) -> float:
    """The sum of MASI distances over all pairs of sets, each weighed by both numbers."""
    left, right = _to_matrix(one, order), _to_matrix(other, order)
    weights, others = np.array(list(one.values())), np.array(list(other.values()))
    return sum(
        float(weights[at : at + CHUNK] @ measure_masi(left[at : at + CHUNK], right) @ others)
        for at in range(0, len(left), CHUNK)
    )


def _to_matrix(chances: Chances, order: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[code in given for code in order] for given in chances], dtype=np.float64)


def measure_masi(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The MASI distance of every row of one matrix to every row of another; two empty sets are the same."""
    shared = left @ right.T
    sizes, others = left.sum(axis=1)[:, None], right.sum(axis=1)[None, :]
    union = sizes + others - shared
    jaccard = np.divide(shared, union, out=np.ones_like(shared), where=union > 0)
    inside = (shared == np.minimum(sizes, others)) & (np.minimum(sizes, others) > 0)
    monotony = np.where(
        sizes + others == 2 * shared, 1.0, np.where(inside, 2 / 3, np.where(shared > 0, 1 / 3, 0))
    )
    return 1 - jaccard * monotony
