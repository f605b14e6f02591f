"""The measures of what was printed of the sessions: how many were held, and how many people took part."""

from __future__ import annotations

from analysis.findings.evidence import Evidence, Recomputed
from analysis.published_facts import FactSettings
from analysis.sessions import Session


def count_sessions(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Sessions of the wave, of all countries or of cases in one."""
    held = _find_sessions(evidence, settings)
    people = sum(_count_known(session) for session in held)
    return Recomputed(len(held), None, people, len({session.case for session in held}))


def count_participants(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """People who took part in one session, or of one kind of them out of all; None where it is not known."""
    held = [one for one in _find_sessions(evidence, settings) if one.id == settings.session]
    total = _count_all(held[0]) if held else None
    if settings.participants is None:
        return None if total is None else Recomputed(total, None, total, 1)
    number = held[0].participants.get(settings.participants) if held else None
    return None if number is None else Recomputed(number, total, total or number, 1)


def count_largest_session(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """People in the largest session whose number is known; None where no number is."""
    held = _find_sessions(evidence, settings)
    numbers = [number for number in map(_count_all, held) if number is not None]
    return Recomputed(max(numbers), None, max(numbers), len(held)) if numbers else None


def _find_sessions(evidence: Evidence, settings: FactSettings) -> list[Session]:
    """The sessions of the wave that the facts speak of, in the country that the fact names."""
    study = evidence.study
    countries = {case.id: case.country for case in study.settings.cases}
    wave = study.plan.findings.wave if study.plan.findings else None
    held = [session for session in study.sessions.sessions if session.wave == wave]
    return [session for session in held if settings.country in (None, countries[session.case])]


def _count_all(session: Session) -> int | None:
    """How many took part: as told, or the sum of the kinds where each is known."""
    if session.participants_total is not None:
        return session.participants_total
    counts = list(session.participants.values())
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def _count_known(session: Session) -> int:
    """The most people that are known to have taken part."""
    known = sum(count for count in session.participants.values() if count is not None)
    return max(known, session.participants_total or 0)
