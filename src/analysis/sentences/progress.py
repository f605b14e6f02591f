"""How far the indicators have come, in sentences: changes, targets, and the chain from output to impact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.displays import Voice
from analysis.displays.progress_tables import judge_change, tell_chain
from analysis.profiles import Estimate
from analysis.profiles.changes_progress import Judged, Tracked, latest_versions, list_tracked, list_wholes

CHANGES = ("better", "worse", "unclear", "unjudged", "same")
TARGETS = ("on_time", "late", "missed", "not_due", "undated")
NAMED = ("beyond", "backwards")


def tell_progress(voice: Voice) -> str:
    """What the changes, the targets and the chains come to, and what is missing; empty without indicators."""
    everything = latest_versions(list_tracked(voice.showing))
    tracked = [one for one in everything if one.shown]
    told = [*_tell_changes(voice, tracked), *_tell_targets(voice, tracked)] if tracked else []
    told += [*_tell_ways(voice, tracked), *_tell_missing(voice, tracked), *_tell_chains(voice)]
    hidden = len(everything) - len(tracked)
    if hidden:
        count = voice.numbers.counted("indicators", hidden)
        told.append(voice.text("note.indicators_hidden", count=hidden, indicators=count))
    return " ".join(told)


def _of_latest(one: Tracked, statistic: str) -> Judged:
    return one.latest.get(statistic) if one.latest else Judged()


def _count(voice: Voice, group: str, verdicts: Sequence[str], found: Counter[str]) -> str:
    parts = [
        voice.text(
            f"phrase.{group}_{verdict}", count=found[verdict], number=voice.numbers.count(found[verdict])
        )
        for verdict in verdicts
        if found[verdict]
    ]
    return voice.wording.listed(parts)


def _tell_changes(voice: Voice, tracked: Sequence[Tracked]) -> list[str]:
    changes = [_of_latest(one, "change") for one in tracked]
    found = Counter(judge_change(change) for change in changes if change.number.known)
    values = {
        "indicators": voice.numbers.counted("indicators", len(tracked)),
        "cases": voice.numbers.counted("cases", len({one.case.id for one in tracked})),
        "known": voice.numbers.count(found.total()),
    }
    if not found:
        return [voice.text("sentence.progress_unchanged", **values)]
    return [voice.text("sentence.progress", parts=_count(voice, "change", CHANGES, found), **values)]


def _tell_targets(voice: Voice, tracked: Sequence[Tracked]) -> list[str]:
    found = Counter(one.target.verdict for one in tracked if one.target.number.known)
    if not found:
        return []
    return [voice.text("sentence.targets", parts=_count(voice, "target", TARGETS, found))]


def _tell_ways(voice: Voice, tracked: Sequence[Tracked]) -> list[str]:
    """The indicators that are beyond their target, and those that went backwards, by name."""
    told = []
    for verdict in NAMED:
        there = [one for one in tracked if _of_latest(one, "share_of_way").verdict == verdict]
        named = [
            voice.text("label.indicator_in", label=voice.quote(one.label), case=one.case.label)
            for one in there
        ]
        if named:
            told.append(voice.text(f"sentence.way_{verdict}", indicators=voice.wording.listed(named)))
    return told


def _tell_missing(voice: Voice, tracked: Sequence[Tracked]) -> list[str]:
    """How many have no change to tell, by reason."""
    missing = [_of_latest(one, "change").number for one in tracked]
    reasons = Counter(
        "verdict.withheld" if one.status == "withheld" else f"reason.{one.reason}"
        for one in missing
        if one.status in ("not_estimable", "refused", "withheld")
    )
    if not reasons:
        return []
    parts = [
        voice.text("label.with_count", label=voice.text(reason), count=voice.numbers.count(number))
        for reason, number in sorted(reasons.items())
    ]
    count = reasons.total()
    values = {
        "indicators": voice.numbers.counted("indicators", count),
        "reasons": voice.wording.listed(parts),
    }
    return [voice.text("sentence.no_progress", count=count, **values)]


def _tell_chains(voice: Voice) -> list[str]:
    """How many moved the good way at each level of each case, and what that shows, where it can be read."""
    told = []
    for one in list_wholes(voice.showing):
        if one.reading == "unknown":
            continue
        links = [
            voice.text(
                "phrase.chain_link", level=voice.text(f"indicator_level.{level}"), moved=_of(voice, moved)
            )
            for level, moved in one.chain.items()
            if moved.known
        ]
        values = {"case": one.case.label, "links": ", ".join(links), "reading": tell_chain(voice, one)}
        told.append(voice.text("sentence.chain", **values))
    return [voice.text("sentence.chains"), *told] if told else []


def _of(voice: Voice, moved: Estimate) -> str:
    counts = {"part": round(moved.value), "whole": moved.n or 0}
    return voice.text("number.of", **{name: voice.numbers.count(count) for name, count in counts.items()})
