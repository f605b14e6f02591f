"""The plan held against the study and its instruments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.codebooks import Codebook
from analysis.instruments import Instrument
from analysis.plan import Analysis, Description, Plan
from analysis.planned_codings import CodingAnalysis
from analysis.problems import Key, ProblemList
from analysis.published_facts import Findings, check_facts
from analysis.scorecards import Scorecard
from analysis.sessions import Sessions
from analysis.settings import Settings
from analysis.sources import groups_of

SECTIONS = ("descriptions", "reliability", "comparisons", "group_comparisons", "retests", "changes")
"""The sections of the plan whose analyses are each about the scales of one instrument."""


def check_plan(
    plan: Plan,
    settings: Settings,
    instruments: Mapping[str, Instrument | None],
    root: Path,
    sessions: Sessions | None = None,
) -> None:
    """Hold the plan against the study, its instruments and its sessions; raises `ProblemsFound`."""
    found = plan.problem_list()
    groups = [group.id for group in settings.groups]
    for name, contrast in plan.contrasts.items():
        found.check_name(("contrasts", name, "first"), "group", contrast.first, groups)
        found.check_name(("contrasts", name, "second"), "group", contrast.second, groups)
        if contrast.first == contrast.second:
            what = "a group is compared with itself"
            found.add(("contrasts", name, "second"), what, contrast.second, remedy="name another group")
    _check_analyses(plan, instruments, found)
    for name, comparison in plan.comparisons.items():
        at: Key = ("comparisons", name)
        found.check_name((*at, "contrast"), "contrast", comparison.contrast, plan.contrasts)
        instrument = instruments.get(comparison.instrument)
        if instrument and comparison.contrast in plan.contrasts:
            contrast = plan.contrasts[comparison.contrast]
            compared = [contrast.first, contrast.second]
            _check_answered((*at, "contrast"), compared, instrument, settings, found)
    for name, several in plan.group_comparisons.items():
        at = ("group_comparisons", name, "groups")
        found.check_names(at, "group", several.groups, groups)
        if instrument := instruments.get(several.instrument):
            _check_answered(at, several.groups, instrument, settings, found)
    _check_families(plan, found)
    _check_waves(plan, [wave.id for wave in settings.waves], found)
    _check_treated(plan, settings, found)
    if plan.findings:
        _check_findings(plan, plan.findings, settings, instruments, sessions, found)
    found.raise_any()


def check_codings(plan: Plan, settings: Settings, codebooks: Mapping[str, Codebook | None]) -> None:
    """Hold the analyses of codings and the continuum against codebooks and cases; raises `ProblemsFound`."""
    found = plan.problem_list()
    for name, analysis in plan.codings.items():
        found.check_name(("codings", name, "codebook"), "codebook", analysis.codebook, codebooks)
        units = [analysis.unit, *analysis.other_units]
        if codebook := codebooks.get(analysis.codebook):
            topmost = [field.id for field in codebook.fields()]
            found.check_names(("codings", name, "crossed"), "topmost code", analysis.crossed, topmost)
            if analysis.kinds is not None:
                found.check_name(("codings", name, "kinds"), "topmost code", analysis.kinds, topmost)
        places = [("codings", name, "other_units", number) for number in range(-1, len(units) - 1)]
        found.check_unique(places, "unit", units)
    _check_division(plan, found)
    continuum = plan.continuum
    if continuum is None:
        found.raise_any()
        return
    found.check_name(("continuum", "analysis"), "analysis of codings", continuum.analysis, plan.codings)
    if continuum.lowest >= continuum.highest:
        allowed = f"more than {continuum.lowest}"
        found.add(("continuum", "highest"), "the scale is empty", continuum.highest, allowed, "correct it")
    if continuum.outside is not None and continuum.outside >= continuum.lowest:
        what = "a judgement outside the continuum lies on it"
        allowed = f"less than {continuum.lowest}"
        found.add(("continuum", "outside"), what, continuum.outside, allowed, "correct it")
    formed = plan.codings.get(continuum.analysis)
    if formed and (codebook := codebooks.get(formed.codebook)):
        for number, entry in enumerate(continuum.index):
            found.check_name(("continuum", "index", number, "code"), "code", entry.code, codebook.ids())
    cases = [case.id for case in settings.cases]
    placed = [
        (("continuum", "published", number, place), case)
        for number, alike in enumerate(continuum.published)
        for place, case in enumerate(alike)
    ]
    for at, case in placed:
        found.check_name(at, "case", case, cases)
    found.check_unique([at for at, _ in placed], "case", [case for _, case in placed])
    found.raise_any()


def check_scorecards(plan: Plan, scorecards: Mapping[str, Scorecard | None]) -> None:
    """Hold the analyses of scorecards, one for each, against the scorecards; raises `ProblemsFound`."""
    found = plan.problem_list()
    names = [analysis.scorecard for analysis in plan.scorecards.values()]
    places: list[Key] = [("scorecards", name, "scorecard") for name in plan.scorecards]
    for at, name in zip(places, names, strict=True):
        found.check_name(at, "scorecard", name, scorecards)
    found.check_unique(places, "analysis of the scorecard", names)
    found.raise_any()


def _check_division(plan: Plan, found: ProblemList) -> None:
    """One codebook's texts are divided once, so its analyses must agree on how."""
    first: dict[str, CodingAnalysis] = {}
    for name, analysis in plan.codings.items():
        earlier = first.setdefault(analysis.codebook, analysis)
        for option in ("tolerance", "overlap"):
            said, allowed = getattr(analysis, option), getattr(earlier, option)
            if said != allowed:
                what = "another analysis divides the texts of this codebook in another way"
                found.add(("codings", name, option), what, said, str(allowed), "make them equal")


def _check_analyses(plan: Plan, instruments: Mapping[str, Instrument | None], found: ProblemList) -> None:
    named = [(section, name, use) for section in SECTIONS for name, use in getattr(plan, section).items()]
    found.check_unique(
        [(section, name) for section, name, _ in named], "analysis", [name for _, name, _ in named]
    )
    for section, name, use in named:
        at = (section, name)
        found.check_name((*at, "instrument"), "instrument", use.instrument, instruments)
        if instrument := instruments.get(use.instrument):
            _check_uses(at, use, instrument, found)


def _check_uses(
    at: Key,
    use: Analysis,
    instrument: Instrument,
    found: ProblemList,
) -> None:
    found.check_names((*at, "scales"), "scale", use.scales, [scale.id for scale in instrument.scales])
    if not isinstance(use, Description):
        return
    if not (use.scales or use.items or use.counts):
        found.add(at, "the analysis describes nothing", remedy="name scales, items or counts")
    kinds = {
        item.id: instrument.answer_sets[item.answers]
        for item in instrument.items
        if item.answers in instrument.answer_sets
    }
    scored = [item for item, answers in kinds.items() if answers.kind in ("choice", "number")]
    counted = [item for item, answers in kinds.items() if answers.counted_values()]
    found.check_names((*at, "items"), "item with a choice or number", use.items, scored)
    found.check_names((*at, "counts"), "item with a choice", use.counts, counted)


def _check_answered(
    at: Key, groups: list[str], instrument: Instrument, settings: Settings, found: ProblemList
) -> None:
    """Check that every group that is compared answers the instrument."""
    answering = groups_of(instrument, settings)
    for group in groups:
        if group not in answering:
            what = f"no version of {instrument.id} is answered by “{group}”"
            found.add(at, what, group, ", ".join(answering), "use another contrast or instrument")


def _check_families(plan: Plan, found: ProblemList) -> None:
    """Check that each family is named, and holds tests of one purpose only."""
    purposes: dict[str, str] = {}
    for section in ("comparisons", "group_comparisons", "changes", "scorecards"):
        for name, comparison in getattr(plan, section).items():
            at: Key = (section, name)
            found.check_name((*at, "family"), "family", comparison.family, plan.families)
            before = purposes.setdefault(comparison.family, comparison.purpose)
            if before != comparison.purpose:
                what = f"the family “{comparison.family}” already holds {before} tests"
                remedy = "give the confirmatory and the exploratory tests a family each"
                found.add((*at, "purpose"), what, comparison.purpose, before, remedy)


def _check_waves(plan: Plan, waves: list[str], found: ProblemList) -> None:
    """Check that what goes from one wave to another goes from an earlier to a later one."""
    for section in ("retests", "changes"):
        for name, repeated in getattr(plan, section).items():
            at: Key = (section, name)
            found.check_name((*at, "before"), "wave", repeated.before, waves)
            found.check_name((*at, "after"), "wave", repeated.after, waves)
            if {repeated.before, repeated.after} <= set(waves):
                later = waves[waves.index(repeated.before) + 1 :]
                if repeated.after not in later:
                    what = "the second wave does not come after the first"
                    found.add((*at, "after"), what, repeated.after, ", ".join(later), "name a later wave")


def _check_treated(plan: Plan, settings: Settings, found: ProblemList) -> None:
    """Check that the kinds of cases that are treated, and those they are compared with, exist."""
    kinds = [kind.id for kind in settings.case_kinds]
    for name, change in plan.changes.items():
        for side in ("treated", "against"):
            found.check_names(("changes", name, side), "kind of case", getattr(change, side), kinds)


def _check_findings(
    plan: Plan,
    findings: Findings,
    settings: Settings,
    instruments: Mapping[str, Instrument | None],
    sessions: Sessions | None,
    found: ProblemList,
) -> None:
    found.check_name(("findings", "instrument"), "instrument", findings.instrument, instruments)
    found.check_name(("findings", "contrast"), "contrast", findings.contrast, plan.contrasts)
    found.check_name(("findings", "wave"), "wave", findings.wave, [wave.id for wave in settings.waves])
    groups = [group.id for group in settings.groups]
    talk = None
    if sessions is not None:
        kinds = [kind.id for kind in sessions.participants]
        talk = {"session": [session.id for session in sessions.sessions], "participants": kinds}
    check_facts(findings, plan.analyses, groups, instruments.get(findings.instrument), found, talk)
