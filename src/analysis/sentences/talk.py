"""What was said, where the cases stand, and what the sources come to, in sentences."""

from __future__ import annotations

from collections import Counter

from analysis.codebooks import Code
from analysis.displays import Voice
from analysis.displays.agreement_tables import head_section
from analysis.profiles.sides import Placements, list_joined, list_placed
from analysis.profiles.talk import Talk, list_steps, list_talks

VERDICTS = ("confirms", "expands", "contradicts", "silent", "withheld")
MOST = 3
"""How many codes the sentence on the codes names."""


def tell_codes(voice: Voice) -> str:
    """The codes given most often, those that nobody gave, and those that too few gave to count."""
    paragraphs = []
    for talk in list_talks(voice.showing):
        codes = [code for _, codes in talk.fields for code in codes]
        known = [(talk.said(code.id).number.value, code) for code in codes if talk.said(code.id).known]
        given = sorted((one for one in known if one[0] > 0), key=lambda one: -one[0])[:MOST]
        if not given:
            continue
        named = [
            voice.text("label.with_count", label=_name(voice, code), count=voice.numbers.count(round(number)))
            for number, code in given
        ]
        units = talk.said(given[0][1].id).units
        values = {"codes": voice.wording.listed(named), "units": voice.numbers.count(units or 0)}
        told = [voice.text("sentence.codes", **values)]
        unmarked = [code for number, code in known if number == 0]
        few = [code for code in unmarked if talk.said(code.id).given]
        told += _tell_unmarked(voice, "never_given", [code for code in unmarked if code not in few])
        told += _tell_unmarked(voice, "given_by_few", few)
        told += _tell_withheld(voice, talk, codes)
        paragraphs.append(head_section(voice, talk.analysis, " ".join(told)))
    return " ".join(paragraphs)


def _name(voice: Voice, code: Code) -> str:
    return voice.quote(voice.label(code.label))


def _tell_unmarked(voice: Voice, key: str, codes: list[Code]) -> list[str]:
    """That no unit has some codes by the plan's rule."""
    if not codes:
        return []
    named = voice.wording.listed([_name(voice, code) for code in codes])
    return [voice.text(f"sentence.{key}", count=len(codes), codes=named)]


def _tell_withheld(voice: Voice, talk: Talk, codes: list[Code]) -> list[str]:
    held = sum(talk.said(code.id).withheld for code in codes)
    if not held:
        return []
    few = voice.showing.study.settings.disclosure
    values = {
        "codes": voice.numbers.counted("codes", held),
        "minimum": voice.numbers.count(few.minimum_people),
        "cases": voice.numbers.count(few.minimum_cases),
    }
    return [voice.text("sentence.codes_withheld", count=held, **values)]


def tell_saturation(voice: Voice) -> str:
    """How many codes one session holds on average, how many all of them, and what the last one added."""
    told = []
    for talk in list_talks(voice.showing):
        steps = list_steps(voice.showing, talk.name, "any")
        if len(steps) < 2 or steps[-1].of is None:
            continue
        values = {
            "first": voice.numbers.number(steps[0].codes.value, 1),
            "all": voice.numbers.count(round(steps[-1].codes.value)),
            "of": voice.numbers.count(steps[-1].of),
            "sessions": voice.numbers.counted("sessions", len(steps)),
            "new": voice.numbers.number(steps[-1].new.value, 1),
        }
        told.append(head_section(voice, talk.analysis, voice.text("sentence.saturation", **values)))
    return " ".join(told)


def tell_continuum(voice: Voice) -> str:
    """Which cases stand thinnest and thickest, how far the judges agree, and how the report's order fits."""
    placed = [one for one in list_placed(voice.showing) if one.placement.known]
    if not placed:
        return ""
    low, high = placed[0].placement.value, placed[-1].placement.value
    thin = [one.case.label for one in placed if one.placement.value == low]
    thick = [one.case.label for one in placed if one.placement.value == high]
    values = {"thin": voice.wording.listed(thin), "thick": voice.wording.listed(thick)}
    told = [voice.text("sentence.continuum", **values)] if low < high else []
    found = Placements(voice.showing)
    for statistic in ("krippendorff_ordinal", "tau_published", "tau_index"):
        one = found.get(statistic)
        if one.known:
            number = voice.numbers.with_interval(one, 2)
            p = "" if one.p is None else f", {voice.numbers.p_phrase(one.p)}"
            told.append(voice.text(f"sentence.{statistic}", number=number, p=p))
        elif one.status == "not_estimable":
            reason = voice.text(f"reason.{one.reason}")
            relation = voice.text(f"relation.{statistic}")
            told.append(voice.text("sentence.no_relation", relation=relation, reason=reason))
    cases = voice.numbers.counted("cases", len(placed))
    judges = [one.placement.n for one in placed if one.placement.n is not None]
    if judges:
        told.append(voice.text("sentence.few_judges", cases=cases, judges=_count_judges(voice, judges)))
    return " ".join(told)


def _count_judges(voice: Voice, judges: list[int]) -> str:
    if len(set(judges)) == 1:
        return voice.numbers.counted("judges", judges[0])
    return voice.text("phrase.judges_span", judges=voice.numbers.span(judges))


def tell_joint_display(voice: Voice) -> str:
    """On how many constructs the sources confirm, expand, contradict or are silent, and which contradict."""
    rows = list_joined(voice.showing)
    if not rows:
        return ""
    counted = Counter(one.verdict for one in rows)
    parts = [
        voice.text(f"phrase.verdict_{verdict}", number=voice.numbers.count(counted[verdict]))
        for verdict in VERDICTS
        if counted[verdict]
    ]
    constructs = voice.numbers.counted("constructs", len(rows))
    told = [voice.text("sentence.joint_display", constructs=constructs, parts=voice.wording.listed(parts))]
    for verdict in ("confirms", "contradicts"):
        named = [voice.quote(voice.label(one.construct.label)) for one in rows if one.verdict == verdict]
        if named:
            names = voice.wording.listed(named)
            told.append(voice.text(f"sentence.joint_{verdict}", count=len(named), constructs=names))
    return " ".join(told)
