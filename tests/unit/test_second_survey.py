"""A second survey beside the first: one form for all groups, cases and groups of its own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.contracts import RESPONSES
from analysis.displays import BUILDERS, Voice
from analysis.figures import FIGURES
from analysis.ingest import Imported, combine, import_source
from analysis.ingest.inspection import inspect_file
from analysis.ingest.inspection_text import tell_inspection
from analysis.persons import link_people
from analysis.problems import ProblemsFound
from analysis.profiles.showing import open_showing
from analysis.sentences import SENTENCES
from analysis.source_options import SourceOptions
from analysis.study import Study, load_study
from tests.second_survey import FIRST, SECOND, add_second_survey, write_answers
from tests.tiny_study import KEY, refresh_hashes, write_tiny_study
from tests.unit.estimates_frames import make_results

TINY = ["municipality", "social_enterprise"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    add_second_survey(write_tiny_study(tmp_path / "study"))
    return tmp_path / "study"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = write_tiny_study(tmp_path_factory.mktemp("study"))
    add_second_survey(folder)
    return load_study(folder)


@pytest.fixture(scope="module")
def imports(study: Study) -> dict[str, Imported]:
    return {source: import_source(study, source, KEY) for source in study.source_ids}


@pytest.fixture(scope="module")
def links(study: Study, imports: dict[str, Imported]) -> dict[str, pd.DataFrame]:
    pairs = [(one.responses, one.persons) for one in imports.values()]
    responses = {name: combine(pairs, study, one) for name, one in study.instruments.items()}
    persons, receipts = (
        pd.concat([getattr(one, table) for one in imports.values()], ignore_index=True)
        for table in ("persons", "receipts")
    )
    return link_people(study, responses, persons, receipts)


def test_each_instrument_has_its_groups_and_its_cases(study: Study) -> None:
    assert study.groups == [*TINY, "citizens", "research"]
    assert {name: study.groups_of(name) for name in study.instruments} == {
        "tiny": TINY,
        "helix": ["citizens", "research"],
    }
    assert {name: study.cases_of(name) for name in study.instruments} == {
        "tiny": ["north-farm", "south-cafe"],
        "helix": ["west-quay", "inland-mill"],
    }


def test_a_case_without_a_wave_belongs_to_the_instrument_of_its_programme(folder: Path) -> None:
    path = folder / "config" / "study.yaml"
    text = path.read_text("utf-8").replace("    waves: [w2024]\n", "")
    path.write_text(text, "utf-8", newline="\n")
    assert load_study(folder).cases_of("helix") == ["west-quay", "inland-mill"]


def test_an_instrument_that_nobody_answered_is_about_all_cases(study: Study) -> None:
    assert study.cases_of("planned") == study.cases


def test_the_main_wave_is_one_of_the_main_instrument(study: Study) -> None:
    assert study.settings.main_wave is None
    assert study.main_wave == "w2018"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("helix-first", [("west-quay", "citizens"), ("west-quay", "research")] * 2),
        (
            "helix-second",
            [
                ("west-quay", "research"),
                ("west-quay", "citizens"),
                ("inland-mill", "citizens"),
                ("inland-mill", "research"),
            ],
        ),
    ],
)
def test_each_row_belongs_to_the_group_and_case_that_it_names(
    imports: dict[str, Imported], source: str, expected: list[tuple[str, str]]
) -> None:
    made = imports[source]
    assert sorted(zip(made.responses["case"], made.responses["group"], strict=True)) == sorted(expected)
    persons = made.persons.sort_values("row")
    assert list(zip(persons["case"], persons["group"], strict=True)) == expected
    assert [name for name in made.responses if name not in RESPONSES.names] == [
        *("near", "near__missing", "proud", "proud__missing")
    ]


def test_the_group_of_a_row_is_a_decision_that_the_receipts_tell(imports: dict[str, Imported]) -> None:
    receipts = imports["helix-second"].receipts
    told = receipts[receipts["why"] == "group_from_answer"].sort_values("row")
    assert told[["row", "before", "after"]].to_numpy().tolist() == [
        [2, "Forskere", "research"],
        [3, "innbygger", "citizens"],
        [4, "Bor her", "citizens"],
        [5, "research", "research"],
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "a2;1;4;",
            "a2;1;;",
            "row 3, column who: the group is not answered\n"
            "    allowed: 3 (citizens), 4 (research)\n"
            "    do:      correct the export, or enter the group of the whole file in config/sources.tsv",
        ),
        (
            "a2;1;4;",
            "a2;1;9;",
            "row 3, column who: no group of the study has this answer\n"
            "    seen:    9\n"
            "    allowed: 3 (citizens), 4 (research)\n"
            "    do:      correct the export, or give the group its answer in config/study.yaml",
        ),
        (
            "a2;1;4;",
            "a2;1;Forsker;",
            "row 3, column who: this is none of the answers, neither code nor text\n"
            "    seen:    Forsker\n"
            "    allowed: 3 (citizens), 4 (research)\n"
            "    do:      did you mean “Forskere”? say what the text means in "
            "config/sources/helix-first.yaml, under answers: who:",
        ),
        (
            "id;place;who;",
            "id;place;whom;",
            "row 1: columns are missing for 1 of 4 items\n"
            "    allowed: who (closest: “whom”)\n"
            "    do:      export all questions, or name the columns in config/sources/helix-first.yaml under "
            "columns:, as  who: header of its column",
        ),
    ],
)
def test_a_row_of_no_known_group_is_told_with_what_may_stand_there(
    folder: Path, before: str, after: str, told: str
) -> None:
    write_answers(folder, "first", FIRST.replace(before, after))
    refresh_hashes(folder)
    with pytest.raises(ProblemsFound) as raised:
        import_source(load_study(folder), "helix-first", KEY)
    assert str(raised.value) == f"data/raw/helix/first.csv, {told}"


def test_a_team_may_say_what_a_text_means(folder: Path) -> None:
    write_answers(folder, "first", FIRST.replace("a2;1;4;", "a2;1;Universitetet;"))
    options = folder / "config" / "sources" / "helix-first.yaml"
    options.write_text(options.read_text("utf-8") + "answers:\n  who: {Universitetet: 4}\n", "utf-8")
    refresh_hashes(folder)
    made = import_source(load_study(folder), "helix-first", KEY)
    assert made.persons.set_index("row")["group"].to_dict()[3] == "research"


def test_how_people_were_asked_is_said_of_a_source(folder: Path) -> None:
    assert load_study(folder).options_of("helix-first").mode == "web"
    path = folder / "config" / "sources" / "helix-first.yaml"
    path.write_text("mode: fax\n", "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_study(folder)
    assert [(one.seen, one.allowed) for one in raised.value.problems] == [
        ("fax", "web, paper, telephone, interview or mixed")
    ]


def test_one_code_in_two_groups_is_two_people(imports: dict[str, Imported]) -> None:
    people = imports["helix-first"].persons.set_index("row")
    assert set(people["basis"]) == {"code"}
    assert people["respondent"].nunique() == 4
    again = imports["helix-second"].persons.set_index("row")
    assert again.loc[2, "respondent"] == people.loc[3, "respondent"]
    assert again.loc[3, "respondent"] == people.loc[2, "respondent"]
    assert again.loc[5, "basis"] == "none"


def test_the_flow_and_the_attrition_are_told_by_the_rows_own_groups(links: dict[str, pd.DataFrame]) -> None:
    flow = links["sample_flow"]
    ours = flow[(flow["instrument"] == "helix") & (flow["stage"] == "counted")]
    assert {(row.wave, row.group): int(row.n) for row in ours.itertuples()} == {
        **{("w2021", "all"): 4, ("w2021", "citizens"): 2, ("w2021", "research"): 2},
        **{("w2024", "all"): 4, ("w2024", "citizens"): 2, ("w2024", "research"): 2},
    }
    attrition = links["attrition"]
    assert set(attrition["instrument"]) == {"helix"}
    assert set(attrition["group"]) == {"all", "citizens", "research"}
    assert set(attrition["case"]) == {"all", "west-quay", "inland-mill"}
    both = attrition[(attrition["statistic"] == "both") & (attrition["case"] == "all")]
    assert both.set_index("group")["n"].to_dict() == {"all": 2, "citizens": 1, "research": 1}


def test_the_first_survey_is_read_as_before(tmp_path: Path, imports: dict[str, Imported]) -> None:
    alone = load_study(write_tiny_study(tmp_path / "alone"))
    for source in alone.source_ids:
        made = import_source(alone, source, KEY)
        for table in ("responses", "receipts", "persons"):
            pd.testing.assert_frame_equal(getattr(imports[source], table), getattr(made, table))


def test_a_question_has_one_hash_in_two_exports_that_print_it_alike(folder: Path) -> None:
    first = SECOND.replace("Innlandsmølla", "Vestbrygga")
    write_answers(folder, "first", first.replace("3. Jeg kjenner mange", "Spm. 3: jeg  kjenner mange."))
    refresh_hashes(folder)
    study = load_study(folder)
    worded = {}
    for source in ("helix-first", "helix-second"):
        receipts = import_source(study, source, KEY).receipts
        lines = receipts[receipts["what"] == "wording"]
        assert set(lines["row"]) == {0} and set(lines["before"]) == {""} and set(lines["why"]) == {"wording"}
        assert lines["after"].str.fullmatch("[0-9a-f]{12}").all()
        worded[source] = lines.set_index("column")["after"].to_dict()
    assert set(worded["helix-first"]) == {"place", "who", "near", "proud"}
    assert worded["helix-first"] == worded["helix-second"]
    assert len(set(worded["helix-first"].values())) == 4


def test_an_export_of_codes_alone_tells_no_wording(imports: dict[str, Imported]) -> None:
    assert "wording" not in set(imports["helix-first"].receipts["what"])


def test_inspect_proposes_the_version_that_asks_for_the_group(study: Study) -> None:
    path = study.root / "data" / "raw" / "helix" / "second.csv"
    told = tell_inspection(inspect_file(path, study.instruments, SourceOptions()), study, study.root)
    row = next(line for line in told.splitlines() if line.startswith("second\t")).split("\t")
    assert row[4:9] == ["helix", "common", "*", "<wave>", "*"]


def test_the_first_survey_is_proposed_with_a_group_of_its_own(study: Study) -> None:
    path = study.root / "data" / "raw" / "tiny" / "municipality_answers.csv"
    told = tell_inspection(inspect_file(path, study.instruments, SourceOptions()), study, study.root)
    row = next(line for line in told.splitlines() if "\tanswers\t" in line).split("\t")
    assert row[4:9] == ["tiny", "<version>", "*", "<wave>", "<group>"]
    assert "  <version>: municipality, social_enterprise" in told


def test_two_programmes_in_one_wave_need_answers_that_tell_their_cases_apart(folder: Path) -> None:
    path = folder / "config" / "study.yaml"
    path.write_text(path.read_text("utf-8").replace("[w2021, w2024]", "[w2018, w2024]"), "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_study(folder)
    told = str(raised.value)
    assert "tiny is answered in two programmes, and the answer means “north-farm” too" in told
    assert "give the programmes waves of their own, or one of the two cases another answer" in told


def test_cases_of_a_comparison_of_kinds_each_have_one(folder: Path) -> None:
    plan, study = (folder / "config" / f"{name}.yaml" for name in ("plan", "study"))
    text = plan.read_text("utf-8")
    text += (
        "\nchanges:\n  over_time:\n    label: { nb: Endring, en: Change }\n    instrument: helix\n"
        "    scales: [pride]\n    before: w2021\n    after: w2024\n    purpose: exploratory\n"
        "    family: changed\n    treated: [project]\n    against: [follower]\n"
    )
    text = text.replace(
        "families:\n",
        "families:\n  changed:\n    label: { nb: Endring, en: Change }\n    adjustment: holm\n",
    )
    plan.write_text(text, "utf-8", newline="\n")
    load_study(folder)
    study.write_text(study.read_text("utf-8").replace("    kind: follower\n", ""), "utf-8", newline="\n")
    with pytest.raises(ProblemsFound) as raised:
        load_study(folder)
    assert [(one.what, one.allowed, one.remedy) for one in raised.value.problems] == [
        (
            "the analysis “over_time” compares kinds of cases, and “inland-mill” has none",
            "project, follower",
            "add  kind:",
        )
    ]


def test_a_form_that_asks_needs_groups_with_answers(folder: Path) -> None:
    path = folder / "config" / "study.yaml"
    text = path.read_text("utf-8").replace("    answer: 3\n", "").replace("    answer: 4\n", "")
    path.write_text(text, "utf-8", newline="\n")
    with pytest.raises(ProblemsFound) as raised:
        load_study(folder)
    told = str(raised.value.problems[0])
    assert told.startswith(
        "config/instruments/helix.yaml, line 8: the version asks for the group, and no group of the study has"
    )


def test_a_form_for_all_is_not_entered_for_one_group(folder: Path) -> None:
    path = folder / "config" / "sources.tsv"
    path.write_text(path.read_text("utf-8").replace("w2021\t*", "w2021\tcitizens"), "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_study(folder)
    assert [str(one) for one in raised.value.problems] == [
        "config/sources.tsv, row 7, column group: the version “common” is for all groups, and asks for the "
        "group\n    seen:    citizens\n    allowed: *\n"
        "    do:      write *; or name a version that this group alone answers"
    ]


def test_a_report_is_about_the_main_instrument_alone(study: Study) -> None:
    showing = open_showing(make_results(study), study)
    assert [group.id for group in showing.groups] == TINY
    assert [case.id for case in showing.programme_cases] == ["north-farm", "south-cafe"]


@pytest.fixture(scope="module")
def voices(study: Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Voice, Voice]:
    """What is told of the first survey alone, and of the same results with the second one beside it."""
    alone = load_study(write_tiny_study(tmp_path_factory.mktemp("alone")))
    results = make_results(alone)
    return Voice(open_showing(results, alone), "nb"), Voice(open_showing(results, study), "nb")


@pytest.mark.parametrize("name", [name for name in BUILDERS if name != "receipts"])
def test_a_table_of_the_first_survey_stays_as_it_was(voices: tuple[Voice, Voice], name: str) -> None:
    before, after = (BUILDERS[name](voice) for voice in voices)
    assert after == before


@pytest.mark.parametrize("name", [name for name in SENTENCES if name != "receipts"])
def test_a_sentence_on_the_first_survey_stays_as_it_was(voices: tuple[Voice, Voice], name: str) -> None:
    before, after = (SENTENCES[name](voice) for voice in voices)
    assert after == before


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_the_first_survey_stays_as_it_was(voices: tuple[Voice, Voice], name: str) -> None:
    before, after = ([(one.caption, one.alt) for one in FIGURES[name][1](voice)] for voice in voices)
    assert after == before


def test_the_receipts_name_a_source_of_all_groups(voices: tuple[Voice, Voice]) -> None:
    titles = [section.heading for section in BUILDERS["receipts"](voices[1]).sections]
    assert titles[-1] == "helix-second (alle)"
