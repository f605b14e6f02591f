"""Every way the same answers are written: by name, the format and the writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis.sources import COLUMNS
from tests.exports import research_tools as research
from tests.exports import web_tools as web
from tests.tiny_study import refresh_hashes, write_tiny_study

Writer = Callable[[Path], dict[str, Path]]
VARIANTS: dict[str, tuple[str, Writer]] = {
    "nettskjema, codes and JSON": ("nettskjema", research.nettskjema_json),
    "nettskjema, codes and CSV": ("nettskjema", research.nettskjema_csv_codebook),
    "nettskjema, codes alone": ("nettskjema", research.nettskjema_alone),
    "nettskjema, texts as headers": ("nettskjema", research.nettskjema_texts),
    "surveyxact, Windows-1252": ("surveyxact", research.surveyxact_ansi),
    "surveyxact, commas": ("surveyxact", research.surveyxact_commas),
    "surveyxact, UTF-16": ("surveyxact", research.surveyxact_unicode),
    "surveyxact, workbook": ("surveyxact", research.surveyxact_workbook),
    "forms, workbook": ("forms", web.forms_workbook),
    "forms, CSV": ("forms", web.forms_csv),
    "limesurvey, codes": ("limesurvey", web.limesurvey_codes),
    "limesurvey, texts": ("limesurvey", web.limesurvey_texts),
    "limesurvey, abbreviated": ("limesurvey", web.limesurvey_abbreviated),
    "limesurvey, R": ("limesurvey", web.limesurvey_r),
    "qualtrics, three rows": ("qualtrics", web.qualtrics_three_rows),
    "qualtrics, tabs": ("qualtrics", web.qualtrics_tsv),
    "qualtrics, workbook": ("qualtrics", web.qualtrics_workbook),
    "qualtrics, legacy": ("qualtrics", web.qualtrics_legacy),
    "surveymonkey, CSV": ("surveymonkey", web.surveymonkey),
    "surveymonkey, workbook": ("surveymonkey", web.surveymonkey_workbook),
    "redcap, raw": ("redcap", research.redcap_raw),
    "redcap, labels": ("redcap", research.redcap_labels),
    "kobo, names": ("kobo", research.kobo_names),
    "kobo, labels": ("kobo", research.kobo_labels),
    "kobo, ODK": ("kobo", research.odk),
    "spss": ("spss", research.spss),
    "stata": ("stata", research.stata),
    "table, semicolons": ("table", research.table_csv),
    "table, tabs": ("table", research.table_tsv),
    "table, numbered texts": ("table", research.table_numbers),
    "table, in English": ("table", research.table_english),
    "table, workbook": ("table", research.table_workbook),
    "table, ods": ("table", research.table_ods),
}


def write_variant(folder: Path, variant: str, format: str = "") -> Path:
    """The tiny study with the municipal answers as one tool writes them, and nothing else."""
    write_tiny_study(folder)
    named, write = VARIANTS[variant]
    files = write(folder / "data" / "raw" / "variant")
    for path in (folder / "data" / "raw" / "variant").iterdir():
        # Some writers begin from another one's files.
        if path not in files.values():
            path.unlink()
    rows = ["\t".join(COLUMNS)]
    for part, path in files.items():
        about = ["variant", "survey", part, format or named, "tiny", "municipality", "*", "w2018"]
        rows.append("\t".join([*about, "municipality", path.relative_to(folder).as_posix(), ""]))
    (folder / "config" / "sources.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    refresh_hashes(folder)
    return folder
