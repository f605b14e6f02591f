"""How far people came, who answered again, and which cases lie in another municipality than before."""

from __future__ import annotations

from analysis.displays import Voice
from analysis.profiles import (
    Pair,
    attrition_of,
    basis_of,
    case_pairs,
    decided_links,
    flow_of,
    flow_waves,
    links_between,
    not_asked_again,
    wave_pairs,
)

FOLLOWED = ("both", "left", "joined")


def tell_sample_flow(voice: Voice) -> str:
    """How many people came as far as each stage, wave by wave, and what the tools do not list."""
    told, unlisted = [], dict[str, None]()
    for wave in flow_waves(voice.showing):
        flow = flow_of(voice.showing, wave)
        clauses = [
            voice.text(f"sentence.flow_{stage}", count=int(one.value), n=voice.numbers.estimate(one, 0))
            for stage, one in flow.items()
            if one.known
        ]
        if clauses:
            said = voice.wording.listed(clauses)
            told.append(voice.text("sentence.flow", wave=voice.wave(wave), stages=said))
        else:
            told.append(voice.text("sentence.flow_withheld", wave=voice.wave(wave)))
        unlisted |= dict.fromkeys(stage for stage, one in flow.items() if one.reason == "not_listed")
    if unlisted:
        names = [voice.quote(voice.text(f"stage.{stage}")) for stage in unlisted]
        stages = voice.wording.listed(names)
        told.append(voice.text("sentence.flow_unlisted", count=len(names), stages=stages))
    return " ".join(told)


def tell_attrition(voice: Voice) -> str:
    """How many answered again, left and joined, how they were found again, and what is undecided."""
    pairs = wave_pairs(voice.showing)
    if not pairs:
        return voice.text("sentence.one_wave")
    told = [_tell_pair(voice, pair) for pair in pairs]
    decided = len(decided_links(voice.showing))
    if decided:
        pairs_told = voice.numbers.counted("pairs", decided)
        told.append(
            voice.text("sentence.decided", count=decided, pairs=pairs_told, file="`config/links.tsv`")
        )
    return " ".join(told)


def _tell_pair(voice: Voice, pair: Pair) -> str:
    counts = attrition_of(voice.showing, pair)
    waves = {"before": voice.wave(pair[0]), "after": voice.wave(pair[1])}
    if counts["both"].status == "not_estimable":
        return voice.text("sentence.not_linked", **waves)
    if not all(counts[name].known for name in (*FOLLOWED, "before")):
        return voice.text("sentence.attrition_withheld", **waves)
    numbers = {name: voice.numbers.estimate(counts[name], 0) for name in (*FOLLOWED, "before")}
    values = {**waves, "n": numbers["before"]} | {name: numbers[name] for name in FOLLOWED}
    told = [
        voice.text("sentence.attrition", count=int(counts["both"].value), **values),
        voice.text(f"sentence.basis_{basis_of(voice.showing, pair)}"),
    ]
    gone = not_asked_again(voice.showing, pair)
    if gone:
        cases = voice.wording.listed([case.label for case in gone])
        told.append(voice.text("sentence.not_asked_again", count=len(gone), cases=cases, **waves))
    unlinked = sum(int(counts[name].value) for name in ("unlinked_before", "unlinked_after"))
    if unlinked:
        people = voice.numbers.counted("answers", unlinked)
        told.append(voice.text("sentence.partly_linked", count=unlinked, answers=people))
    return " ".join([*told, *_tell_open(voice, pair)])


def _tell_open(voice: Voice, pair: Pair) -> list[str]:
    """That pairs with nearly the same code are undecided; how many, where that may be told."""
    near = attrition_of(voice.showing, pair)["near_misses"]
    if not near.known:
        return [voice.text("sentence.undecided_some")]
    count = int(near.value)
    pairs = voice.numbers.counted("pairs", count)
    return [voice.text("sentence.undecided", count=count, pairs=pairs)] if count else []


def tell_case_links(voice: Voice) -> str:
    """Which cases were linked across a change of municipality, by which table."""
    pairs = case_pairs(voice.showing)
    if not pairs:
        return voice.text("sentence.no_case_links")
    return " ".join(_tell_links(voice, pair) for pair in pairs)


def _tell_links(voice: Voice, pair: Pair) -> str:
    links = links_between(voice.showing, pair)
    changed = [(case, link) for case, link in links if link["change"] not in ("same", "not_norwegian")]
    values = {
        "before": voice.wave(pair[0]),
        "after": voice.wave(pair[1]),
        "number": voice.numbers.count(len(changed)),
        "cases": voice.numbers.counted("cases", len(links)),
        "file": "`config/municipalities.tsv`",
    }
    if not changed:
        return voice.text("sentence.no_change", **values)
    told = [voice.text("sentence.case_links", count=len(changed), **values)]
    for change in dict.fromkeys(link["change"] for _, link in changed):
        named = [case.label for case, link in changed if link["change"] == change]
        cases = voice.wording.listed(named)
        told.append(voice.text(f"sentence.cases_{change}", count=len(named), cases=cases))
    return " ".join(told)
