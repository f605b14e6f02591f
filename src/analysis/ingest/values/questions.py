"""How the cells of each matched column are read: the form's questions held against the instrument's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.ingest.exports import Export, Question
from analysis.ingest.mapping.matching import Match
from analysis.ingest.people.belonging import Belonging, make_rules
from analysis.ingest.receipts import Ledger
from analysis.ingest.values.answers import Judge, judge_answer, judge_belonging, judge_text
from analysis.ingest.values.meanings import (
    Meanings,
    Scheme,
    find_contradictions,
    find_meanings,
    list_worded_otherwise,
    read_said,
)
from analysis.ingest.values.ticks import OTHER, judge_listed, list_option_texts, list_tick_wordings
from analysis.instruments import ASKED, Instrument, Item
from analysis.problems import ProblemList, shorten
from analysis.sources import SourceFile
from analysis.study import Study

CORRECT = "correct the answers in the instrument, or enter the right instrument and version"


def gather_meanings(
    export: Export, matches: dict[str, Match], file: SourceFile, study: Study
) -> dict[str, Meanings]:
    """What the texts of every item's column mean, by item."""
    instrument, options = study.instruments[file.instrument], study.options_of(file.source)
    rules = make_rules(study, file)
    gathered: dict[str, Meanings] = {}
    for name, match in matches.items():
        item = instrument.item(name)
        question = export.questions.get(match.column, Question())
        scheme = _make_scheme(item, instrument, rules, question, file)
        said = read_said(scheme, options.answers.get(item.answers, {}), options.missing.get(item.answers, {}))
        gathered[name] = find_meanings(scheme, Question() if match.separator else question, said)
    return gathered


def _make_scheme(
    item: Item, instrument: Instrument, rules: Mapping[str, Belonging], question: Question, file: SourceFile
) -> Scheme:
    answers = instrument.answer_set(item.id)
    wordings = {answer.value: answer.wordings() for answer in answers.answers}
    if answers.kind in rules:
        wordings = rules[answers.kind].wordings(answers)
    elif answers.kind == "ticked":
        wordings = list_tick_wordings(item, file.version, question)
    return Scheme(item.answers, answers, wordings, f"config/sources/{file.source}.yaml")


def make_judges(
    export: Export,
    matches: dict[str, Match],
    meanings: dict[str, Meanings],
    file: SourceFile,
    study: Study,
) -> dict[str, Judge]:
    """How the cells of each item's column are judged, by item."""
    instrument = study.instruments[file.instrument]
    rules = make_rules(study, file)
    judges: dict[str, Judge] = {}
    for item, match in matches.items():
        own = meanings[item]
        if match.separator:
            judges[item] = _judge_list(instrument.item(item), match, own, export, instrument, file.version)
        elif own.scheme.answers.kind == "text":
            judges[item] = partial(judge_text, meanings=own)
        elif own.scheme.answers.kind in rules:
            rule = rules[own.scheme.answers.kind]
            judges[item] = partial(judge_belonging, rule=rule, meanings=own)
        else:
            judges[item] = partial(judge_answer, meanings=own)
    return judges


def _judge_list(
    item: Item, match: Match, meanings: Meanings, export: Export, instrument: Instrument, version: str
) -> Judge:
    options = [one for one in instrument.items if one.of == item.of]
    known = list_option_texts(options, version, export.questions.get(match.column, Question()))
    return partial(
        judge_listed,
        item=item,
        separator=match.separator,
        known=known,
        meanings=meanings,
        has_other=any(one.option == OTHER for one in options),
    )


def check_questions(
    export: Export, matches: dict[str, Match], meanings: dict[str, Meanings], found: ProblemList
) -> None:
    """Note where the form's questions, and what its codes mean, are not the instrument's."""
    columns = dict.fromkeys(match.column for match in matches.values())
    absent = [column for column in columns if column not in export.questions]
    if absent and export.described:
        what = f"{len(absent)} of the answers' columns are not described here"
        remedy = "enter the files of one and the same export"
        found.add("", what, "", shorten(", ".join(absent)), remedy)
    for item, match in matches.items():
        if match.column in export.questions and not match.separator:
            _check_question(match.column, meanings[item], export.described, found)


def note_wordings(matches: dict[str, Match], meanings: dict[str, Meanings], ledger: Ledger) -> None:
    """Note, column by column, the answers whose texts the instrument does not know."""
    for item, match in matches.items():
        scheme = meanings[item].scheme
        if scheme.answers.kind != "choice":
            continue
        worded = list(list_worded_otherwise(meanings[item]))
        before, after = ("; ".join(one[side] for one in worded) for side in (0, 1))
        ledger.note(
            "answer_worded",
            "worded_otherwise",
            column=match.column,
            before=shorten(before),
            after=shorten(after),
            count=len(worded),
        )


def _check_question(column: str, meanings: Meanings, described: bool, found: ProblemList) -> None:
    place, question, scheme = f"question {column}", meanings.question, meanings.scheme
    kind = scheme.answers.kind
    if kind == "text":
        if meanings.unknown:
            what = "it offers answers, free text is expected"
            found.add(place, what, ", ".join(question.options), "", CORRECT)
        return
    if kind == "number" and question.maximum is not None and question.maximum != scheme.answers.maximum:
        seen, allowed = f"{question.maximum:g}", str(scheme.answers.maximum)
        found.add(place, "its highest number is another one", seen, allowed, CORRECT)
    if kind in ("choice", *ASKED) and not question.options and described and question.complete:
        found.add(place, "it offers no answers", "", "a choice", CORRECT)
    for code in meanings.unknown if kind in ("choice", "ticked") and question.complete else ():
        what = "it offers an answer that the instrument does not know"
        seen = f"{code} {question.options[code]}".strip()
        found.add(place, what, seen, scheme.tell_allowed(), CORRECT)
    for seen, what in find_contradictions(meanings):
        remedy = (
            f"enter the right instrument; or say what each text means in {scheme.about}, under answers: "
            f"{scheme.name}: (under missing: where it is no answer)"
        )
        found.add(place, what, seen, "", remedy)
