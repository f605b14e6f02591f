"""The page that leads to every published result, in both languages on one page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from analysis.displays import BUILDERS, TABLES, Voice
from analysis.profiles import open_showing
from analysis.reports.front_page import Notice, make_front_page
from analysis.results import PUBLIC_TABLES, read_results
from analysis.study import Study
from analysis.wording import LANGUAGES, Wording

TEMPLATES = Path(__file__).parent / "templates" / "html"
REPORT_FORMATS = ("html", "pdf", "docx")
CONTROL_FILES = {
    "data_dictionary": "tables/data_dictionary.csv",
    "disclosure_log": "disclosure_log.csv",
    "manifest": "manifest.json",
}
"""Written after this page, or beside it, so they are linked to without looking for them."""


@dataclass(frozen=True)
class Entry:
    """A file, or several of one thing: what it is, where it lies, and the command that made it."""

    label: str
    paths: tuple[str, ...]
    command: str = ""


@dataclass(frozen=True)
class Half:
    """The page in one language."""

    language: str
    words: Wording
    title: str
    notices: tuple[Notice, ...]
    reports: list[tuple[str, str, list[Entry]]]
    figures: list[Entry]
    tables: list[Entry]
    data: list[Entry]
    control: list[Entry]


def build_index(study: Study, public: Path) -> str:
    """The page as HTML, with links to what lies in the folder `public` (results/public of a study).

    It asks no address for anything. Each figure has the command that made it. Raises `ProblemsFound`
    where the tables are missing whose captions it shows.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    showing = open_showing(read_results(public.parent, "public"), study)
    halves = [_half(Voice(showing, language), public) for language in LANGUAGES]
    return environment.get_template("index_page.html.j2").render(halves=halves) + "\n"


def _half(voice: Voice, public: Path) -> Half:
    words, language = voice.wording, voice.language
    front = make_front_page(voice.showing.study, "public", (), words)
    shown = [(BUILDERS[name](voice).caption, f"tables/{language}/{name}.csv") for name in TABLES]
    behind = [(name, path.removeprefix("public/")) for name, (path, _) in PUBLIC_TABLES.items()]
    return Half(
        language,
        words,
        front.title,
        front.notices,
        [_reports(public, words, one) for one in LANGUAGES],
        _figures(public, language),
        _found(public, shown),
        _found(
            public,
            [(words.text(f"index.{name}"), path) for name, path in behind if name not in CONTROL_FILES],
        ),
        [Entry(words.text(f"index.{name}"), (path,)) for name, path in CONTROL_FILES.items()],
    )


def _reports(public: Path, words: Wording, language: str) -> tuple[str, str, list[Entry]]:
    paths = [(kind, f"reports/study_report.{language}.{kind}") for kind in REPORT_FORMATS]
    name = words.text("index.report_in", language=words.text(f"index.in_{language}"))
    return language, name, _found(public, [(words.text(f"index.{kind}"), path) for kind, path in paths])


def _figures(public: Path, language: str) -> list[Entry]:
    folder = public / "figures" / language
    records = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    return [
        Entry(
            record["caption"].split(". ")[0].rstrip("."),
            tuple(f"figures/{language}/{record['name']}.{ending}" for ending in ("svg", "png")),
            record["command"],
        )
        for record in records
    ]


def _found(public: Path, entries: list[tuple[str, str]]) -> list[Entry]:
    return [Entry(label, (path,)) for label, path in entries if (public / path).is_file()]
