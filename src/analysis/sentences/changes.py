"""Change between the waves of a survey in sentences: of people, of treated cases, and of who left."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.displays import Voice
from analysis.displays.change_case_tables import head_treated
from analysis.displays.change_tables import decimals_of, head_change
from analysis.instruments import Scale
from analysis.profiles.changes_surveys import TREATED, Moved, SurveyChange, list_changes

DESIGNS = (
    ("units", "permutation"),
    ("units", "change_difference"),
    ("units", "wild_bootstrap"),
    ("mixed", "change_difference"),
)

Decided = list[tuple[Scale, Moved]]


def tell_change(voice: Voice) -> str:
    """A paragraph for each analysis: who answered twice, how many scales moved, and the largest change."""
    told = []
    for change in list_changes(voice.showing):
        decided, linked = _decide(change)
        known = [(scale, one) for scale, one in decided if one.number.known]
        parts = [_tell_people(voice, change, known, linked=linked)]
        if known:
            parts.append(_count_directions(voice, known))
            parts.append(_count_low(voice, change, known))
            parts.append(_tell_largest(voice, change, known, "change_largest"))
        parts.append(_tell_stopped(voice, decided))
        told.append(" ".join(part for part in parts if part))
    return "\n\n".join([*told, voice.text("sentence.low_p_means")]) if told else ""


def _decide(change: SurveyChange) -> tuple[Decided, bool]:
    """The change of each scale that decides, and whether it is that of people who answered twice."""
    linked = [(scale, change.get(scale.id, "linked", "change")) for scale in change.scales]
    if all(one.number.reason == "not_linked" for _, one in linked):
        return [(scale, change.get(scale.id, "cross_sections", "change")) for scale in change.scales], False
    return linked, True


def _tell_people(voice: Voice, change: SurveyChange, known: Decided, *, linked: bool) -> str:
    heading = head_change(voice, change)
    if not known:
        return voice.text("sentence.change_nothing", analysis=heading)
    if not linked:
        return voice.text("sentence.change_unlinked", analysis=heading)
    counts = [one.linked for _, one in known if one.linked is not None]
    cases = [one.cases for _, one in known if one.cases is not None]
    if not counts or not cases:
        return voice.text("sentence.change_followed", analysis=heading)
    values = {"people": voice.numbers.span(counts), "cases": voice.numbers.counted("cases", max(cases))}
    return voice.text("sentence.change_people", analysis=heading, count=max(counts), **values)


def _count_directions(voice: Voice, known: Decided) -> str:
    up, down = (sum(one.direction == sign for _, one in known) for sign in (1, -1))
    values = {"scales": voice.numbers.counted("scales", len(known)), "up": voice.numbers.count(up)}
    return voice.text("sentence.change_directions", **values, down=voice.numbers.count(down))


def _count_low(voice: Voice, change: SurveyChange, known: Decided, key: str = "change_low") -> str:
    """On how many scales the adjusted p is low; that it could all be chance where it is on none."""
    plan = voice.showing.study.plan
    tested = [one.number for _, one in known if one.number.p_adjusted is not None]
    if not tested:
        return voice.text(f"sentence.{key}_untested")
    low = sum(one.p_adjusted is not None and one.p_adjusted < plan.reach.alpha for one in tested)
    values = {
        "number": voice.numbers.count(low),
        "scales": voice.numbers.counted("scales", len(tested)),
        "alpha": voice.numbers.plain(plan.reach.alpha),
        "adjustment": voice.text(f"adjustment.{plan.families[change.analysis.family].adjustment}"),
    }
    return voice.text(f"sentence.{key}" if low else f"sentence.{key}_none", **values)


def _tell_largest(voice: Voice, change: SurveyChange, known: Decided, key: str) -> str:
    """The scale that moved farthest, measured against the width of its scores, with interval and p."""

    def reach(entry: tuple[Scale, Moved]) -> float:
        low, high = change.instrument.limits(entry[0].id)
        return abs(entry[1].number.value) / (high - low)

    scale, one = max(known, key=reach)
    number, decimals = one.number, decimals_of(change, scale)
    if number.value == 0:
        return ""
    values: dict[str, object] = {
        "scale": voice.quote(voice.label(scale.label)),
        "number": voice.numbers.number(number.value, decimals),
        "interval": "",
        "p": "",
    }
    if number.has_interval and number.ci_level is not None:
        interval = voice.numbers.interval_phrase(*number.ends, decimals)
        level = voice.numbers.level(number.ci_level)
        values["interval"] = voice.text("phrase.with_interval", level=level, interval=interval)
    if number.p_adjusted is not None:
        values["p"] = voice.text("phrase.adjusted_p", p=voice.numbers.p_phrase(number.p_adjusted))
    return voice.text(f"sentence.{key}", **values)


def _tell_stopped(voice: Voice, decided: Decided) -> str:
    stopped = [scale for scale, one in decided if one.number.reason == "not_comparable"]
    if not stopped:
        return ""
    names = voice.wording.listed([voice.quote(voice.label(scale.label)) for scale in stopped])
    return voice.text("sentence.change_stopped", count=len(stopped), scales=names)


def tell_difference_in_differences(voice: Voice) -> str:
    """A paragraph for each analysis with treated cases: what the exact test says, and whether all agree."""
    told = []
    for change in list_changes(voice.showing):
        if not change.analysis.treated:
            continue
        decided = [(scale, _get(change, scale, *DESIGNS[0])) for scale in change.scales]
        known = [(scale, one) for scale, one in decided if one.number.known]
        heading = head_treated(voice, change, "all")
        if not known:
            told.append(voice.text("sentence.did_nothing", contrast=heading))
            continue
        parts = [voice.text("sentence.did", contrast=heading), _count_directions_of_treated(voice, known)]
        parts += [
            _count_low(voice, change, known, "did_low"),
            _tell_largest(voice, change, known, "did_largest"),
        ]
        parts += [_tell_floor(voice, known), _tell_agreement(voice, change, known)]
        told.append(" ".join(part for part in parts if part))
    return "\n\n".join(told)


def _get(change: SurveyChange, scale: Scale, design: str, statistic: str) -> Moved:
    return change.get(scale.id, design, statistic, contrast=TREATED)


def _count_directions_of_treated(voice: Voice, known: Decided) -> str:
    more, less = (sum(one.direction == sign for _, one in known) for sign in (1, -1))
    values = {"scales": voice.numbers.counted("scales", len(known)), "more": voice.numbers.count(more)}
    return voice.text("sentence.did_directions", **values, less=voice.numbers.count(less))


def _tell_floor(voice: Voice, known: Decided) -> str:
    """The smallest p that so few cases can give, and whether that is above the level of the plan."""
    floors = [one.p_floor for _, one in known if one.p_floor is not None]
    if not floors:
        return ""
    alpha = voice.showing.study.plan.reach.alpha
    key = "did_out_of_reach" if min(floors) > alpha else "did_smallest_p"
    values = {"p": voice.numbers.exact_p(min(floors)), "alpha": voice.numbers.plain(alpha)}
    return voice.text(f"sentence.{key}", **values)


def _tell_agreement(voice: Voice, change: SurveyChange, known: Decided) -> str:
    """On how many scales all designs that give a number point the same way."""
    agree, compared = 0, 0
    for scale, _ in known:
        numbers = [one for one in (_get(change, scale, *design) for design in DESIGNS) if one.number.known]
        compared += len(numbers) > 1
        agree += len(numbers) > 1 and len({one.direction for one in numbers}) == 1
    if not compared:
        return ""
    values = {"number": voice.numbers.count(agree), "scales": voice.numbers.counted("scales", compared)}
    return voice.text("sentence.did_agree", **values)


def tell_left_stayed(voice: Voice) -> str:
    """A paragraph for each analysis: how many left, and whether they had scored otherwise than who stayed."""
    told = []
    for change in list_changes(voice.showing):
        found = [(scale, change.get(scale.id, "left", "difference")) for scale in change.scales]
        known = [(scale, one) for scale, one in found if one.number.known]
        heading = head_change(voice, change)
        if not known:
            told += _tell_nobody(voice, heading, [one for _, one in found])
            continue
        parts = [_count_left(voice, heading, known)]
        parts += [
            _count_low(voice, change, known, "left_low"),
            _tell_largest(voice, change, known, "left_largest"),
        ]
        told.append(" ".join(part for part in parts if part))
    return "\n\n".join(told)


def _count_left(voice: Voice, heading: str, known: Decided) -> str:
    behind = [
        (one.before, one.before - one.linked) for _, one in known if one.before and one.linked is not None
    ]
    if not behind:
        return voice.text("sentence.left_unknown", analysis=heading)
    asked, left = max(behind)
    values = {"people": voice.numbers.counted("people", asked), "left": voice.numbers.count(left)}
    return voice.text("sentence.left", analysis=heading, **values)


def _tell_nobody(voice: Voice, heading: str, found: Iterable[Moved]) -> list[str]:
    reasons = dict.fromkeys(one.number.reason for one in found if one.number.status == "not_estimable")
    if not reasons:
        return []
    reason = voice.wording.listed([voice.text(f"reason.{one}") for one in reasons])
    return [voice.text("sentence.left_nothing", analysis=heading, reason=reason)]
