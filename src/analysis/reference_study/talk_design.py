"""The design of the made-up focus groups: who speaks, and how often each code is said in each of them.

Every number is ours. They are chosen so that the order of the cases in the report's figure 9 comes out of the
codes on the process and out of the judgements, so that every case talks of communication, and so that the
codings sometimes say what the survey says and sometimes not. Nobody's talk is known to us or imitated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from analysis.reference_study import design

ROSKILDE = "roskilde-insp"
FIELDS = (
    "equality",
    "shared_goals",
    "communication",
    "anchoring",
    "facilitation",
    "resource_focus",
    "complementary_competence",
)
PROCESS = (
    *("initiating", "designing", "implementing"),
    *("describing", "recognising", "transforming"),
    *("substituting", "adding"),
)
OTHERS = (
    *("openness", "democracy", "creativity", "leadership"),
    *(
        "municipal_role",
        "enterprise_role",
        "place_to_learn",
        "anchoring_of_case",
        "goals_reached",
        "own_judgement",
    ),
)
DIFFICULTIES = ("organisational", "legal", "financial", "cultural", "challenges")


@dataclass(frozen=True)
class Talk:
    """One focus group: who speaks, what the slots of the sentences hold, and how often each code is said.

    `going_well` and `hard` count the fields of action, in the order of `FIELDS`; what is hard is said beside
    one of the `difficulties`, those left over stand alone. `process` counts in the order of `PROCESS` and
    `others` in that of `OTHERS`. `coders` read it, and `coded_from` is the day they began.
    """

    session: str
    case: str
    title: str
    speakers: tuple[str, ...]
    words: dict[str, str]
    going_well: tuple[int, ...]
    hard: tuple[int, ...]
    difficulties: tuple[int, ...]
    process: tuple[int, ...]
    others: tuple[int, ...]
    neutral: int
    coded_from: date
    coders: tuple[str, ...] = ("coder_a", "coder_b", "coder_c")
    danish: bool = False
    interviewer: str = field(default="Intervjuer")


def _number(word: str, count: int) -> tuple[str, ...]:
    return tuple(f"{word} {number}" for number in range(1, count + 1))


def _words(folk: str, tiltak: str, sted: str) -> dict[str, str]:
    return {"folk": folk, "tiltak": tiltak, "sted": sted}


# In the order of the days in sessions.yaml, which is the order they were coded in. One coder did not read the
# second session, and another one not the fourth.
TALKS = (
    Talk(
        session="arendal",
        case=design.ARENDAL,
        title="Fokusgruppe Arendal",
        speakers=(*_number("Kommune", 2), "NAV 1", *_number("Virksomhet", 2), "Partner 1"),
        words=_words("deltakerne", "gårdsprosjektet", "på gården"),
        going_well=(0, 4, 5, 3, 3, 1, 3),
        hard=(4, 0, 1, 1, 2, 0, 0),
        difficulties=(3, 0, 3, 2, 3),
        process=(1, 2, 3, 2, 3, 1, 1, 2),
        others=(4, 2, 3, 2, 2, 2, 3, 2, 1, 2),
        neutral=9,
        coded_from=date(2017, 11, 6),
    ),
    Talk(
        session="asker",
        case=design.ASKER,
        title="Fokusgruppe Asker",
        speakers=(*_number("Kommune", 3), "NAV 1", *_number("Virksomhet", 3)),
        words=_words("kvinnene", "verkstedprosjektet", "i verkstedet"),
        going_well=(1, 5, 5, 3, 2, 1, 3),
        hard=(4, 1, 1, 1, 2, 1, 0),
        difficulties=(3, 4, 0, 1, 3),
        process=(1, 2, 3, 2, 3, 1, 1, 2),
        others=(3, 2, 4, 2, 4, 3, 2, 2, 1, 1),
        neutral=8,
        coded_from=date(2017, 11, 13),
        coders=("coder_a", "coder_c"),
    ),
    Talk(
        session="friskgarden",
        case=design.FRISKGARDEN,
        title="Fokusgruppe Friskgården",
        speakers=(
            *_number("Kommune", 6),
            *_number("Helseforetak", 3),
            *("NAV 1", "Fylkeskommune 1"),
            *_number("Forsker", 2),
            *_number("Virksomhet", 3),
        ),
        words=_words("ungdommene", "opplegget", "på senteret"),
        going_well=(1, 4, 6, 3, 2, 1, 4),
        hard=(5, 0, 1, 3, 3, 0, 0),
        difficulties=(6, 0, 3, 3, 4),
        process=(2, 3, 2, 1, 3, 3, 0, 4),
        others=(3, 3, 2, 3, 3, 2, 3, 4, 2, 2),
        neutral=10,
        coded_from=date(2017, 11, 20),
    ),
    Talk(
        session="noen",
        case=design.NOEN,
        title="Fokusgruppe NOEN",
        speakers=(*_number("Kommune", 3), *_number("Virksomhet", 2)),
        words=_words("de som har demens", "aktivitetstilbudet", "på dagsenteret"),
        going_well=(0, 4, 5, 2, 2, 1, 3),
        hard=(4, 0, 0, 2, 2, 0, 0),
        difficulties=(3, 0, 2, 5, 2),
        process=(1, 1, 3, 4, 3, 0, 2, 1),
        others=(3, 2, 3, 2, 2, 3, 2, 3, 1, 2),
        neutral=9,
        coded_from=date(2017, 11, 27),
        coders=("coder_a", "coder_b"),
    ),
    Talk(
        session="jodacare",
        case=design.TRONDHEIM,
        title="Fokusgruppe JodaCare",
        speakers=(*_number("Kommune", 5), *_number("Virksomhet", 2)),
        words=_words("de pårørende", "prøveprosjektet", "ute i tjenesten"),
        going_well=(0, 3, 6, 2, 3, 0, 3),
        hard=(5, 1, 1, 2, 3, 0, 0),
        difficulties=(5, 3, 1, 1, 5),
        process=(0, 1, 2, 6, 2, 0, 3, 1),
        others=(3, 1, 3, 2, 3, 3, 2, 3, 1, 2),
        neutral=9,
        coded_from=date(2017, 12, 4),
    ),
    Talk(
        session="safegroup",
        case=design.TRANOY,
        title="Fokusgruppe Safegroup",
        speakers=(*_number("Kommune", 3), "Politiker 1", "Virksomhet 1"),
        words=_words("de som har flyttet hit", "boligprosjektet", "i boligene"),
        going_well=(0, 3, 5, 2, 2, 0, 2),
        hard=(4, 1, 0, 2, 1, 0, 0),
        difficulties=(2, 0, 1, 4, 3),
        process=(0, 0, 2, 7, 1, 0, 4, 0),
        others=(2, 1, 2, 2, 4, 2, 1, 4, 2, 1),
        neutral=9,
        coded_from=date(2017, 12, 11),
    ),
    Talk(
        session="insp",
        case=ROSKILDE,
        title="Fokusgruppe INSP",
        speakers=(*_number("Kommune", 3), *_number("Virksomhed", 4), *_number("Frivillig", 3)),
        words=_words("de unge", "huset", "i huset"),
        going_well=(2, 4, 6, 3, 3, 2, 4),
        hard=(2, 0, 1, 0, 1, 0, 0),
        difficulties=(2, 1, 2, 1, 1),
        process=(4, 3, 1, 0, 2, 6, 0, 3),
        others=(5, 4, 4, 3, 2, 2, 4, 1, 1, 2),
        neutral=9,
        coded_from=date(2018, 2, 5),
        danish=True,
        interviewer="Interviewer",
    ),
)
