"""Exports of research tools: Nettskjema, SurveyXact, REDCap, KoboToolbox and ODK, SPSS, Stata, tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pyreadstat

from tests import tiny_exports
from tests.exports.answers import CODES, IDS, code_rows, day, items, labels, names, options, text_rows
from tests.exports.written import write_ods, write_text, write_workbook

Files = dict[str, Path]


def nettskjema_json(folder: Path) -> Files:
    tiny_exports.write_nettskjema(folder, CODES)
    return {
        "answers": folder / "municipality_answers.csv",
        "codebook": folder / "municipality_codebook.json",
    }


def nettskjema_alone(folder: Path) -> Files:
    return {"answers": nettskjema_json(folder)["answers"]}


def nettskjema_csv_codebook(folder: Path) -> Files:
    head = "element_no element_type element_code element_text element_desc subelement_seq"
    rows = [[*head.split(), "answer_text", "answer_code", "answer_seq"]]
    for number, item in enumerate(items(), 1):
        kind = {"text": "QUESTION", "hundred": "NUMBER"}.get(item["answers"], "RADIO")
        about = [str(number), kind, item["id"], item["label"]["nb"], "", ""]
        offered = list(options(item).items()) or [("", "")]
        rows += [
            [*about, text, code, str(place) if code else ""] for place, (code, text) in enumerate(offered, 1)
        ]
    codebook = write_text(folder / "codebook.csv", rows, ";", "utf-8", quoting=csv.QUOTE_ALL)
    return {"answers": nettskjema_json(folder)["answers"], "codebook": codebook}


def nettskjema_texts(folder: Path) -> Files:
    rows = [["$submission_id", "$created", *labels(), "$answer_time_ms"]]
    for number, given in enumerate(code_rows()):
        rows.append([IDS[number], f"{day(number)}T10:15:00+02:00", *given, "61000"])
    path = folder / "answers.csv"
    return {"answers": write_text(path, rows, ";", "utf-8", quoting=csv.QUOTE_ALL)}


def surveyxact_ansi(folder: Path) -> Files:
    tiny_exports.write_surveyxact(folder, CODES, {})
    return {part: folder / f"enterprise_{part}.csv" for part in ("answers", "structure", "labels")}


def _surveyxact_rows(folder: Path) -> dict[str, list[list[str]]]:
    return {
        part: list(csv.reader(path.read_bytes().decode("cp1252").splitlines(True), delimiter=";"))
        for part, path in surveyxact_ansi(folder).items()
    }


def surveyxact_commas(folder: Path) -> Files:
    read = _surveyxact_rows(folder)
    read["answers"] = [read["answers"][0], *([*row, ""] for row in read["answers"][1:])]
    return {
        part: write_text(folder / f"{part}.csv", rows, ",", "cp1252", quoting=csv.QUOTE_ALL)
        for part, rows in read.items()
    }


def surveyxact_unicode(folder: Path) -> Files:
    return {
        part: write_text(folder / f"{part}.csv", rows, "\t", "utf-16", lineterminator="\r\n")
        for part, rows in _surveyxact_rows(folder).items()
    }


def surveyxact_workbook(folder: Path) -> Files:
    read = _surveyxact_rows(folder)
    sheets = {"Labels": read["labels"], "Dataset": read["answers"], "Structure": read["structure"]}
    return {"answers": write_workbook(folder / "export.xlsx", sheets)}


DICTIONARY = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    "Choices, Calculations, OR Slider Labels,Field Note,Text Validation Type OR Show Slider Number,"
    "Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),"
    "Required Field?,Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,"
    "Field Annotation"
)


def _dictionary(folder: Path) -> Path:
    head = DICTIONARY.replace("Choices, Calculations, OR", "Choices# Calculations# OR").split(",")
    rows = [[name.replace("#", ",") for name in head]]
    blank = [""] * (len(head) - 6)
    rows.append(["record_id", "survey", "", "text", "Record ID", "", *blank])
    for item in items():
        offered = options(item)
        kind = "radio" if offered else "notes" if item["answers"] == "text" else "text"
        choices = " | ".join(f"{code}, {text}" for code, text in offered.items())
        rows.append([item["id"], "survey", "", kind, item["label"]["nb"], choices, *blank])
    return write_text(folder / "dictionary.csv", rows, ",", "utf-8")


def redcap_raw(folder: Path) -> Files:
    rows = [["record_id", *names(), "survey_complete"]]
    rows += [[str(number), *given, "2"] for number, given in enumerate(code_rows(), 1)]
    return {
        "answers": write_text(folder / "DATA.csv", rows, ",", "utf-8"),
        "dictionary": _dictionary(folder),
    }


def redcap_labels(folder: Path) -> Files:
    rows = [["Record ID", *labels(), "Complete?"]]
    rows += [[str(number), *given, "Complete"] for number, given in enumerate(text_rows(), 1)]
    return {
        "answers": write_text(folder / "DATA_LABELS.csv", rows, ",", "utf-8"),
        "dictionary": _dictionary(folder),
    }


def _kobo(head: list[str], rows: list[list[str]]) -> list[list[str]]:
    tail = ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    made = [["start", "end", *head, *tail]]
    for number, given in enumerate(rows):
        when = [f"{day(number)}T10:{minute}:00.000+02:00" for minute in ("00", "15")]
        uuid = f"00000000-0000-4000-8000-{number:012d}"
        made.append([*when, *given, str(900 + number), uuid, f"{day(number)}T08:15:03", "", str(number + 1)])
    return made


def kobo_names(folder: Path) -> Files:
    rows = _kobo(names(), code_rows())
    return {"answers": write_text(folder / "kobo.csv", rows, ";", "utf-8-sig", quoting=csv.QUOTE_ALL)}


def kobo_labels(folder: Path) -> Files:
    rows = _kobo(labels(), text_rows())
    return {"answers": write_text(folder / "kobo.csv", rows, ";", "utf-8", quoting=csv.QUOTE_ALL)}


def odk(folder: Path) -> Files:
    head = ["SubmissionDate", "start", "end", *names(), "meta-instanceID", "KEY", "SubmitterID"]
    head += ["SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState"]
    rows = [[*head, "DeviceID", "Edits", "FormVersion"]]
    for number, given in enumerate(code_rows()):
        when = [f"{day(number)}T10:{minute}:00.000+02:00" for minute in ("00", "15")]
        uuid = f"uuid:00000000-0000-4000-8000-{number:012d}"
        tail = [uuid, uuid, "5", "olamann@example.org", "0", "0", "", "", "", "0", "1"]
        rows.append([f"{day(number)}T10:16:00.000Z", *when, *given, *tail])
    return {"answers": write_text(folder / "odk.csv", rows, ",", "utf-8")}


def _frame() -> pd.DataFrame:
    frame = pd.DataFrame(code_rows(), columns=names())
    for name in names()[:-1]:
        frame[name] = pd.to_numeric(frame[name].replace("", None)).astype("float64")
    frame.insert(0, "respondentid", [float(one) for one in IDS])
    return frame


def _value_labels() -> dict[str, dict[float, str]]:
    return {
        item["id"]: {int(code): text for code, text in options(item).items()}
        for item in items()
        if options(item)
    }


def spss(folder: Path) -> Files:
    folder.mkdir(parents=True, exist_ok=True)
    about = {"column_labels": ["", *labels()], "variable_value_labels": _value_labels()}
    pyreadstat.write_sav(_frame(), str(folder / "export.sav"), **about)
    return {"answers": folder / "export.sav"}


def stata(folder: Path) -> Files:
    folder.mkdir(parents=True, exist_ok=True)
    frame = _frame()
    # Stata's value labels belong to whole numbers.
    for name in _value_labels():
        frame[name] = frame[name].astype("Int64")
    about = {"column_labels": ["", *labels()], "variable_value_labels": _value_labels()}
    pyreadstat.write_dta(frame, str(folder / "export.dta"), **about)
    return {"answers": folder / "export.dta"}


def _table(head: list[str], rows: list[list[str]]) -> list[list[str]]:
    return [["id", *head], *([one, *given] for one, given in zip(IDS, rows, strict=True))]


def table_csv(folder: Path) -> Files:
    return {"answers": write_text(folder / "t.csv", _table(names(), code_rows()), ";", "cp1252")}


def table_tsv(folder: Path) -> Files:
    return {"answers": write_text(folder / "t.tsv", _table(names(), code_rows()), "\t", "utf-8")}


def table_numbers(folder: Path) -> Files:
    head = [f"{item['number']}. {item['label']['nb']}" for item in items()]
    return {"answers": write_text(folder / "t.csv", _table(head, code_rows()), ",", "utf-8")}


def table_english(folder: Path) -> Files:
    rows = _table(labels("en"), text_rows("en"))
    return {"answers": write_text(folder / "t.csv", rows, ",", "utf-8")}


def table_workbook(folder: Path) -> Files:
    return {"answers": write_workbook(folder / "t.xlsx", {"Ark1": _table(names(), code_rows())})}


def table_ods(folder: Path) -> Files:
    return {"answers": write_ods(folder / "t.ods", _table(names(), code_rows()))}
