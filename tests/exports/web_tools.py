"""Exports of web survey tools: LimeSurvey, Qualtrics, SurveyMonkey, Microsoft Forms, Questback."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from tests.exports.answers import IDS, code_rows, day, items, labels, names, options, text_rows
from tests.exports.written import write_text, write_workbook

Files = dict[str, Path]
LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed"]


def _lime(number: int) -> list[str]:
    return [str(number + 1), f"{day(number)} 10:15:00", "3", "nb", "123456789"]


def limesurvey_codes(folder: Path) -> Files:
    rows = [_lime(number) + row for number, row in enumerate(code_rows())]
    return {"answers": write_text(folder / "results.csv", [LIME + names(), *rows], ",", "utf-8", quoting=1)}


def limesurvey_texts(folder: Path) -> Files:
    head = ["Response ID", "Date submitted", "Last page", "Start language", "Seed", *labels()]
    rows = [_lime(number) + row for number, row in enumerate(text_rows())]
    return {"answers": write_text(folder / "results.csv", [head, *rows], ",", "utf-8-sig", quoting=1)}


def limesurvey_abbreviated(folder: Path) -> Files:
    head = LIME + [f"{name}. {label}" for name, label in zip(names(), labels(), strict=True)]
    rows = [_lime(number) + row for number, row in enumerate(text_rows())]
    return {"answers": write_text(folder / "results.csv", [head, *rows], ";", "utf-8", quoting=1)}


def limesurvey_r(folder: Path) -> Files:
    head = LIME + names()
    rows = [_lime(number) + row for number, row in enumerate(code_rows())]
    answers = write_text(folder / "survey_1_R_data_file.csv", [head, *rows], ",", "utf-8", quoting=1)
    lines = ['data <- read.csv("survey_1_R_data_file.csv", quote = "\'\\"", na.strings=c("", "\\"\\""))', ""]
    for place, item in enumerate(items(), len(LIME) + 1):
        lines.append(f'attributes(data)$variable.labels[{place}] <- "{item["label"]["nb"]}"')
        if offered := options(item):
            levels = ",".join(offered)
            texts = ",".join(f'"{text}"' for text in offered.values())
            lines.append(f"data[, {place}] <- factor(data[, {place}], levels=c({levels}), labels=c({texts}))")
        lines.append(f'names(data)[{place}] <- "{item["id"]}"')
    syntax = folder / "survey_1_R_syntax_file.R"
    syntax.write_text("\n".join(lines) + "\n", "utf-8")
    return {"answers": answers, "syntax": syntax}


QUALTRICS = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished", "ResponseId"]


def _qualtrics_rows() -> list[list[str]]:
    rows = []
    for number, given in enumerate(code_rows()):
        began, ended = f"{day(number)} 10:00:00", f"{day(number)} 10:15:00"
        rows.append([began, ended, "0", "192.0.2.1", "100", "1", f"R_{IDS[number]}", *given])
    return rows


def _qualtrics_head() -> list[list[str]]:
    ids = ["startDate", "endDate", "status", "ipAddress", "progress", "finished", "_recordId"]
    ids += [f"QID{number}" for number in range(1, len(names()) + 1)]
    told = ["Startdato", "Sluttdato", "Svartype", "IP-adresse", "Fremdrift", "Fullført", "Svar-ID"]
    told += [f"{label}\n\nVelg ett svar." if label == "Møter" else label for label in labels()]
    return [QUALTRICS + names(), told, [json.dumps({"ImportId": one}) for one in ids]]


def qualtrics_three_rows(folder: Path) -> Files:
    rows = [*_qualtrics_head(), *_qualtrics_rows()]
    return {"answers": write_text(folder / "q.csv", rows, ",", "utf-8-sig")}


def qualtrics_tsv(folder: Path) -> Files:
    rows = [*_qualtrics_head(), *_qualtrics_rows()]
    return {"answers": write_text(folder / "q.tsv", rows, "\t", "utf-16")}


def qualtrics_workbook(folder: Path) -> Files:
    return {
        "answers": write_workbook(folder / "q.xlsx", {"Sheet0": [*_qualtrics_head(), *_qualtrics_rows()]})
    }


def qualtrics_legacy(folder: Path) -> Files:
    told = ["ResponseID", "ResponseSet", "IPAddress", "StartDate", "EndDate", "Finished"]
    head = [f"V{number}" for number in range(1, len(told) + 1)]
    rows = [[*head, *names(), ""], [*told, *labels(), ""]]
    for number, given in enumerate(code_rows()):
        when = [f"{day(number)} 10:00:00", f"{day(number)} 10:15:00"]
        rows.append([f"R_{IDS[number]}", "Default", "192.0.2.1", *when, "1", *given, ""])
    return {"answers": write_text(folder / "q.csv", rows, ",", "utf-8-sig")}


MONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"]


def surveymonkey(folder: Path) -> Files:
    return {"answers": write_text(folder / "Survey.csv", _monkey_rows(), ",", "utf-8-sig")}


def surveymonkey_workbook(folder: Path) -> Files:
    return {"answers": write_workbook(folder / "Survey.xlsx", {"Sheet": _monkey_rows()})}


def _monkey_rows() -> list[list[str]]:
    second = ["" for _ in MONKEY] + [
        "Response" if options(item) else "Open-Ended Response" for item in items()
    ]
    rows = [[*MONKEY, *labels()], second]
    for number, given in enumerate(text_rows()):
        when = [f"05/{number + 1:02d}/2018 10:0{minute}:00 AM" for minute in (0, 9)]
        rows.append([f"1098{number:07d}", "4001", *when, "192.0.2.1", "", *given])
    return rows


FORMS = ["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn"]


def forms_workbook(folder: Path) -> Files:
    rows: list[list[object]] = [[*FORMS, *labels()]]
    for number, given in enumerate(text_rows()):
        times = [datetime(2018, 5, number + 1, 10, minute) for minute in (0, 15)]
        rows.append([number + 1, *times, "anonymous", "", *given])
    return {"answers": write_workbook(folder / "Svar.xlsx", {"Sheet1": rows})}


def forms_csv(folder: Path) -> Files:
    rows = [[*FORMS, *labels()]]
    for number, given in enumerate(text_rows()):
        times = [f"5/{number + 1}/18 10:{minute}:00" for minute in ("00", "15")]
        rows.append([str(number + 1), *times, "anonymous", "", *given])
    return {"answers": write_text(folder / "Svar.csv", rows, ",", "utf-8-sig")}
