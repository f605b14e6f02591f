"""What changed on the scorecards over the cases, and what so many cases can show, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.displays import Voice
from analysis.profiles.changes_scorecards import Changed, Profiled, list_profiled
from analysis.scorecards import ScorecardField

Field = tuple[ScorecardField, Changed]


def tell_scorecards(voice: Voice) -> str:
    """On which fields most cases rose or fell, with the exact p, and the smallest p that there could be."""
    return " ".join(told for one in list_profiled(voice.showing) if (told := _tell_card(voice, one)))


def _tell_card(voice: Voice, one: Profiled) -> str:
    fields = [(field, one.change(field.id)) for field in one.card.fields]
    known = [(field, change) for field, change in fields if change.number.known]
    cases = max((change.number.n or 0 for _, change in known), default=0)
    told = []
    if known:
        title = voice.quote(voice.label(one.card.title))
        filled_in = voice.numbers.counted("cases", cases)
        told.append(voice.text("sentence.scorecards_filled", cases=filled_in, title=title))
        told += _tell_directions(voice, one, known)
        told += _tell_reach(voice, one, known)
    left_out = max((change.left_out or 0 for _, change in fields), default=0)
    if left_out:
        values = {"cases": voice.numbers.counted("cases", left_out)}
        told.append(voice.text("note.scorecard_left_out", **values))
    return " ".join([*told, *_tell_missing(voice, one, fields)])


def _tell_directions(voice: Voice, one: Profiled, known: Sequence[Field]) -> list[str]:
    """The fields on which more than half of the cases rose, and those on which more than half fell."""
    told = []
    for way in ("up", "down"):
        most = [field for field, change in known if 2 * (getattr(change, way) or 0) > (change.number.n or 0)]
        if most:
            named = voice.wording.listed([_tell_field(voice, one, field) for field in most])
            told.append(voice.text(f"sentence.scorecards_{way}", count=len(most), fields=named))
    return told or [voice.text("sentence.scorecards_neither")]


def _tell_field(voice: Voice, one: Profiled, field: ScorecardField) -> str:
    """A field with how many rose and fell and, where the test has one, its p."""
    change, flip = one.change(field.id), one.change(field.id, "sign_flip")
    counts = {"up": voice.numbers.count(change.up or 0), "down": voice.numbers.count(change.down or 0)}
    p = "" if flip.number.p is None else f"; {voice.numbers.p_phrase(flip.number.p)}"
    return voice.text("phrase.scorecard_moved", field=voice.quote(voice.label(field.label)), p=p, **counts)


def _tell_reach(voice: Voice, one: Profiled, known: Sequence[Field]) -> list[str]:
    """The smallest p that so many cases can give, and the smallest after adjustment."""
    flips = [(field, one.change(field.id, "sign_flip")) for field, _ in known]
    floors = [flip.p_floor for _, flip in flips if flip.p_floor is not None]
    adjusted = [
        (flip.number.p_adjusted, field) for field, flip in flips if flip.number.p_adjusted is not None
    ]
    if not floors:
        return []
    alpha = voice.showing.study.plan.reach.alpha
    values = {"floor": voice.numbers.exact_p(min(floors)), "alpha": voice.numbers.plain(alpha)}
    if min(floors) > alpha:
        return [voice.text("sentence.scorecards_unreachable", **values)]
    told = [voice.text("sentence.scorecards_floor", **values)]
    if adjusted:
        smallest, field = min(adjusted, key=lambda pair: pair[0])
        named = {"p": voice.numbers.p_phrase(smallest), "field": voice.quote(voice.label(field.label))}
        verdict = "told" if smallest <= alpha else "not_told"
        told.append(voice.text(f"sentence.scorecards_{verdict}", alpha=values["alpha"], **named))
    return told


def _tell_missing(voice: Voice, one: Profiled, fields: Sequence[Field]) -> list[str]:
    """How many fields have a change that is withheld, and why others have none."""
    told = []
    held = sum(change.number.status == "withheld" for _, change in fields)
    if held:
        values = {"fields": voice.numbers.counted("scorecard_fields", held)}
        told.append(voice.text("sentence.scorecards_withheld", count=held, **values))
    missing = [change.number for _, change in fields if change.number.status in ("not_estimable", "refused")]
    for reason in dict.fromkeys(number.reason for number in missing):
        count = sum(number.reason == reason for number in missing)
        values = {"fields": voice.numbers.counted("scorecard_fields", count)}
        values["reason"] = voice.text(f"reason.{reason}")
        told.append(voice.text("sentence.scorecards_missing", count=count, **values))
    return told
