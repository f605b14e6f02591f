"""A follow-up survey with every kind of question is read and counted by configuration alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis.descriptives import describe_responses
from analysis.ingest import Imported, combine, import_source
from analysis.problems import ProblemsFound
from analysis.scoring import score_scales
from analysis.sources import hash_file
from analysis.study import Study, load_study
from tests.tiny_study import write_tiny_study

KEY = b"a key for the tests, 32 bytes long"
SOURCE = "later-municipality"
INSTRUMENT = """\
id: later
version: "1"
title: {nb: Etterpå, en: Later}
source: {citation: Made for the tests., ours: true}
columns: ["{id}", "Q{number}"]
versions:
  municipality: {group: municipality, label: {nb: Kommune, en: Municipality}}
  social_enterprise: {group: social_enterprise, label: {nb: Virksomhet, en: Enterprise}}
parts:
  a: {label: {nb: Alt, en: All}}
answer_sets:
  ticks: {kind: ticked, level: nominal}
  rank: {kind: number, level: ordinal, minimum: 1, maximum: 3}
  hours: {kind: number, level: interval, minimum: 0, maximum: 60, decimals: true}
  degree:
    kind: choice
    level: ordinal
    answers:
      - {value: 1, label: {nb: Lite, en: Little}, texts: [I liten grad]}
      - {value: 2, label: {nb: Noe, en: Some}, texts: [I noen grad]}
      - {value: 3, label: {nb: Mye, en: Much}, texts: [I stor grad]}
      - {value: 8, label: {nb: Vet ikke, en: Do not know}}
    dont_know: [8]
items:
  - {id: way_mail, number: 1, of: ways, option: "1", part: a, answers: ticks, label: {nb: E-post, en: E-mail}}
  - {id: way_phone, number: 1, of: ways, option: "2", part: a, answers: ticks, label: {nb: Prat, en: Talk}}
  - {id: learn, number: 2, part: a, answers: degree, label: {nb: Vi lærer, en: We learn}}
  - {id: share, number: 3, part: a, answers: degree, label: {nb: Vi deler, en: We share}}
  - {id: plan_us, number: 4, of: plan, option: us, part: a, answers: ticks, label: {nb: Vi, en: We}}
  - {id: plan_them, number: 4, of: plan, option: them, part: a, answers: ticks, label: {nb: De, en: They}}
  - {id: run_us, number: 5, of: run, option: us, part: a, answers: ticks, label: {nb: Vi, en: We}}
  - {id: run_them, number: 5, of: run, option: them, part: a, answers: ticks, label: {nb: De, en: They}}
  - {id: first_time, number: 6, of: first, option: time, part: a, answers: rank, label: {nb: Tid, en: Time}}
  - {id: first_money, number: 6, of: first, option: money, part: a, answers: rank, label: {nb: Lønn, en: Pay}}
  - {id: hours, number: 7, part: a, answers: hours, label: {nb: Timer, en: Hours}}
  - {id: news_web, number: 8, of: news, option: Nett, part: a, answers: ticks, label: {nb: Nett, en: Web}}
  - {id: news_other, number: 8, of: news, option: "*", part: a, answers: ticks, label: {nb: Annet, en: Other}}
"""
HEADER = (
    "id;Q1_1;Q1_2;2. Vi lærer;Vi deler;plan.us;plan.them;run.us;run.them;first_time;first_money;"
    "timer;Nyheter;x"
)
ROWS = (
    "11;1;0;I stor grad;3;1;0;0;0;1;2;7,5;Nett, Avis;",
    "12;0;0;Vet ikke;2;0;0;1;1;2;1;10;Nett;",
    "13;1;1;Lite;8;1;1;0;1;3;1;0,5;Radio;",
)
OPTIONS: dict[str, Any] = {
    "columns": {"hours": "timer", "news_web": "Nyheter", "news_other": "Nyheter"},
    "separators": {"Nyheter": ","},
    "ignore": ["x"],
}


def write_later(folder: Path, rows: tuple[str, ...] = ROWS, options: dict[str, Any] = OPTIONS) -> Path:
    write_tiny_study(folder)
    (folder / "config/instruments/later.yaml").write_text(INSTRUMENT, "utf-8")
    (folder / "config/sources").mkdir()
    (folder / f"config/sources/{SOURCE}.yaml").write_text(
        yaml.safe_dump(options, allow_unicode=True), "utf-8"
    )
    path = folder / "data/raw/later.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    plan_file = folder / "config/plan.yaml"
    plan = yaml.safe_load(plan_file.read_text("utf-8"))
    label = {"nb": "Etterpå", "en": "Later"}
    counts = ["way_mail", "plan_us", "first_time", "learn"]
    plan["descriptions"]["later"] = {
        "label": label,
        "instrument": "later",
        "counts": counts,
        "items": ["hours"],
    }
    plan_file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), "utf-8")
    row = [
        SOURCE,
        "survey",
        "answers",
        "table",
        "later",
        "municipality",
        "north-farm",
        "w2018",
        "municipality",
    ]
    with (folder / "config/sources.tsv").open("a", encoding="utf-8", newline="\n") as sources:
        sources.write("\t".join([*row, "data/raw/later.csv", hash_file(path)]) + "\n")
    return folder


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_later(tmp_path_factory.mktemp("later") / "study"))


@pytest.fixture(scope="module")
def imported(study: Study) -> Imported:
    return import_source(study, SOURCE, KEY)


def test_every_kind_of_question_is_read(imported: Imported) -> None:
    items = [name for name in imported.responses.columns[6:] if not name.endswith("__missing")]
    hours = imported.responses["hours"]
    made = imported.responses.loc[hours.sort_values(ascending=False).index, items]
    assert made.astype("object").where(made.notna(), None).to_dict("list") == {
        "way_mail": [0, 1, 1],
        "way_phone": [0, 0, 1],
        "learn": [None, 3, 1],
        "share": [2, 3, None],
        "plan_us": [0, 1, 1],
        "plan_them": [0, 0, 1],
        "run_us": [1, 0, 0],
        "run_them": [1, 0, 1],
        "first_time": [2, 1, 3],
        "first_money": [1, 2, 1],
        "hours": [10.0, 7.5, 0.5],
        "news_web": [1, 1, 0],
        "news_other": [0, 1, 1],
    }
    assert str(hours.dtype) == "Float64"
    assert imported.responses["learn__missing"].dropna().tolist() == ["dont_know"]
    assert imported.responses["share__missing"].dropna().tolist() == ["dont_know"]


def test_the_receipts_add_up_and_show_no_list(imported: Imported) -> None:
    receipts = imported.receipts
    counted = receipts.groupby("what")["count"].sum().to_dict()
    assert counted["cell_read"] == 3 * 13
    assert counted["cell_read"] == sum(
        counted.get(f"cell_{part}", 0) for part in ("kept", "recoded", "set_missing", "left_out")
    )
    listed = receipts[receipts["why"] == "from_list"]
    assert listed[["row", "before", "after", "count"]].fillna("").values.tolist() == [
        [row, "", "", 2] for row in (2, 3, 4)
    ]
    kept = receipts[receipts["what"] == "column_kept"].set_index("column")["why"].to_dict()
    assert {kept[name] for name in ("Q1_1", "plan.us", "first_time")} == {"by_code"}
    assert (kept["2. Vi lærer"], kept["Vi deler"], kept["Nyheter"]) == ("by_number", "by_text", "by_mapping")


def test_ticks_and_ranks_are_counted(study: Study, imported: Imported) -> None:
    read = {name: [import_source(study, one, KEY)] for name, one in (("tiny", "tiny-municipality"),)}
    read["later"] = [imported]
    responses = {
        name: combine([(one.responses, one.persons) for one in read[name]], study, study.instruments[name])
        for name in study.instruments
    }
    scores = pd.concat([score_scales(responses[name], study.instruments[name]) for name in responses])
    described = describe_responses(study, responses, scores)
    own = described[(described["analysis"] == "later") & (described["case"] == "all")]
    counts = own[(own["group"] == "municipality") & (own["statistic"] == "count")]
    made = {(one.item, one.category): (int(one.estimate), int(one.n)) for one in counts.itertuples()}
    assert made == {
        ("way_mail", "0"): (1, 3),
        ("way_mail", "1"): (2, 3),
        ("plan_us", "0"): (1, 3),
        ("plan_us", "1"): (2, 3),
        ("first_time", "1"): (1, 3),
        ("first_time", "2"): (1, 3),
        ("first_time", "3"): (1, 3),
        ("learn", "1"): (1, 2),
        ("learn", "2"): (0, 2),
        ("learn", "3"): (1, 2),
    }
    means = own[(own["item"] == "hours") & (own["statistic"] == "mean") & (own["group"] == "municipality")]
    assert means["estimate"].tolist() == [6.0]


def test_strange_answers_are_told_with_their_place(tmp_path: Path) -> None:
    rows = (*ROWS[:2], "13;2;1;Middels;8;1;1;0;1;4;1;tre;;")
    study = load_study(write_later(tmp_path / "study", rows))
    with pytest.raises(ProblemsFound) as caught:
        import_source(study, SOURCE, KEY)
    assert sorted(f"{one.place}: {one.what}" for one in caught.value.problems) == [
        "row 4, column 2. Vi lærer: this is none of the answers, neither code nor text",
        "row 4, column Q1_1: the answer is out of range",
        "row 4, column first_time: the answer is out of range",
        "row 4, column timer: this is not a number",
    ]


def test_what_is_said_of_answers_must_be_the_instruments(tmp_path: Path) -> None:
    said = OPTIONS | {
        "answers": {"degree": {"Litt": 4}, "rank": {"øverst": 1}},
        "missing": {"degre": {"-1": "refused"}},
    }
    with pytest.raises(ProblemsFound) as caught:
        load_study(write_later(tmp_path / "study", options=said))
    assert [str(problem).replace("\n    ", " | ") for problem in caught.value.problems] == [
        f"config/sources/{SOURCE}.yaml, line 3: “degree” has no such answer | seen:    4 | "
        "allowed: 1, 2, 3, 8 | do:      name an answer of the set",
        f"config/sources/{SOURCE}.yaml, line 13: there is no answer set “degre” | seen:    degre | "
        "allowed: ticks, rank, hours, degree | do:      did you mean “degree”?",
    ]
