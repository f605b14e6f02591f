"""The part of the plan that lists what was printed of a survey, and how each fact is recomputed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from math import inf
from typing import Literal

from pydantic import Field

from analysis.configuration import Bilingual, Described, Id
from analysis.instruments import Instrument
from analysis.problems import Key, ProblemList

Measure = Literal[
    "people",
    "cases_answering",
    "municipalities_answering",
    "answers_used",
    "people_answering",
    "cases_with_answer",
    "items_higher",
    "items_close",
    "scales_higher",
    "scales_lower",
    "items_agreeing",
    "scales_apart",
    "cases_good_at_all",
    "cases_good_at_some",
    "cases_with_gap",
    "sessions",
    "participants_of_session",
    "largest_session",
]
"""The measures of `analysis.findings`, whose docstrings say what each counts."""

Bound = Literal["equals", "at_least", "at_most"]

NEEDED: dict[Measure, tuple[str, ...]] = {
    "people": (),
    "cases_answering": (),
    "municipalities_answering": (),
    "answers_used": ("analysis", "item"),
    "people_answering": ("analysis", "item", "category"),
    "cases_with_answer": ("analysis", "item", "category"),
    "items_higher": ("analysis",),
    "items_close": ("analysis", "limit"),
    "scales_higher": ("analysis",),
    "scales_lower": ("analysis",),
    "items_agreeing": ("analysis", "group", "limit"),
    "scales_apart": ("analysis", "limit"),
    "cases_good_at_all": ("analysis", "limit"),
    "cases_good_at_some": ("analysis", "limit"),
    "cases_with_gap": ("analysis", "limit"),
    "sessions": (),
    "participants_of_session": ("session",),
    "largest_session": (),
}
"""The settings that a measure cannot do without."""

KINDS = {"session": "session", "participants": "kind of participant"}
"""What the settings about sessions name, as messages call it."""


class FactSettings(Described):
    """What a measure needs to know to recompute a fact."""

    analysis: Id | None = Field(
        default=None, description="Name of the analysis in plan.yaml whose estimates are read."
    )
    item: Id | None = Field(default=None, description="Id of the item whose answers are counted.")
    category: int | None = Field(default=None, description="The answer that is counted.")
    group: Id = Field(default="all", description="Id of the group the fact is about, or all.")
    scales: str = Field(
        default="*", min_length=1, description="Which scales of the analysis: an id, or a pattern such as f*."
    )
    limit: float = Field(
        default=0,
        ge=0,
        description="How far apart counts as apart, or how high as high, in steps of the scale; 0 for any.",
    )
    session: Id | None = Field(default=None, description="Id of the session whose participants are counted.")
    participants: Id | None = Field(
        default=None, description="Id of the kind of participants who are counted; left out for all."
    )
    country: Literal["NO", "DK"] | None = Field(
        default=None, description="Country of the cases whose sessions are counted; left out for all."
    )


class PublishedFact(Described):
    """One fact that was printed, and the rule that recomputes it."""

    finding: int = Field(ge=1, description="Number of the finding in the source.")
    fact: Id = Field(description="Short name of the fact.")
    statement: Bilingual = Field(description="The fact in our own words.")
    published: str = Field(
        default="",
        pattern=r"^[0-9/]*$",
        description="The printed number, such as 5/18; left out where it was told in words.",
    )
    measure: Measure = Field(description="Name of the measure in analysis.findings that recomputes it.")
    expect: dict[Bound, float] = Field(
        min_length=1, description="Bounds the recomputed number must meet: equals, at_least, at_most."
    )
    settings: FactSettings = Field(
        default_factory=FactSettings,
        description="What the measure needs to know, such as an item or a limit.",
    )
    page: str = Field(description="Where it was printed.")


class Findings(Described):
    """The printed facts that the data must give back."""

    instrument: Id = Field(description="Id of the instrument.")
    wave: Id = Field(description="Id of the wave the facts speak of.")
    contrast: Id = Field(description="Id of the contrast the facts speak of.")
    citation: str = Field(description="Where they were printed.")
    facts: list[PublishedFact] = Field(min_length=1, description="The facts, in order.")


def check_facts(
    findings: Findings,
    analyses: Collection[str],
    groups: Collection[str],
    instrument: Instrument | None,
    found: ProblemList,
    talk: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Note every fact that names what is not there, lacks what its measure needs, or cannot be met.

    `talk` holds the ids of the sessions under session and of the kinds of participants under participants;
    without it neither is held against anything.
    """
    places: list[Key] = [("findings", "facts", number) for number in range(len(findings.facts))]
    found.check_unique(places, "fact", [fact.fact for fact in findings.facts])
    for place, fact in zip(places, findings.facts, strict=True):
        _check_bounds(place, fact, found)
        settings, at = fact.settings, (*place, "settings")
        for name in NEEDED[fact.measure]:
            if name not in settings.model_fields_set:
                what = f"the measure {fact.measure} needs the setting “{name}”"
                found.add(at, what, remedy=f"add {name}:")
        if settings.analysis is not None:
            found.check_name((*at, "analysis"), "analysis", settings.analysis, analyses)
        if settings.group != "all":
            found.check_name((*at, "group"), "group", settings.group, groups)
        if instrument:
            _check_named(at, settings, instrument, found)
        for name, known in (talk or {}).items():
            if (named := getattr(settings, name)) is not None:
                found.check_name((*at, name), KINDS[name], named, known)


def _check_bounds(place: Key, fact: PublishedFact, found: ProblemList) -> None:
    bounds = fact.expect
    low, high = bounds.get("at_least", -inf), bounds.get("at_most", inf)
    target = bounds.get("equals")
    if low > high or (target is not None and not low <= target <= high):
        seen = ", ".join(f"{name} {bound:g}" for name, bound in bounds.items())
        what = f"nothing can meet the bounds of “{fact.fact}”"
        found.add((*place, "expect"), what, seen, remedy="correct one of the two")


def _check_named(at: Key, settings: FactSettings, instrument: Instrument, found: ProblemList) -> None:
    scales = [scale.id for scale in instrument.scales]
    if not any(fnmatchcase(scale, settings.scales) for scale in scales):
        found.check_name((*at, "scales"), "scale", settings.scales, scales)
    if settings.item is None:
        return
    items = {item.id: item for item in instrument.items}
    found.check_name((*at, "item"), "item", settings.item, items)
    if settings.category is not None and settings.item in items:
        answers = [str(answer) for answer in instrument.answer_set(settings.item).values()]
        found.check_name((*at, "category"), "answer", str(settings.category), answers)
