"""The front page leads to every published file, and the dictionary explains every published column."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from analysis.dictionary import HEADINGS, write_dictionary
from analysis.displays import TABLES
from analysis.figures import FIGURES
from analysis.problems import ProblemsFound
from analysis.reports import build_index
from analysis.results import PUBLIC_TABLES
from analysis.study import Study
from tests.unit.report_studies import list_optional, write_shown_study

PUBLIC_FIGURES = [
    name
    for name, (editions, _, _) in FIGURES.items()
    if "public" in editions and name not in list_optional("figure")
]
"""What a study of one wave without codings, scorecards and indicators draws."""

FORMATS = ("html", "pdf", "docx")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study with every published file; reports and tables hold no words, as the page does not read them."""
    made = write_shown_study(tmp_path_factory.mktemp("index") / "study")
    public = made.root / "results" / "public"
    files = [f"reports/study_report.{language}.{kind}" for language in ("nb", "en") for kind in FORMATS]
    files += [f"tables/{language}/{name}.csv" for language in ("nb", "en") for name in TABLES]
    for name in (*files, "manifest.json"):
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).touch()
    write_dictionary(public / "tables" / "data_dictionary.csv")
    return made


@pytest.fixture(scope="module")
def page(study: Study) -> BeautifulSoup:
    return BeautifulSoup(build_index(study, study.root / "results" / "public"), "html.parser")


def links(part: Tag) -> list[str]:
    return [str(link["href"]) for link in part.find_all("a") if not str(link["href"]).startswith("#")]


def half(page: BeautifulSoup, language: str) -> Tag:
    (found,) = page.select(f"section[lang={language}]")
    return found


def test_every_published_file_is_linked_to(page: BeautifulSoup, study: Study) -> None:
    public = study.root / "results" / "public"
    files = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    described_beside = {name for name in files if name.startswith("figures/") and name.endswith(".json")}
    assert set(links(page)) == files - described_beside


def test_no_link_leads_into_the_restricted_folder(page: BeautifulSoup) -> None:
    assert not [link for link in links(page) if "restricted" in link or link.startswith(("/", ".", "http"))]


@pytest.mark.parametrize(("language", "synthetic"), [("nb", "Syntetiske data"), ("en", "Synthetic data")])
def test_each_language_says_that_the_data_are_synthetic(
    page: BeautifulSoup, study: Study, language: str, synthetic: str
) -> None:
    notice = half(page, language).select_one(".notice")
    assert notice and synthetic in notice.get_text()
    assert study.settings.title.in_language(language) in page.h1.get_text()


def test_each_figure_has_the_command_that_made_it(page: BeautifulSoup) -> None:
    for language in ("nb", "en"):
        drawn = [item for item in half(page, language).find_all("li") if "figures/" in str(item)]
        assert len(drawn) == len(PUBLIC_FIGURES)
        assert all("analysis draw-figures --edition public" in item.code.get_text() for item in drawn)
        assert all(f"figures/{language}/" in link for item in drawn for link in links(item))


def test_a_report_that_is_not_there_is_not_linked_to(study: Study, tmp_path: Path) -> None:
    shutil.copytree(study.root / "results", tmp_path / "results")
    public = tmp_path / "results" / "public"
    (public / "reports" / "study_report.en.pdf").unlink()
    assert "study_report.en.pdf" not in build_index(study, public)
    shutil.rmtree(public / "estimates")
    with pytest.raises(ProblemsFound, match="results/public/estimates/descriptives"):
        build_index(study, public)


def test_the_page_asks_no_address_for_anything(page: BeautifulSoup) -> None:
    assert not page.find_all(["script", "link", "img"])
    assert page.html and page.html["lang"] == "nb"


@pytest.mark.parametrize("language", ["nb", "en"])
def test_links_that_say_only_a_format_are_told_apart(page: BeautifulSoup, language: str) -> None:
    short = [
        link
        for link in half(page, language).find_all("a")
        if link.get_text() in ("SVG", "PNG", "PDF", "Word")
    ]
    names = [str(link["aria-label"]) for link in short]
    assert len(set(names)) == len(names) == 4 + 2 * len(PUBLIC_FIGURES)
    assert all(link.get_text() in str(link["aria-label"]) for link in short)


def test_the_dictionary_explains_every_column_of_every_published_table(study: Study) -> None:
    public = study.root / "results" / "public"
    with (public / "tables" / "data_dictionary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == HEADINGS
    explained = {(row["file"], row["column"]) for row in rows}
    assert len(explained) == len(rows)
    assert all(row["meaning"] and row["row"] for row in rows)
    for path, _ in PUBLIC_TABLES.values():
        name = path.removeprefix("public/")
        with (public / name).open(encoding="utf-8") as file:
            header = next(csv.reader(file))
        assert {column for file_name, column in explained if file_name == name} == set(header)
    files = {path.relative_to(public).as_posix() for path in public.rglob("*.csv")}
    assert {name for name, _ in explained} == files - {"tables/data_dictionary.csv"}
