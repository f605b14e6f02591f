"""Holding study.yaml against the other files: what its parts name has to exist and to fit together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.instruments import ASKED, AnswerSet, Instrument
from analysis.links import FILE as LINKS
from analysis.links import Link
from analysis.municipalities import Municipalities
from analysis.plan import Plan
from analysis.problems import Key, Problem, ProblemList, ProblemsFound
from analysis.settings import Case, DisclosureException, Group, Settings
from analysis.source_options import FOLDER, SourceOptions
from analysis.sources import ANY, SourceFile, cases_of

KIND = "kind of case"
SECTIONS = {"groups": "group", "case_kinds": KIND, "waves": "wave", "cases": "case"}
"""The lists of study.yaml whose entries have an id, and what one entry is called."""


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
    for section, kind in SECTIONS.items():
        entries = getattr(settings, section)
        places: list[Key] = [(section, number, "id") for number in range(len(entries))]
        found.check_unique(places, kind, [entry.id for entry in entries])
        for place, entry in zip(places, entries, strict=True):
            if entry.id == "all":
                found.add(
                    place, f"no {kind} can be called “all”: it means all of them", "all", "", "rename it"
                )
    for section in ("groups", "case_kinds"):
        looks = [f"{one.colour.lower()} {one.marker}" for one in getattr(settings, section)]
        looking: list[Key] = [(section, number) for number in range(len(looks))]
        found.check_unique(looking, f"look of a {SECTIONS[section]}", looks)
    _check_answers("groups", settings.groups, list(range(len(settings.groups))), found)
    for programme in dict.fromkeys(case.programme for case in settings.cases):
        # Another programme has a survey of its own, whose answers count anew.
        ours = [number for number, case in enumerate(settings.cases) if case.programme == programme]
        _check_answers("cases", settings.cases, ours, found)


def _check_answers(
    section: str, entries: Sequence[Group] | Sequence[Case], numbers: Iterable[int], found: ProblemList
) -> None:
    """Check that no answer means two of the numbered entries."""
    given = [(number, entries[number].answer) for number in numbers]
    answering = [(number, answer) for number, answer in given if answer is not None]
    places: list[Key] = [(section, number, "answer") for number, _ in answering]
    found.check_unique(places, f"answer of a {SECTIONS[section]}", [answer for _, answer in answering])


def _check_case(
    at: Key, case: Case, settings: Settings, municipalities: Municipalities, found: ProblemList
) -> None:
    found.check_name((*at, "programme"), "programme", case.programme, settings.programmes)
    found.check_names((*at, "waves"), "wave", case.waves, [wave.id for wave in settings.waves])
    if case.kind is not None:
        found.check_name((*at, "kind"), KIND, case.kind, [kind.id for kind in settings.case_kinds])
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
    """Check that groups of the study answer the instruments' versions; raises `ProblemsFound`.

    A version of `*` asks for the group, so some group needs the answer that means it.
    """
    groups = [group.id for group in settings.groups]
    answered = any(group.answer is not None for group in settings.groups)
    problems: list[Problem] = []
    for instrument in instruments.values():
        if instrument is None:
            continue
        found = instrument.problem_list()
        for name, version in instrument.versions.items():
            at: Key = ("versions", name, "group")
            if version.group != ANY:
                found.check_name(at, "group", version.group, groups)
            elif not answered:
                what = "the version asks for the group, and no group of the study has an answer"
                remedy = "give the groups their  answer:  in config/study.yaml"
                found.add(at, what, version.group, ", ".join(groups), remedy)
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
    for instrument in dict.fromkeys(file.instrument for file in sources if file.case == ANY):
        _check_shared_answers(instrument, settings, sources, found)
    found.raise_any()


def _check_shared_answers(
    instrument: str, settings: Settings, sources: Sequence[SourceFile], found: ProblemList
) -> None:
    """Check that no two programmes that answer a survey have cases with the same answer to it."""
    ours = cases_of(instrument, settings, sources)
    first: dict[int, Case] = {}
    for number, case in enumerate(settings.cases):
        if case.id not in ours or case.answer is None:
            continue
        other = first.setdefault(case.answer, case)
        if other.programme != case.programme:
            what = f"{instrument} is answered in two programmes, and the answer means “{other.id}” too"
            remedy = "give the programmes waves of their own, or one of the two cases another answer"
            found.add(("cases", number, "answer"), what, case.answer, "an answer of its own", remedy)


def check_kinds(settings: Settings, plan: Plan) -> None:
    """Check that the cases of a comparison between kinds of cases each have one; raises `ProblemsFound`."""
    found = settings.problem_list()
    comparing = {name: change for name, change in plan.changes.items() if change.treated}
    for number, case in enumerate(settings.cases if settings.case_kinds else []):
        named = [name for name, one in comparing.items() if {one.before, one.after} & set(case.waves)]
        if case.kind is None and named:
            what = f"the analysis “{named[0]}” compares kinds of cases, and “{case.id}” has none"
            allowed = ", ".join(kind.id for kind in settings.case_kinds)
            found.add(("cases", number), what, "", allowed, "add  kind:")
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
    """Check that answers are given to answer sets that have them; only the study knows cases and groups."""
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
            elif kind and kind.kind not in ASKED and not _is_known(kind, value):
                allowed = ", ".join(map(str, kind.values())) or f"{kind.minimum} to {kind.maximum}"
                found.add(at, f"“{name}” has no such answer", value, allowed, "name an answer of the set")


def _is_known(kind: AnswerSet, value: int) -> bool:
    return kind.is_answer(value) or bool(kind.missing_reason(value))


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
