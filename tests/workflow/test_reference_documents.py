"""The reference study's own reports: what a reader of the PDF, the Word document and the tables meets."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup

from analysis.study import load_study

SECTIONS = {
    "nb": (
        "Målinger og personer",
        "Funnene fra den trykte rapporten",
        "Suksessfaktorene",
        "Hva så få svar kan vise",
    ),
    "en": ("Waves and people", "The printed findings", "The success factors", "What so few answers can show"),
}
RESTRICTED = {"nb": "De to sidene av hvert case", "en": "The two sides of each case"}
FOLDERS = {
    "public": "public/reports/study_report",
    "restricted": "restricted/reports/study_report_restricted",
}
DRAWING = 300_000
pytestmark = pytest.mark.xdist_group("reference")


def report(study: Path, edition: str, language: str, kind: str) -> Path:
    return study / "results" / f"{FOLDERS[edition]}.{language}.{kind}"


@cache
def pdf_text(study: Path, edition: str, language: str) -> str:
    """The words of the PDF, without the pages that are mostly a drawing: they take seconds to read."""
    pages = pypdf.PdfReader(report(study, edition, language, "pdf")).pages
    read = [page for page in pages if len(page.get_contents().get_data()) < DRAWING]
    assert len(read) > 0.6 * len(pages) > 6
    return " ".join(" ".join(page.extract_text() for page in read).split())


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_a_reader_of_the_pdf_meets_every_section(reference_run: Path, edition: str, language: str) -> None:
    text = pdf_text(reference_run, edition, language)
    settings = load_study(reference_run, check_hashes=False).settings
    assert settings.synthetic_note
    assert settings.synthetic_note.in_language(language).split(".")[0] in text
    assert all(section in text for section in SECTIONS[language])
    assert (RESTRICTED[language] in text) == (edition == "restricted")
    decimal, other = (",", ".") if language == "nb" else (".", ",")
    assert f"95{chr(160)}%" in text or "95 %" in text or "95%" in text
    assert f"0{decimal}05" in text and f"g = 0{other}" not in text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_figure_and_table_is_in_every_document(reference_run: Path, language: str) -> None:
    for edition, figures in (("public", 24), ("restricted", 38)):
        html = report(reference_run, edition, language, "html").read_text("utf-8")
        page = BeautifulSoup(html, "html.parser")
        word = docx.Document(str(report(reference_run, edition, language, "docx")))
        text = pdf_text(reference_run, edition, language)
        tables = len(page.find_all("table"))
        assert len(page.find_all("figure")) == len(word.inline_shapes) == figures
        assert len(word.tables) == tables
        label = "Tabell" if language == "nb" else "Table"
        assert f"{label} {tables}" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_list_of_figures_leads_to_the_pages_they_stand_on(reference_run: Path) -> None:
    pages = pypdf.PdfReader(report(reference_run, "public", "nb", "pdf")).pages
    # a caption may take more than one line
    line = re.compile(r"^Figur\s(\d+) (?:(?!Figur\s\d).)*?(\d+)$", flags=re.MULTILINE | re.DOTALL)
    # the list may go over from one page to the next
    listed = line.findall("\n".join(page.extract_text() for page in pages[-3:]))
    assert [number for number, _ in listed] == [str(number) for number in range(1, 25)]
    for number, page in listed:
        text = pages[int(page) - 1].extract_text().replace("\N{NO-BREAK SPACE}", " ")
        assert f"Figur {number}. " in text


def test_no_withheld_number_is_in_the_public_report_and_none_is_withheld_from_the_team(
    reference_run: Path,
) -> None:
    public, restricted = (pdf_text(reference_run, edition, "en") for edition in ("public", "restricted"))
    assert public.count("withheld") > 20
    assert restricted.count("withheld") < public.count("withheld")
    assert "Do not share this edition" in restricted and "Do not share this edition" not in public


def test_every_published_column_is_explained(reference_run: Path) -> None:
    folder = reference_run / "results" / "public"
    with (folder / "tables" / "data_dictionary.csv").open(encoding="utf-8", newline="") as file:
        explained = {(row["file"], row["column"]) for row in csv.DictReader(file)}
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        if name != "tables/data_dictionary.csv":
            assert (name, "*") in explained or {(name, column) for column in columns} <= explained, name
