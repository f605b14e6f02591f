"""The made-up raw files: the committed ones are what the command writes, in the two tools' own shapes."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from analysis.configuration import load_yaml
from analysis.problems import ProblemsFound
from analysis.reference_study import (
    FOLDER,
    LATE_FOLDER,
    SCORECARD_FOLDER,
    TALK_FOLDER,
    design,
    soimpact_files,
    start_end_files,
    write_reference_study,
)
from analysis.reference_study.codes import PARTS
from analysis.sources import COLUMNS, hash_file
from analysis.study import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
NETTSKJEMA_KEYS = """
    elementId questionId text description elementType dateFormat sequence maxSelectedAnswerOptions imageUrl
    altText linearScaleType nationalIdNumberType repeatedNationalIdRequired nationalIdNumberOfLetters
    nationalIdNumberOfDigits isAutofill image isMandatory isHorizontal isRangeMarksShown externalElementId
    minimumValue maximumValue sendAdditionalRecipientEmail useForRedirectToForm minimumValueText
    midValueText maximumValueText numberOfDecimals routingReferenceIds answerOptions
    answerOptionsVisibilityFilter subElements validationScripts isAnswerHashed maxNumberOfCharacters
    isRandomizedOrder
"""
NETTSKJEMA_OPTION_KEYS = """
    answerOptionId sequence text redirectToForm isPreselected isCorrect additionalRecipientEmail
    externalAnswerOptionId image imageUrl altText externalElementId textOrAltText
"""


def copy_configuration(folder: Path) -> Path:
    (folder / "config" / "instruments").mkdir(parents=True)
    (folder / "config" / "codebooks").mkdir()
    (folder / "config" / "scorecards").mkdir()
    frames = ("codebooks/samskaping2018.yaml", "scorecards/samson.yaml")
    for name in ("study.yaml", "instruments/ks2018.yaml", "instruments/startend.yaml", *frames):
        shutil.copy(REPOSITORY / "config" / name, folder / "config" / name)
    return folder


def settings() -> Settings:
    return load_yaml(REPOSITORY / "config" / "study.yaml", Settings, REPOSITORY)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_configuration(tmp_path_factory.mktemp("reference"))
    write_reference_study(folder, settings().seed)
    return folder


def read_rows(path: Path, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=";"))


def read_cells(path: Path, encoding: str) -> list[dict[str, str]]:
    header, *rows = read_rows(path, encoding)
    return [dict(zip(header, row, strict=True)) for row in rows]


def list_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_committed_files_are_what_the_command_writes(written: Path) -> None:
    late = (soimpact_files.FOLDER, start_end_files.FOLDER)
    folders = (FOLDER, LATE_FOLDER, TALK_FOLDER, SCORECARD_FOLDER, *late)
    for folder in folders:
        committed = list_files(REPOSITORY / folder)
        assert committed == list_files(written / folder)
        for name in committed:
            assert (written / folder / name).read_bytes() == (REPOSITORY / folder / name).read_bytes(), name
    rows = (REPOSITORY / "config" / "sources.tsv").read_text("utf-8").splitlines()
    ours = [row for row in rows if any(folder in row for folder in folders)]
    assert (written / "config" / "sources.tsv").read_text("utf-8").splitlines()[1:] == ours


def test_the_command_tells_every_path_it_wrote(tmp_path: Path) -> None:
    paths = write_reference_study(copy_configuration(tmp_path), 1)
    assert all(path.is_file() for path in paths)
    assert {path.parent.relative_to(tmp_path).as_posix() for path in paths} == {
        FOLDER,
        LATE_FOLDER,
        TALK_FOLDER,
        f"{TALK_FOLDER}/qualcoder",
        SCORECARD_FOLDER,
        soimpact_files.FOLDER,
        start_end_files.FOLDER,
        "config",
    }


def test_another_seed_gives_other_answers_of_the_same_people(tmp_path: Path, written: Path) -> None:
    write_reference_study(copy_configuration(tmp_path), settings().seed + 1)
    name = f"{FOLDER}/municipality_answers.csv"
    other, first = (read_cells(folder / name, "utf-8") for folder in (tmp_path, written))
    background = ("q01", "q02", "q04", "q05", "q06")
    people = [sorted(tuple(row[item] for item in background) for row in rows) for rows in (other, first)]
    assert people[0] == people[1]
    assert sorted(row["q26"] + row["q70"] for row in other) != sorted(
        row["q26"] + row["q70"] for row in first
    )


def test_municipal_answers_have_nettskjemas_shape(written: Path) -> None:
    raw = (written / FOLDER / "municipality_answers.csv").read_bytes()
    header, *rows = read_rows(written / FOLDER / "municipality_answers.csv", "utf-8")
    items = [f"q{n:02d}" for n in range(1, 83)]
    assert header == ["$submission_id", "$created", *PARTS, *items, "$answer_time_ms"]
    assert raw.startswith(b'"$submission_id";"$created";"kode_mor";')
    assert b"\r" not in raw and raw.endswith(b'"\n')
    assert len(rows) == 11
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert len({row["$submission_id"] for row in cells}) == 11
    assert [row["$created"] for row in cells] == sorted(row["$created"] for row in cells)
    assert all(row["$created"].endswith("+01:00") and row["$answer_time_ms"].isdigit() for row in cells)
    # As in a real report, a number has a decimal and the code of an option has none.
    assert all(row["q70"] == "" or row["q70"].endswith(".0") for row in cells)
    assert {row["q26"] for row in cells} <= {"1", "2", "3", "4", "5"}


def test_every_cell_of_the_municipal_answers_is_quoted(written: Path) -> None:
    raw = (written / FOLDER / "municipality_answers.csv").read_bytes().decode("utf-8")
    rows = read_rows(written / FOLDER / "municipality_answers.csv", "utf-8")
    quoted = ['"' + cell.replace('"', '""') + '"' for row in rows for cell in row]
    assert len(raw) == sum(map(len, quoted)) + len(quoted)  # and one separator or line end each


def test_the_municipal_codebook_has_nettskjemas_shape(written: Path) -> None:
    text = (written / FOLDER / "municipality_codebook.json").read_text("utf-8")
    elements = json.loads(text)
    assert all(list(element) == NETTSKJEMA_KEYS.split() for element in elements)
    questions = {element["externalElementId"]: element for element in elements if element["questionId"]}
    assert list(questions) == [*PARTS, *(f"q{n:02d}" for n in range(1, 83))]
    shown = ("kode_mor", "q01", "q03", "q04", "q26", "q70")
    assert [questions[name]["elementType"] for name in shown] == [
        *("QUESTION", "SELECT", "QUESTION", "RADIO", "RADIO", "NUMBER")
    ]
    options = questions["q26"]["answerOptions"]
    assert all(list(option) == NETTSKJEMA_OPTION_KEYS.split() for option in options)
    assert [option["externalAnswerOptionId"] for option in options] == ["1", "2", "3", "4", "5"]
    ids = [option["answerOptionId"] for element in elements for option in element["answerOptions"]]
    assert len(ids) == len(set(ids))
    assert "æ" in text or "ø" in text  # kept as letters, not as escapes


def test_enterprise_answers_have_surveyxacts_shape(written: Path) -> None:
    folder = written / FOLDER
    header = read_rows(folder / "enterprise_dataset.csv", "cp1252")[0]
    technical = ["survey", "responde", "created", "modified", "closetim", "starttim", "difftime"]
    items = [f"s_{n}" for n in range(1, 83)]
    assert header == [*technical, *PARTS, *items] + [f"stato_{n}" for n in range(1, 6)]
    structure = read_cells(folder / "enterprise_structure.csv", "cp1252")
    assert [row["variableName"] for row in structure] == header
    types = {row["variableName"]: (row["questionType"], row["subType"]) for row in structure}
    shown = ("kode_dag", "s_1", "s_3", "s_26", "s_70", "stato_4")
    assert [types[name] for name in shown] == [
        ("Open", "String"),
        ("Closed", "Single"),
        ("Open", "String"),
        ("Closed", "Single"),
        ("Open", "Double"),
        ("Closed", "Multiple"),
    ]
    labels = read_rows(folder / "enterprise_labels.csv", "cp1252")
    assert labels[0][0] == "survey" and all(len(row) == 3 for row in labels)
    assert [row[1] for row in labels if row[0] == "s_26"] == ["1", "2", "3", "4", "5"]
    assert [row[2] for row in labels if row[0] == "stato_4"] == ["Ikke valgt", "Valgt"]
    for name in ("dataset", "structure", "labels"):
        raw = (folder / f"enterprise_{name}.csv").read_bytes()
        assert b"\r" not in raw and b"\xef\xbb\xbf" not in raw
        with pytest.raises(UnicodeDecodeError):
            raw.decode("utf-8")


def test_two_were_invited_and_never_came_and_one_stopped_early(written: Path) -> None:
    people = read_cells(written / FOLDER / "enterprise_dataset.csv", "cp1252")
    statuses = [next(n for n in range(1, 6) if row[f"stato_{n}"] == "1") for row in people]
    assert sorted(statuses) == [2, 2, 3] + 7 * [4]
    assert all(sum(int(row[f"stato_{n}"]) for n in range(1, 6)) == 1 for row in people)
    for row, status in zip(people, statuses, strict=True):
        answered = [n for n in range(1, 83) if row[f"s_{n}"]]
        assert all(bool(row[part]) == bool(row["starttim"]) for part in PARTS)
        if status == 2:
            assert not answered and not row["starttim"]
        elif status == 3:
            assert max(answered) == design.UNFINISHED_AFTER and row["starttim"] and not row["closetim"]
        else:
            assert len(answered) > 65 and row["closetim"] > row["starttim"]
    assert len({row["responde"] for row in people}) == len(people)


@pytest.mark.parametrize(
    ("name", "encoding"), [("municipality_answers.csv", "utf-8"), ("enterprise_dataset.csv", "cp1252")]
)
@pytest.mark.parametrize("sign", ["ø", "å", '"', ";", "\n"])
def test_free_text_holds_what_exports_stumble_on(written: Path, name: str, encoding: str, sign: str) -> None:
    texts = [cell for row in read_rows(written / FOLDER / name, encoding)[1:] for cell in row]
    assert any(sign in text for text in texts)


def test_the_files_say_that_they_are_synthetic(written: Path) -> None:
    folder = written / FOLDER
    assert (
        "SYNTETISKE DATA"
        in json.loads((folder / "municipality_codebook.json").read_bytes())[1]["description"]
    )
    assert "SYNTETISKE DATA" in read_rows(folder / "enterprise_labels.csv", "cp1252")[0][2]
    assert "**Synthetic.**" in (folder / "PROVENANCE.md").read_text("utf-8")
    assert settings().synthetic


def test_rows_of_other_sources_are_kept(tmp_path: Path) -> None:
    folder = copy_configuration(tmp_path)
    sources = folder / "config" / "sources.tsv"
    mine = "\t".join(["mine", *["x"] * (len(COLUMNS) - 1)])
    sources.write_text("\t".join(COLUMNS) + "\n" + mine + "\n", "utf-8")
    write_reference_study(folder, 1)
    write_reference_study(folder, 2)
    header, *rows = sources.read_text("utf-8").splitlines()
    assert header.split("\t") == COLUMNS
    assert len(rows) == 22 and rows[-1] == mine
    first = dict(zip(COLUMNS, rows[0].split("\t"), strict=True))
    assert first["sha256"] == hash_file(folder / first["path"])


def test_a_study_without_its_cases_is_told(tmp_path: Path) -> None:
    folder = copy_configuration(tmp_path)
    path = folder / "config" / "study.yaml"
    path.write_text(path.read_text("utf-8").replace("id: steinkjer-noen", "id: elsewhere"), "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        write_reference_study(folder, 1)
    assert str(raised.value) == (
        "config/study.yaml, case steinkjer-noen: the reference study needs this case with its answer\n"
        "    do:      put the case back, or do not simulate the reference study"
    )
    assert not (folder / "data").exists()


def test_a_case_that_left_the_late_wave_is_told(tmp_path: Path) -> None:
    folder = copy_configuration(tmp_path)
    path = folder / "config" / "study.yaml"
    before, after = path.read_text("utf-8").split("id: trondheim-jodacare")
    path.write_text(f"{before}id: trondheim-jodacare{after.replace('[w2018, w2020]', '[w2018]')}", "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        write_reference_study(folder, 1)
    assert str(raised.value) == (
        "config/study.yaml, case trondheim-jodacare: "
        "the reference study needs this case in the wave “w2020”\n"
        "    do:      add w2020 to its waves, or do not simulate the reference study"
    )


def test_the_answers_were_given_in_the_wave(written: Path) -> None:
    assert settings().waves[0].date == design.OPENED
    cells = read_cells(written / FOLDER / "municipality_answers.csv", "utf-8")
    assert min(row["$created"] for row in cells) >= design.OPENED.isoformat()
