"""From the notebook to HTML, PDF and Word: readable by everybody, and the same bytes wherever it is made."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import nbformat
import pypdf
import pytest
from bs4 import BeautifulSoup

from analysis.figures import FIGURES
from analysis.problems import ProblemsFound
from analysis.reports import execution, rendering
from analysis.study import Study
from tests.tiny_study import REPOSITORY, write_tiny_study
from tests.unit.report_studies import write_shown_study

NOTEBOOK = nbformat.read(REPOSITORY / "notebooks" / "study_report.ipynb", as_version=4)
WITHOUT_CODINGS = [
    cell for cell in NOTEBOOK.cells if not set(cell["metadata"].get("tags", [])) & set(execution.SECTION_TAGS)
]
SECTIONS = [
    cell["source"].splitlines()[0].removeprefix("## ")
    for cell in WITHOUT_CODINGS
    if "lang-en" in cell["metadata"].get("tags", []) and cell["source"].startswith("## ")
]
"""The headings of the restricted report in English, of a study without codings."""
SHOWN = [
    name for name in FIGURES if any(f'report.figure("{name}"' in one["source"] for one in WITHOUT_CODINGS)
]
"""The figures of that report."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return write_shown_study(tmp_path_factory.mktemp("rendering") / "study")


@pytest.fixture(scope="module")
def documents(study: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The restricted report in English, by the kind of document."""
    folder = tmp_path_factory.mktemp("documents")
    paths = rendering.render_report(study.root, "restricted", "en", folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in paths)
    assert {path.name for path in paths} == {
        f"study_report_restricted.en.{kind}" for kind in ("html", "pdf", "docx")
    }
    return {path.suffix[1:]: path.read_bytes() for path in paths}


def page_of(documents: dict[str, bytes]) -> BeautifulSoup:
    return BeautifulSoup(documents["html"].decode("utf-8"), "html.parser")


def test_the_page_names_its_language_and_its_title(documents: dict[str, bytes], study: Study) -> None:
    page = page_of(documents)
    assert page.html and page.html["lang"] == "en"
    assert page.title and page.title.string == study.settings.title.en
    assert [one.get_text() for one in page.find_all("h1")] == [study.settings.title.en]
    assert len(page.select("header")) == len(page.select("main")) == len(page.select("footer")) == 1


def test_the_page_asks_no_address_for_anything(documents: dict[str, bytes]) -> None:
    page = page_of(documents)
    assert not page.find_all(["script", "link", "iframe", "object"])
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in page.find_all("img"))
    assert "@import" not in page.style.string and "url(" not in page.style.string
    assert all(link["href"].startswith("#") for link in page.find_all("a"))


def test_the_contents_lead_to_every_section(documents: dict[str, bytes]) -> None:
    page = page_of(documents)
    headings = {heading["id"]: heading.get_text() for heading in page.select("main h2")}
    links = {link["href"][1:]: link.get_text() for link in page.select("nav a")}
    assert links == headings
    assert list(links.values()) == SECTIONS and len(SECTIONS) > 15


def test_figures_have_captions_and_tables_have_headings(documents: dict[str, bytes]) -> None:
    page = page_of(documents)
    figures = page.find_all("figure")
    assert len(figures) == len(SHOWN) > 10
    assert all(len(figure.img["alt"]) > 40 and figure.figcaption.get_text() for figure in figures)
    labels = [figure.select_one(".label").get_text() for figure in figures]
    assert labels == [f"Figure {number}." for number in range(1, len(SHOWN) + 1)]
    for table in page.find_all("table"):
        assert table.caption and table.select("thead th[scope=col]") and table.select("tbody th[scope=row]")


def test_the_page_has_one_language_and_no_code(documents: dict[str, bytes]) -> None:
    text = page_of(documents).get_text()
    assert "Methods, commands and versions" in text
    assert "Metoder" not in text
    assert "report.figure" not in text and "open_report" not in text


def test_the_pdf_is_tagged_and_has_a_language_and_a_title(documents: dict[str, bytes], study: Study) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(documents["pdf"]))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode("utf-8")
    assert pdf.metadata and pdf.metadata.title == study.settings.title.en
    assert str(pdf.metadata["/CreationDate"]).startswith(f"D:{study.wave(study.main_wave).date:%Y%m%d}")
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert len(pdf.pages) > 3
    for words in ("Synthetic data", "Contents", "The two sides of each case", "Figure 7", "Table 1"):
        assert words in text


def test_a_figure_without_a_text_for_those_who_cannot_see_it_makes_no_pdf(study: Study) -> None:
    front = rendering.Report(study, "nb", "public").front_page()
    image = "results/public/figures/nb/contact.svg"
    good = rendering.make_pdf(f'![Kort.]({image}){{alt="Lang."}}', front, study)
    assert good.startswith(b"%PDF")
    with pytest.raises(RuntimeError, match="alt"):
        rendering.make_pdf(f'![Kort.]({image}){{alt=""}}', front, study)


def test_the_word_document_has_headings_tables_and_texts_for_its_figures(
    documents: dict[str, bytes], study: Study
) -> None:
    document = docx.Document(io.BytesIO(documents["docx"]))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == "Title" and document.paragraphs[0].text == study.settings.title.en
    assert styles.count("Heading 1") == len(SECTIONS)
    assert styles.count("Notice Heading") == 2
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer.startswith("Synthetic data · Restricted edition · ")
    assert len(document.tables) == len(page_of(documents).find_all("table"))
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in document.tables)
    assert len(document.inline_shapes) == len(SHOWN)
    for shape in document.inline_shapes:
        assert len(shape._inline.docPr.get("descr")) > 40
        assert shape.width <= document.sections[0].page_width
    assert document.core_properties.language == "en-GB"
    language = document.styles.element.xpath("w:docDefaults//w:lang")[0]
    assert [value for name, value in language.items() if name.endswith("}val")] == ["en-GB"]


def test_pages_and_captions_speak_the_document_s_language(study: Study) -> None:
    front = rendering.Report(study, "nb", "public").front_page()
    figure = '![Kort.](results/public/figures/nb/contact.svg){alt="Lang."}'
    text = f"Ord.\n\n{figure}\n\n|a|b|\n|-|-|\n|1|2|\n\n: Tekst"
    pdf = pypdf.PdfReader(io.BytesIO(rendering.make_pdf(text, front, study)))
    told = "\n".join(page.extract_text() for page in pdf.pages)
    assert pdf.trailer["/Root"]["/Lang"] == "nb-NO"
    assert all(words in told for words in ("Innhold", "Figur 1", "Tabell 1"))
    word = docx.Document(io.BytesIO(rendering.make_docx(text, front, study)))
    captions = [one for one in word.paragraphs if one.style and one.style.name.endswith("Caption")]
    texts = ["".join(caption._p.xpath(".//w:t/text()")) for caption in captions]
    assert texts == ["Figur\N{NO-BREAK SPACE}1: Kort.", "Tabell\N{NO-BREAK SPACE}1: Tekst"]


def test_the_documents_hold_neither_the_place_nor_the_time_they_were_made(
    documents: dict[str, bytes], study: Study
) -> None:
    packed = zipfile.ZipFile(io.BytesIO(documents["docx"]))
    texts = [documents["html"], documents["pdf"], *(packed.read(name) for name in packed.namelist())]
    for text in texts:
        assert str(study.root).encode() not in text
        assert b"/tmp" not in text and str(Path.home()).encode() not in text
    day = study.wave(study.main_wave).date
    dates = {one.date_time[:3] for one in packed.infolist()}
    assert dates <= {(1980, 1, 1), (day.year, day.month, day.day)}


def test_another_folder_gives_the_same_bytes(
    documents: dict[str, bytes], study: Study, tmp_path: Path
) -> None:
    shutil.copytree(study.root, tmp_path / "elsewhere")
    paths = rendering.render_report(tmp_path / "elsewhere", "restricted", "en", tmp_path / "documents")
    assert {path.suffix[1:]: path.read_bytes() for path in paths} == documents


def test_missing_results_make_no_document(study: Study, tmp_path: Path) -> None:
    bare = write_tiny_study(tmp_path / "study")
    with pytest.raises(ProblemsFound) as raised:
        rendering.render_report(bare, "public", "nb", tmp_path / "documents")
    assert {problem.remedy for problem in raised.value.problems} == {"make the results with: python3 run.py"}
    shutil.copytree(study.root / "results", bare / "results")
    shutil.rmtree(bare / "results" / "public" / "figures")
    with pytest.raises(ProblemsFound) as raised:
        rendering.render_report(bare, "public", "nb", tmp_path / "documents")
    files = {problem.file for problem in raised.value.problems}
    assert "results/public/figures/nb/factor_profile.svg" in files
    assert not (tmp_path / "documents").exists()


@pytest.mark.parametrize(("edition", "language"), [("public", "nb"), ("restricted", "en")])
def test_a_report_runs_the_cells_of_its_edition_and_language(edition: str, language: str) -> None:
    notebook = execution.prepare_notebook(edition, language)
    stored = nbformat.read(execution.NOTEBOOK, as_version=4)
    tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    known = {f"lang-{language}", "parameters", "title-page", *execution.SECTION_TAGS}
    assert set(tags) - {"restricted"} == known
    assert ("restricted" in tags) == (edition == "restricted")
    assert len(notebook.cells) < len(stored.cells)
    parameters = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert parameters == [f'language = "{language}"\nedition = "{edition}"']


@pytest.mark.parametrize("tag", execution.SECTION_TAGS)
def test_a_study_without_codings_or_changes_has_no_section_on_them(tag: str) -> None:
    whole = execution.prepare_notebook("public", "nb")
    without = execution.prepare_notebook("public", "nb", set(execution.SECTION_TAGS) - {tag})
    tagged = [cell.id for cell in whole.cells if tag in cell.metadata.get("tags", [])]
    assert tagged and {cell.id for cell in whole.cells} - {cell.id for cell in without.cells} == set(tagged)


def test_running_every_cell_shows_what_the_report_shows(study: Study) -> None:
    """As in JupyterLab: the notebook as it is stored, with both languages' prose and its own parameters."""
    stored = nbformat.read(execution.NOTEBOOK, as_version=4)
    execution.execute(stored, study.root)
    report = execution.run_notebook(study.root, "public", "nb")
    shown = {cell.id: cell.outputs for cell in stored.cells if cell.cell_type == "code"}
    assert all(len(outputs) <= 1 for outputs in shown.values())
    for cell in report.cells:
        if cell.cell_type == "code":
            data = [output.data for output in cell.outputs]
            assert [output.data for output in shown.pop(cell.id)] == data, cell.id
    without = {cell.id for cell in WITHOUT_CODINGS}
    rest = {name: outputs[0].data["text/markdown"] for name, outputs in shown.items() if name in without}
    assert rest == dict.fromkeys(rest, "Vises bare i den interne utgaven.")


def test_a_report_runs_without_a_kernel_of_the_machine(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["false"], "display_name": "no", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setattr(
        execution,
        "prepare_notebook",
        lambda *_: nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("import os; os.environ['ANALYSIS_STUDY']")]
        ),
    )
    notebook = execution.run_notebook(study.root, "public", "nb")
    assert notebook.cells[0].outputs[0].data["text/plain"] == repr(str(study.root))


def test_a_table_is_as_wide_as_what_stands_in_it(study: Study) -> None:
    front = rendering.Report(study, "en", "public").front_page()
    text = "|Name|Value|\n|:-|-:|\n|**A group of rows**| |\n|A short name|0.10 |\n|" + "long " * 40 + "|1|\n"
    source = rendering.convert(text, front.as_pdf_metadata(), study, ["--to=typst"]).decode("utf-8")
    widths = [float(width) for width in re.findall(r"([\d.]+)%", source)]
    assert len(widths) == 2 and widths[0] > 5 * widths[1] and sum(widths) == pytest.approx(100, abs=1)
    assert "table.cell(colspan: 2)" in source


def test_what_a_kernel_prints_goes_to_the_log_and_not_into_the_report(
    study: Study, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare = execution.prepare_notebook

    def prepare_talkative(edition: str, language: str, sections: Any) -> Any:
        notebook = prepare(edition, language, sections)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        first.source += "\nimport sys\nprint('a library warns', file=sys.stderr)"
        return notebook

    monkeypatch.setattr(execution, "prepare_notebook", prepare_talkative)
    notebook = execution.run_notebook(study.root, "public", "nb")
    kinds = {output.output_type for cell in notebook.cells for output in cell.get("outputs", [])}
    assert "stream" not in kinds and "execute_result" in kinds
    assert "a library warns" in capsys.readouterr().err
