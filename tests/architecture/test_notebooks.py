"""The notebooks show and do nothing else; what they say stands in both languages and holds no number."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from analysis.displays import RESTRICTED_TABLES, TABLES
from analysis.figures import FIGURES
from analysis.provenance import REPOSITORY
from analysis.reports.execution import SECTION_TAGS
from analysis.sentences import SENTENCES

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
TAGS = {"lang-nb", "lang-en", "parameters", "restricted", "title-page", *SECTION_TAGS}
YEAR = re.compile(r"\b(19|20)\d\d\b")
KNOWN = {
    "figure": set(FIGURES),
    "table": {*TABLES, *RESTRICTED_TABLES},
    "sentence": set(SENTENCES),
}


def cells(path: Path, kind: str = "") -> list[dict[str, Any]]:
    found = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in found if not kind or cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def tags(cell: dict[str, Any]) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def calls(path: Path) -> list[tuple[set[str], str, list[Any], dict[str, Any]]]:
    """Each call of the report: its cell's tags, its method, its arguments and its keywords."""
    found = []
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("report."):
                arguments = [ast.literal_eval(argument) for argument in node.args]
                keywords = {str(one.arg): ast.literal_eval(one.value) for one in node.keywords}
                found.append((tags(cell), ast.unparse(node.func)[7:], arguments, keywords))
    return found


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_what_it_showed(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
    ids = [cell["id"] for cell in cells(path)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", name) for name in ids)
    assert all(tags(cell) <= TAGS for cell in cells(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_only_opens_a_report_and_calls_it(path: Path) -> None:
    allowed = (
        "language = 'nb'\nedition = 'public'",
        "from analysis import reports\nreport = reports.open_report(language, edition)",
    )
    for cell in cells(path, "code"):
        tree = ast.parse(source(cell))
        if ast.unparse(tree) in allowed:
            continue
        assert len(tree.body) == 1, source(cell)
        statement = tree.body[0]
        assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call), source(cell)
        assert ast.unparse(statement.value.func).startswith("report."), source(cell)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_parameters_and_the_report_come_first(path: Path) -> None:
    first, second, third = cells(path, "code")[:3]
    assert tags(first) == {"parameters"}
    assert "open_report" in source(second)
    assert tags(third) == {"title-page"}
    assert sum("parameters" in tags(cell) for cell in cells(path)) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_stands_in_pairs_of_both_languages(path: Path) -> None:
    prose = cells(path, "markdown")
    for norwegian, english in zip(prose[::2], prose[1::2], strict=True):
        name = norwegian["id"].removesuffix("-nb")
        assert (norwegian["id"], english["id"]) == (f"{name}-nb", f"{name}-en")
        assert tags(norwegian) - {"lang-nb"} == tags(english) - {"lang-en"}
        assert "lang-nb" in tags(norwegian) and "lang-en" in tags(english)
        assert [line[:3] == "## " for line in source(norwegian).splitlines()].count(True) == [
            line[:3] == "## " for line in source(english).splitlines()
        ].count(True)
        paragraphs = [len(source(cell).split("\n\n")) for cell in (norwegian, english)]
        assert paragraphs[0] == paragraphs[1], name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_holds_no_number_but_years(path: Path) -> None:
    for cell in cells(path, "markdown"):
        assert not re.search(r"\d", YEAR.sub("", source(cell))), cell["id"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_only_headings_of_the_second_level_open_a_section(path: Path) -> None:
    for cell in cells(path, "markdown"):
        lines = source(cell).splitlines()
        headings = [number for number, line in enumerate(lines) if line.startswith("#")]
        assert all(lines[number].startswith("## ") and number == 0 for number in headings), cell["id"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_shows_is_there_to_be_shown(path: Path) -> None:
    for _, method, arguments, _ in calls(path):
        if method in KNOWN:
            assert arguments[0] in KNOWN[method], f"report.{method}({arguments[0]!r})"
        else:
            assert arguments == [], method


def test_the_study_report_leaves_nothing_out() -> None:
    shown = calls(REPOSITORY / "notebooks" / "study_report.ipynb")
    for method, names in KNOWN.items():
        called = [arguments[0] for _, name, arguments, _ in shown if name == method]
        front = {"sample", "receipts"} if method == "sentence" else set()
        assert sorted(called) == sorted(names - front), method
    assert {"title_page", "origins", "inputs", "versions"} <= {method for _, method, _, _ in shown}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_only_restricted_cells_show_what_is_restricted(path: Path) -> None:
    restricted = {(method, name) for name in RESTRICTED_TABLES for method in ("table", "sentence")}
    restricted |= {("figure", name) for name, (editions, *_) in FIGURES.items() if "public" not in editions}
    restricted |= {("sentence", name) for _, name in restricted}
    for marks, method, arguments, keywords in calls(path):
        belongs = bool(arguments) and (method, arguments[0]) in restricted
        assert ("restricted" in marks) == belongs
        assert keywords == ({"only": "restricted"} if belongs else {})
