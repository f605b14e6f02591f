"""From the executed notebook to finished documents: HTML, PDF and Word, the same bytes for the same inputs.

The page comes from nbconvert with a template of ours. PDF and Word come from one Markdown text through
pandoc, the PDF by way of typst, which refuses a figure without a text for those who cannot see it.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZipFile, ZipInfo

from analysis.reports.execution import run_notebook
from analysis.reports.front_page import FrontPage
from analysis.reports.glyphs import font_folder, name_strange_signs
from analysis.reports.report import Report
from analysis.study import Study, load_study

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"


def render_report(root: Path, edition: str, language: str, folder: Path) -> list[Path]:
    """Run the notebook for one edition in one language and write its HTML, PDF and DOCX into `folder`.

    `root` is the study's folder; the paths that were written are returned. Raises `ProblemsFound` where
    results are missing, before anything is written.
    """
    study = load_study(root.resolve(), check_hashes=False)
    front = Report(study, language, edition).front_page()
    notebook = run_notebook(study.root, edition, language)
    text = as_markdown(notebook)
    documents = {
        "html": make_html(notebook, front),
        "pdf": make_pdf(text, front, study),
        "docx": make_docx(text, front, study),
    }
    name = "study_report" if edition == "public" else f"study_report_{edition}"
    return [write(data, folder / f"{name}.{language}.{kind}") for kind, data in documents.items()]


def make_html(notebook: NotebookNode, front: FrontPage) -> bytes:
    """The report as one page in which everything stands that it needs."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="html",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
    )
    page, _ = exporter.from_notebook_node(notebook, resources={"front": front})
    return page.encode("utf-8")


def as_markdown(notebook: NotebookNode) -> str:
    """The prose and the outputs of the notebook, one after the other, without any code.

    The title page is left out: PDF and Word have title pages of their own kind.
    """
    parts: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif "title-page" not in cell.metadata.get("tags", []):
            data = [output.get("data", {}) for output in cell.outputs]
            parts += [str(one["text/markdown"]) for one in data if "text/markdown" in one]
    return "\n\n".join(parts) + "\n"


def make_pdf(text: str, front: FrontPage, study: Study) -> bytes:
    """The report as a tagged PDF that meets PDF/UA-1."""
    import typst

    template = TEMPLATES / "pdf" / "report.typ"
    text = name_strange_signs(text)
    source = convert(text, front.as_pdf_metadata(), study, ["--to=typst", f"--template={template}"])
    # The folder must be a text although the source is not; typst's own type hints miss that.
    return typst.compile(  # type: ignore[call-overload]
        source,
        root=str(study.root),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        font_paths=[str(font_folder())],
        timestamp=moment(study),
    )


def make_docx(text: str, front: FrontPage, study: Study) -> bytes:
    """The report as a Word document with headings, table headings and texts for its figures."""
    text = f"{front.as_word_markdown()}\n\n{text}"
    with tempfile.TemporaryDirectory() as place:
        styles, made = Path(place) / "reference.docx", Path(place) / "report.docx"
        write_reference(styles, front.mark)
        options = [f"--reference-doc={styles}", f"--output={made}"]
        convert(text, front.as_metadata(), study, ["--to=docx+native_numbering", *options])
        return made.read_bytes()


def write_reference(path: Path, mark: str) -> None:
    """Pack the Word document that lends its page, styles and footer, with a mark on every page."""
    folder = TEMPLATES / "docx"
    with ZipFile(path, "w") as archive:
        for part in sorted(folder.rglob("*.*")):
            text = part.read_text("utf-8").replace("{{mark}}", escape(f"{mark} · " if mark else ""))
            archive.writestr(ZipInfo(part.relative_to(folder).as_posix()), text)


def convert(text: str, told: dict[str, Any], study: Study, options: list[str]) -> bytes:
    """What pandoc makes of the report's Markdown with our filters; raises RuntimeError where it fails.

    `told` is the document's metadata.
    """
    import pypandoc

    with tempfile.TemporaryDirectory() as place:
        metadata = Path(place) / "metadata.json"
        metadata.write_text(json.dumps(told), "utf-8")
        done = subprocess.run(
            [
                pypandoc.get_pandoc_path(),
                "--from=markdown-auto_identifiers-smart",
                "--shift-heading-level-by=-1",
                f"--metadata-file={metadata}",
                f"--lua-filter={TEMPLATES / 'figures.lua'}",
                f"--lua-filter={TEMPLATES / 'tables.lua'}",
                f"--resource-path={study.root}",
                "--fail-if-warnings",
                *options,
            ],
            input=text.encode("utf-8"),
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(moment(study))},
        )
    if done.returncode:
        raise RuntimeError(f"pandoc: {done.stderr.decode('utf-8', 'replace')}")
    return done.stdout


def moment(study: Study) -> int:
    """The moment that stands in the documents: the wave they are about, so that it never changes."""
    return int(datetime.combine(study.wave(study.main_wave).date, time(), UTC).timestamp())


def write(data: bytes, path: Path) -> Path:
    """Write a document so that no reader meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(data)
    unfinished.replace(path)
    return path
