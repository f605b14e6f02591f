"""Holding study.yaml against the other files: what its parts name has to exist and to fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.instruments import Instrument
from analysis.links import FILE as LINKS
from analysis.links import Link
from analysis.municipalities import Municipalities
from analysis.plan import Plan
from analysis.problems import Key, Problem, ProblemList, ProblemsFound
from analysis.settings import Case, DisclosureException, Settings
from analysis.source_options import FOLDER, SourceOptions
from analysis.sources import SourceFile


def check_settings(
    settings: Settings, municipalities: Municipalities, instruments: Mapping[str, Instrument | None]
) -> None:
    """Hold study.yaml against itself, the municipalities and the instruments; raises `ProblemsFound`."""
    found = settings.problem_list()
    found.check_name(("main_instrument",), "instrument", settings.main_instrument, instruments)
    if settings.main_wave is not None:
        found.check_name(("main_wave",), "wave", settings.main_wave, [wave.id for wave in settings.waves])
    if settings.synthetic and settings.synthetic_note is None:
        found.add(("synthetic",), "made-up answers need their note", remedy="add  synthetic_note:")
    _check_unique(settings, found)
    dates = [wave.date for wave in settings.waves]
    for number in range(1, len(dates)):
        if dates[number] <= dates[number - 1]:
            what = f"the wave “{settings.waves[number].id}” does not begin after the one before it"
            allowed = f"after {dates[number - 1]}"
            found.add(("waves", number, "date"), what, dates[number], allowed, "sort the waves by date")
    for number, case in enumerate(settings.cases):
        _check_case(("cases", number), case, settings, municipalities, found)
    found.raise_any()


def _check_unique(settings: Settings, found: ProblemList) -> None:
    for section, kind in (("groups", "group"), ("waves", "wave"), ("cases", "case")):
        entries = getattr(settings, section)
        places: list[Key] = [(section, number, "id") for number in range(len(entries))]
        found.check_unique(places, kind, [entry.id for entry in entries])
        for place, entry in zip(places, entries, strict=True):
            if entry.id == "all":
                found.add(
                    place, f"no {kind} can be called “all”: it means all of them", "all", "", "rename it"
                )
    looks = [(group.colour.lower(), group.marker) for group in settings.groups]
    looking: list[Key] = [("groups", number) for number in range(len(looks))]
    found.check_unique(looking, "look of a group", [" ".join(look) for look in looks])
    answering = [(number, case) for number, case in enumerate(settings.cases) if case.answer is not None]
    answers: list[Key] = [("cases", number, "answer") for number, _ in answering]
    found.check_unique(answers, "answer of a case", [case.answer for _, case in answering])


def _check_case(
    at: Key, case: Case, settings: Settings, municipalities: Municipalities, found: ProblemList
) -> None:
    found.check_name((*at, "programme"), "programme", case.programme, settings.programmes)
    found.check_names((*at, "waves"), "wave", case.waves, [wave.id for wave in settings.waves])
    number = case.municipality
    place = (*at, "municipality")
    if case.country != "NO":
        if len(number) != 3:
            what = "a Danish municipality number has three digits"
            found.add(place, what, number, "three digits", "correct it")
        return
    if number not in municipalities.periods:
        what = "there is no municipality with this number"
        found.add(place, what, number, remedy=f"correct it. {municipalities.explain(number)}")
        return
    first = next((wave for wave in settings.waves if wave.id in case.waves), settings.waves[0])
    if not municipalities.existed(number, first.date):
        what = f"no municipality had this number on {first.date} (wave {first.id})"
        remedy = f"correct the number or the date. {municipalities.explain(number)}"
        found.add(place, what, number, remedy=remedy)


def check_versions(settings: Settings, instruments: Mapping[str, Instrument | None]) -> None:
    """Check that groups of the study answer the instruments' versions; raises `ProblemsFound`."""
    groups = [group.id for group in settings.groups]
    problems: list[Problem] = []
    for instrument in instruments.values():
        if instrument is None:
            continue
        found = instrument.problem_list()
        for name, version in instrument.versions.items():
            found.check_name(("versions", name, "group"), "group", version.group, groups)
        problems += found.problems
    if problems:
        raise ProblemsFound(problems)


def check_answering(settings: Settings, sources: Sequence[SourceFile]) -> None:
    """Check that every case's answers can be found in some source; raises `ProblemsFound`."""
    found = settings.problem_list()
    named = {(file.case, file.wave) for file in sources}
    waves = [wave.id for wave in settings.waves]
    for number, case in enumerate(settings.cases):
        for wave in dict.fromkeys(wave for wave in case.waves if wave in waves):
            if (case.id, wave) not in named and not (("*", wave) in named and case.answer is not None):
                what = f"no source holds answers of the case “{case.id}” in the wave “{wave}”"
                allowed = "answer: the number that means this case, or its own rows in sources.tsv"
                remedy = "add the one or the other, or take the wave from the case"
                found.add(("cases", number, "waves"), what, wave, allowed, remedy)
    found.raise_any()


def check_options(
    options: Mapping[str, SourceOptions | None],
    sources: Sequence[SourceFile],
    instruments: Mapping[str, Instrument | None],
) -> None:
    """Check that what is said of a source is about its items and answers; raises `ProblemsFound`."""
    named = {file.source: file.instrument for file in sources}
    surveys = {file.source for file in sources if file.kind == "survey"}
    problems: list[Problem] = []
    for source, said in options.items():
        found = said.problem_list() if said else ProblemList(f"{FOLDER}/{source}.yaml")
        found.check_name((), "source", source, named)
        instrument = instruments.get(named.get(source, "")) if source in surveys else None
        if said and instrument:
            items = [item.id for item in instrument.items]
            for item in said.columns:
                found.check_name(("columns", item), "item", item, items)
            _check_meanings(said, instrument, found)
        problems += found.problems
    if problems:
        raise ProblemsFound(problems)


def _check_meanings(said: SourceOptions, instrument: Instrument, found: ProblemList) -> None:
    """Check that answers are given to answer sets that have them; the cases are known to the study only."""
    for key, named in (("answers", said.answers), ("missing", said.missing)):
        for answers in named:
            found.check_name((key, answers), "answer set", answers, instrument.answer_sets)
    for name, meanings in said.answers.items():
        kind = instrument.answer_sets.get(name)
        for text, value in meanings.items():
            at: Key = ("answers", name, text)
            if kind and kind.kind == "text":
                what = f"“{name}” is free text, which is kept as it stands"
                remedy = "remove the line; a text that is no answer goes under missing:"
                found.add(at, what, value, "", remedy)
            elif kind and kind.kind != "case" and not (kind.is_answer(value) or kind.missing_reason(value)):
                allowed = ", ".join(map(str, kind.values())) or f"{kind.minimum} to {kind.maximum}"
                found.add(at, f"“{name}” has no such answer", value, allowed, "name an answer of the set")


def check_links(links: Sequence[Link], sources: Sequence[SourceFile]) -> None:
    """Check that every decision is about answers to one instrument in two waves; raises `ProblemsFound`."""
    found = ProblemList(LINKS)
    files = {file.source: file for file in sources}
    for link in links:
        found.check_name(link.place("source"), "source", link.source, files)
        found.check_name(link.place("same_source"), "source", link.same_source, files)
        if link.source not in files or link.same_source not in files:
            continue
        one, other = files[link.source], files[link.same_source]
        for column, what in (("wave", "the same wave"), ("instrument", "different instruments")):
            values = getattr(one, column), getattr(other, column)
            if (values[0] == values[1]) == (column == "wave"):
                allowed = "two waves of one instrument"
                remedy = "correct the sources, or remove the row"
                seen = " and ".join(dict.fromkeys(values))
                found.add(link.place(), f"the two answers belong to {what}", seen, allowed, remedy)
    found.raise_any()


def check_exceptions(settings: Settings, plan: Plan, instruments: Mapping[str, Instrument | None]) -> None:
    """Check that every exception of disclosure names a number that is computed; raises `ProblemsFound`."""
    found = settings.problem_list()
    for number, exception in enumerate(settings.disclosure.exceptions):
        at: Key = ("disclosure", "exceptions", number)
        groups = ["all", *(group.id for group in settings.groups)]
        found.check_name((*at, "group"), "group", exception.group, groups)
        found.check_name(
            (*at, "case"), "case", exception.case, ["all", *(case.id for case in settings.cases)]
        )
        if exception.wave is not None:
            waves = [wave.id for wave in settings.waves]
            found.check_name((*at, "wave"), "wave", exception.wave, waves)
        found.check_name((*at, "analysis"), "analysis", exception.analysis, plan.analyses)
        if exception.analysis in plan.analyses:
            _check_number(at, exception, plan, instruments, found)
    found.raise_any()


def _check_number(
    at: Key,
    exception: DisclosureException,
    plan: Plan,
    instruments: Mapping[str, Instrument | None],
    found: ProblemList,
) -> None:
    """Check that the analysis has the item, and counts the answer, that the exception names."""
    use = plan.analyses[exception.analysis]
    described = [*getattr(use, "items", []), *getattr(use, "counts", [])]
    if exception.item is not None:
        kind = f"item of the analysis {exception.analysis}"
        found.check_name((*at, "item"), kind, exception.item, described)
    if exception.category is None:
        return
    if exception.item is None:
        found.add((*at, "category"), "an answer is named, but no item", remedy="add  item:")
    elif instrument := instruments.get(use.instrument):
        sets = {item.id: instrument.answer_sets.get(item.answers) for item in instrument.items}
        answers = sets.get(exception.item)
        values = [answer.value for answer in answers.listed_answers()] if answers else []
        if answers and exception.category not in values:
            allowed = ", ".join(map(str, values))
            what = f"“{exception.item}” has no such answer"
            found.add((*at, "category"), what, exception.category, allowed, "name an answer of the item")
