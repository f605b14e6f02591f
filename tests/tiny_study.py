"""A complete study of two cases, small enough to read, for the tests of every floor.

`config/` is copied from `tests/tiny/`; the raw files are written here from the tables below, as
Nettskjema (municipality) and SurveyXact (enterprise) write them. Nothing is drawn at random.
"""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from analysis.sources import COLUMNS, hash_file
from tests.tiny_exports import TEMPLATE, Answers, write_csv, write_nettskjema, write_surveyxact

REPOSITORY = Path(__file__).resolve().parents[1]
KEY = bytes(range(32))
"""The key of the pseudonyms in tests."""

# One line a person: q01 (case), q02, q03 ... q07, q08, q09, q10. Blank: not answered.
MUNICIPALITY: dict[str, Answers] = {
    "27685292": ("1", "1", "4", "4", "2", "4", "5", "40", "35", 'Korte møter; "ærlige" svar'),
    "27685302": ("1", "2", "2", "4", "4", "2", "4", "60", "55", ""),
    "27685319": ("1", "1", "5", "5", "1", "4", "4", "30", "45", "Først ett møte.\nSå ett til."),
    "27685344": ("1", "3", "2", "2", "3", "1", "2", "80", "", ""),
    "27685361": ("2", "2", "4", "5", "2", "3", "4", "50", "65", "Åpenhet"),
    "27685377": ("2", "1", "4", "4", "1", "5", "5", "45", "40", ""),
    "27685398": ("2", "2", "1", "2", "4", "2", "", "70", "75", ""),
}
ENTERPRISE: dict[str, Answers] = {
    "825478429": ("1", "1", "5", "5", "1", "5", "5", "20", "15", ""),
    "825478430": ("1", "2", "4", "5", "2", "4", "4", "35", "30", 'De sier "ja"; vi venter på ørene'),
    "825478433": ("1", "1", "5", "4", "1", "3", "5", "", "10", ""),
    "825478436": ("2", "1", "4", "5", "2", "5", "4", "25", "20", "Én linje\ntil"),
    "825478438": ("2", "3", "2", "4", "2", "4", "2", "40", "50", ""),
    "825478441": ("2", "1", "5", "5", "1", "5", "5", "10", "5", ""),
    "825478442": ("", "", "", "", "", "", "", "", "", ""),
    "825478444": ("2", "1", "5", "", "", "", "", "", "", ""),
}
THIRD_MUNICIPALITY: dict[str, Answers] = {
    "27685401": ("", "1", "5", "4", "1", "5", "4", "35", "30", ""),
    "27685402": ("", "2", "4", "2", "2", "4", "4", "55", "60", "Østover"),
    "27685403": ("", "1", "4", "5", "4", "4", "5", "65", "40", ""),
}
THIRD_ENTERPRISE: dict[str, Answers] = {
    "825478501": ("", "1", "5", "5", "2", "4", "5", "15", "25", ""),
    "825478502": ("", "3", "5", "5", "1", "5", "4", "30", "20", ""),
    "825478503": ("", "1", "2", "4", "1", "5", "5", "20", "45", ""),
}
# SurveyXact also exports those who never answered or stopped half-way; all others are completed (4).
STATUS = {"825478442": 2, "825478444": 3}

THIRD_CASE = """\
  - id: east-workshop
    label: Østverkstedet
    municipality: "0301"
    enterprise: Østverkstedet AS
    field: { nb: verksted, en: workshop }
    programme: tests
    waves: [w2018]
"""


def write_tiny_study(folder: Path, *, cases: int = 2) -> Path:
    """Write the whole study into `folder` (made if need be) and return it; `cases` is 2 or 3."""
    if cases not in (2, 3):
        raise ValueError(f"the tiny study has 2 or 3 cases, not {cases}")
    shutil.copytree(TEMPLATE / "config", folder / "config", dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "config" / "municipalities.tsv", folder / "config" / "municipalities.tsv")
    raw = folder / "data" / "raw" / "tiny"
    write_nettskjema(raw, MUNICIPALITY)
    write_surveyxact(raw, ENTERPRISE, STATUS)
    rows = [
        *_nettskjema_rows("tiny-municipality", "*", "tiny"),
        *_surveyxact_rows("tiny-enterprise", "*", "tiny"),
    ]
    _write_sources(folder, rows)
    refresh_hashes(folder)
    if cases == 3:
        add_case(folder)
    return folder


def add_case(folder: Path) -> None:
    """Add the case `east-workshop`, by its own raw files and lines of configuration only."""
    with (folder / "config" / "study.yaml").open("a", encoding="utf-8", newline="\n") as study:
        study.write(THIRD_CASE)
    raw = folder / "data" / "raw" / "east-workshop"
    write_nettskjema(raw, THIRD_MUNICIPALITY)
    write_surveyxact(raw, THIRD_ENTERPRISE, {})
    case = "east-workshop"
    rows = [
        *_nettskjema_rows("east-municipality", case, case),
        *_surveyxact_rows("east-enterprise", case, case),
    ]
    _write_sources(folder, [*read_sources(folder), *rows])
    refresh_hashes(folder)


def change_answer(
    folder: Path,
    *,
    source: str = "tiny-municipality",
    respondent: str = "27685302",
    item: str = "q03",
    value: str = "5",
) -> None:
    """Change one cell of a source's raw answers, and enter the file's new sha256."""
    row = next(row for row in read_sources(folder) if row["source"] == source and row["part"] == "answers")
    path, nettskjema = folder / row["path"], row["format"] == "nettskjema"
    encoding = "utf-8" if nettskjema else "cp1252"
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=";"))
    column = rows[0].index(item if nettskjema else f"s_{int(item[1:])}")
    next(row for row in rows[1:] if respondent in row)[column] = value
    write_csv(path, rows, encoding, csv.QUOTE_ALL if nettskjema else csv.QUOTE_MINIMAL)
    refresh_hashes(folder)


def edit_raw(folder: Path, name: str, before: str, after: str, encoding: str = "utf-8") -> None:
    """Replace a text that stands in a raw file of `data/raw/tiny`, and enter the file's new sha256."""
    path = folder / "data" / "raw" / "tiny" / name
    data = path.read_bytes()
    if before.encode(encoding) not in data:
        raise ValueError(f"{name} does not hold {before!r}")
    path.write_bytes(data.replace(before.encode(encoding), after.encode(encoding)))
    refresh_hashes(folder)


def refresh_hashes(folder: Path) -> None:
    """Enter the sha256 of every raw file anew."""
    rows = read_sources(folder)
    for row in rows:
        row["sha256"] = hash_file(folder / row["path"])
    _write_sources(folder, rows)


def read_sources(folder: Path) -> list[dict[str, str]]:
    """The rows of sources.tsv, by column."""
    lines = (folder / "config" / "sources.tsv").read_text("utf-8").splitlines()
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines[1:]]


def _nettskjema_rows(source: str, case: str, folder: str) -> list[dict[str, str]]:
    names = {"answers": "municipality_answers.csv", "codebook": "municipality_codebook.json"}
    return [
        _row(source, part, "nettskjema", "municipality", case, folder, name) for part, name in names.items()
    ]


def _surveyxact_rows(source: str, case: str, folder: str) -> list[dict[str, str]]:
    return [
        _row(source, part, "surveyxact", "social_enterprise", case, folder, f"enterprise_{part}.csv")
        for part in ("answers", "structure", "labels")
    ]


def _row(source: str, part: str, tool: str, group: str, case: str, folder: str, name: str) -> dict[str, str]:
    path = f"data/raw/{folder}/{name}"
    cells = (source, "survey", part, tool, "tiny", group, case, "w2018", group, path, "")
    return dict(zip(COLUMNS, cells, strict=True))


def _write_sources(folder: Path, rows: list[dict[str, str]]) -> None:
    lines = ["\t".join(COLUMNS), *("\t".join(row[name] for name in COLUMNS) for row in rows)]
    (folder / "config" / "sources.tsv").write_bytes(("\n".join(lines) + "\n").encode("utf-8"))
