"""An instrument that does not fit together is refused, every fault at its line."""

from pathlib import Path

import pytest

from analysis.instruments import Instrument, load_instrument
from analysis.problems import Problem, ProblemsFound

SAMPLE = """\
id: sample
version: "1"
title: {nb: Prøveskjema, en: Sample}
source: {citation: Made for this test}
columns: ["{id}", "s_{number}"]
versions:
  short:
    group: staff
    label: {nb: Kort, en: Short}
parts:
  only:
    label: {nb: Del, en: Part}
answer_sets:
  agreement:
    kind: choice
    level: ordinal
    answers:
      - {value: 1, label: {nb: Uenig, en: Disagree}}
      - {value: 2, label: {nb: Vet ikke, en: Cannot say}}
      - {value: 3, label: {nb: Enig, en: Agree}}
    not_relevant: [2]
    neutral: 2
  degrees:
    kind: number
    level: interval
    minimum: 1
    maximum: 100
  text:
    kind: text
    level: none
  ticks:
    kind: ticked
    level: nominal
  rank:
    kind: number
    level: ordinal
    minimum: 1
    maximum: 3
items:
  - {id: trust, number: 1, part: only, answers: agreement, label: {nb: Tillit, en: Trust}}
  - {id: doubt, number: 2, part: only, answers: agreement, reverse: true, label: {nb: Tvil, en: Doubt}}
  - {id: warmth, number: 3, part: only, answers: degrees, label: {nb: Varme, en: Warmth}}
  - id: remark
    number: 4
    part: only
    answers: text
    label: {nb: Merknad, en: Remark}
    versions: {short: {nb: Kort merknad, en: Short remark}}
    texts: [Vil du si noe mer?]
  - {id: mail, number: 5, of: ways, option: "1", part: only, answers: ticks, label: {nb: E-post, en: Mail}}
  - {id: talk, number: 5, of: ways, option: "2", part: only, answers: ticks, label: {nb: Prat, en: Talk}}
  - {id: time, number: 6, of: first, option: time, part: only, answers: rank, label: {nb: Tid, en: Time}}
families:
  feelings:
    label: {nb: Følelser, en: Feelings}
band_sets:
  halves:
    bands:
      - {id: low, low: 1, high: 2, label: {nb: Lav, en: Low}}
      - {id: high, low: 2, high: 3, label: {nb: Høy, en: High}}
    source: {citation: Made for this test}
scales:
  - id: mood
    label: {nb: Stemning, en: Mood}
    family: feelings
    items: [trust, doubt]
    minimum_answered: 1
    better: higher
    bands: halves
    source: {citation: Made for this test}
"""


def load(text: str, folder: Path) -> Instrument:
    path = folder / "config" / "instruments" / "sample.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return load_instrument(path, folder)


def problems_of(text: str, folder: Path) -> list[Problem]:
    with pytest.raises(ProblemsFound) as raised:
        load(text, folder)
    return raised.value.problems


def change(before: str, after: str) -> str:
    assert SAMPLE.count(before) == 1, f"{before!r} must stand once in the sample"
    return SAMPLE.replace(before, after)


def line_of(text: str, part: str) -> str:
    return f"line {text[: text.index(part)].count(chr(10)) + 1}"


def test_a_sound_instrument_answers_questions_about_itself(tmp_path: Path) -> None:
    sample = load(SAMPLE, tmp_path)
    assert sample.limits("mood") == (1.0, 3.0)
    assert sample.has_neutral_reading("mood")
    assert sample.answer_set("warmth").limits() == (1.0, 100.0)
    assert list(sample.column_names(sample.item("doubt"))) == ["doubt", "s_2"]
    assert sample.item("remark").label_in("short").en == "Short remark"
    assert sample.item("trust").label_in("short").en == "Trust"


def test_options_are_items_that_share_a_question(tmp_path: Path) -> None:
    sample = load(SAMPLE, tmp_path)
    assert list(sample.column_names(sample.item("mail"))) == ["mail"]
    assert list(sample.column_names(sample.item("time"))) == ["time", "s_6"]
    assert list(sample.question_names(sample.item("mail"))) == ["ways", "s_5"]
    assert list(sample.question_names(sample.item("trust"))) == []
    assert sample.item("remark").wordings("short") == ["Kort merknad", "Short remark", "Vil du si noe mer?"]


def test_answers_that_can_be_counted_are_choices_ticks_and_ranks(tmp_path: Path) -> None:
    sets = load(SAMPLE, tmp_path).answer_sets
    assert {name: answers.counted_values() for name, answers in sets.items()} == {
        "agreement": [1, 3],
        "degrees": [],
        "text": [],
        "ticks": [0, 1],
        "rank": [1, 2, 3],
    }
    assert [answer.label.en for answer in sets["ticks"].listed_answers()] == ["Not chosen", "Chosen"]
    assert sets["ticks"].limits() == (0, 1)
    assert [value for value in (0, 1, 1.5, 3, 4) if sets["rank"].is_answer(value)] == [1, 3]


def test_an_unknown_item_or_scale_is_a_key_error(tmp_path: Path) -> None:
    sample = load(SAMPLE, tmp_path)
    with pytest.raises(KeyError):
        sample.item("tust")
    with pytest.raises(KeyError):
        sample.scale("moods")


@pytest.mark.parametrize(
    ("before", "after", "marked", "what"),
    [
        ("id: sample\n", "id: simple\n", "id: simple", "the id is not the file's name"),
        ("[trust, doubt]", "[trust, dout]", "[trust, dout]", "there is no item “dout”"),
        ("[trust, doubt]", "[trust, trust]", "[trust, trust]", "the item “trust” stands twice"),
        (
            "[trust, doubt]",
            "[trust, warmth]",
            "[trust, warmth]",
            "the items of “mood” have different answers",
        ),
        ("[trust, doubt]", "[remark]", "[remark]", "“mood” cannot be formed from such answers"),
        ("family: feelings", "family: feeling", "family: feeling", "there is no family “feeling”"),
        ("bands: halves", "bands: thirds", "bands: thirds", "there is no band set “thirds”"),
        ("answered: 1", "answered: 3", "answered: 3", "minimum_answered is more than its items"),
        (
            "id: high, low: 2",
            "id: high, low: 2.5",
            "low: 2.5",
            "the band “high” does not begin where “low” ends",
        ),
        ("high: 3,", "high: 2.9,", "bands: halves", "the bands do not reach over the whole of “mood”"),
        (
            "number: 2, part",
            "number: 1, part",
            "number: 1, part: only, answers: agreement, reverse",
            "the item number “1” stands twice",
        ),
        ("answers: degrees", "answers: degree", "answers: degree,", "there is no answer set “degree”"),
        ("{short: {nb", "{shorter: {nb", "{shorter", "there is no version “shorter”"),
        ("not_relevant: [2]", "not_relevant: [4]", "not_relevant: [4]", "not_relevant names no answer"),
        ("neutral: 2", "neutral: 9", "neutral: 9", "neutral lies outside the answers"),
        ("    maximum: 100\n", "", "  degrees:", "a number needs a range"),
        ("maximum: 100", "maximum: 1", "maximum: 1", "the range is empty"),
        ("kind: ticked", "kind: ticked\n    minimum: 0", "  ticks:", "an option that is ticked has no range"),
        (
            "kind: ticked",
            "kind: ticked\n    decimals: true",
            "    decimals: true",
            "an option that is ticked has no decimals",
        ),
        (
            "kind: ticked",
            "kind: ticked\n    refused: [0]",
            "    refused: [0]",
            "an option that is ticked has no such answers",
        ),
        (
            "kind: ticked",
            "kind: ticked\n    answers: [{value: 1, label: {nb: Ja, en: Yes}}]",
            "    answers: [{value: 1",
            "an option that is ticked has no list of answers",
        ),
        (
            "{value: 3, label: {nb: Enig, en: Agree}}",
            "{value: 3, label: {nb: Enig, en: Agree}, texts: [ VET ikke.]}",
            "      - {value: 3",
            "the text “VET ikke.” stands for the answers 2 and 3",
        ),
        (
            "not_relevant: [2]",
            "not_relevant: [2]\n    dont_know: [2]",
            "    dont_know",
            "the answer 2 is missing for two reasons",
        ),
        (
            "not_relevant: [2]",
            "not_relevant: [2]\n    refused: [9]",
            "    refused",
            "refused names no answer",
        ),
        (
            'of: ways, option: "1"',
            'option: "1"',
            "  - {id: mail",
            "the item “mail” has only one of  of:  and  option:",
        ),
        (
            'of: ways, option: "1"',
            "of: ways",
            "  - {id: mail",
            "the item “mail” has only one of  of:  and  option:",
        ),
        ('option: "2"', 'option: "1"', "  - {id: talk", "the option of ways “1” stands twice"),
        (
            'option: "2", part: only, answers: ticks',
            'option: "2", part: only, answers: rank',
            "  - {id: talk",
            "the options of “ways” have different answers",
        ),
        (
            "option: time, part: only, answers: rank",
            "option: time, part: only, answers: agreement",
            "  - {id: time",
            "the option “time” has answers that are neither ticks nor ranks",
        ),
        (
            "of: first, option: time",
            'of: first, option: "*"',
            "  - {id: time",
            "a ranking has no option for other answers",
        ),
        (
            "of: first",
            "of: trust",
            "  - {id: time",
            "“trust” is the name of an item, not of the question that the options belong to",
        ),
        ("number: 6", "number: 5", "  - {id: time", "the item number “5” stands twice"),
        (
            "answers: degrees, label",
            "answers: degrees, texts: [vil du si noe mer], label",
            "    texts: [Vil",
            "the text “Vil du si noe mer?” is that of the item “warmth” too",
        ),
        ('"s_{number}"', '"s_{name}"', '"s_{name}"', "this cannot name a column for each item"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(
    before: str, after: str, marked: str, what: str, tmp_path: Path
) -> None:
    text = change(before, after)
    problems = problems_of(text, tmp_path)
    assert [problem.file for problem in problems] == ["config/instruments/sample.yaml"] * len(problems)
    assert (line_of(text, marked), what) in [(problem.place, problem.what) for problem in problems]


def test_a_misspelt_key_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    (problem,) = problems_of(change("better: higher", "beter: higher\n    better: higher"), tmp_path)
    assert problem.what == "unknown key “beter”"
    assert problem.remedy == "did you mean “better”?"


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = change("family: feelings", "family: feeling").replace("bands: halves", "bands: thirds")
    assert [problem.remedy for problem in problems_of(text, tmp_path)] == [
        "did you mean “feelings”?",
        "name a band set that exists",
    ]
