"""What one call in a notebook shows: HTML for a browser and JupyterLab, Markdown for PDF and Word."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.displays import Table
from analysis.wording import Wording


@dataclass(frozen=True)
class Shown:
    """One output of a notebook; text that Markdown can hold by itself has no HTML.

    `missing` names the results it lacks, so that no report is made of it.
    """

    markdown: str
    html: str = ""
    missing: tuple[str, ...] = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, str], Any]:
        data = {"text/markdown": self.markdown}
        if self.html:
            data["text/html"] = self.html
        return data, {"missing": list(self.missing)}


@dataclass(frozen=True)
class DrawnFigure:
    """A figure as it lies on disk: its drawing as SVG (a PNG lies beside it), and what was told of it.

    `inputs` are the tables it was drawn from, by their paths in the study's folder.
    """

    name: str
    drawing: Path
    caption: str
    alt: str
    command: str
    inputs: tuple[str, ...]


def read_figure(folder: Path, name: str) -> list[DrawnFigure]:
    """The figure of a name and, where it goes on over several pages, its continuations; may be none."""
    told = [folder / f"{name}.json"]
    while told[-1].is_file():
        told.append(folder / f"{name}_{len(told) + 1}.json")
    records = [json.loads(path.read_text("utf-8")) for path in told[:-1]]
    return [
        DrawnFigure(
            record["name"],
            folder / f"{record['name']}.svg",
            record["caption"],
            record["alt"],
            record["command"],
            tuple(record["inputs"]),
        )
        for record in records
    ]


def show_figure(figure: DrawnFigure, number: int, root: Path, words: Wording) -> Shown:
    """A figure with its number and caption; Markdown names its file from the study's folder."""
    drawing = base64.b64encode(figure.drawing.read_bytes()).decode("ascii")
    image = f'<img src="data:image/svg+xml;base64,{drawing}" alt="{html.escape(figure.alt)}">'
    label = words.text("report.figure", number=number)
    caption = f"<figcaption>{_labelled(label)} {html.escape(figure.caption)}</figcaption>"
    path = figure.drawing.relative_to(root).as_posix()
    markdown = f'![{plain(figure.caption)}]({path}){{alt="{_quoted(figure.alt)}"}}'
    return Shown(markdown, f'<figure id="{figure.name}">\n{_scrolled(image, label)}\n{caption}\n</figure>')


def show_table(table: Table, number: int, words: Wording) -> Shown:
    """A table with its number and caption, in a frame that scrolls where the page is narrow."""
    label = words.text("report.table", number=number)
    numbered = table.to_html().replace("<caption>", f"<caption>{_labelled(label)} ", 1)
    note = f'\n\n::: {{.note custom-style="Table Note"}}\n{plain(table.note)}\n:::' if table.note else ""
    markdown = replace(table, note="").to_markdown() + note
    return Shown(markdown, f'<div class="table">\n{_scrolled(numbered, label)}\n</div>')


def show_all(parts: Iterable[Shown]) -> Shown:
    """Several things, one after the other."""
    shown = list(parts)
    return Shown("\n\n".join(one.markdown for one in shown), "\n".join(one.html for one in shown))


def plain(text: str) -> str:
    """Text in which Markdown finds no markup."""
    for sign in "\\`*_{}[]<>|$^~#@!":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _labelled(label: str) -> str:
    return f'<span class="label">{html.escape(label)}.</span>'


def _scrolled(inside: str, label: str) -> str:
    opening = f'<div class="scroll" role="group" tabindex="0" aria-label="{html.escape(label)}">'
    return f"{opening}\n{inside}\n</div>"


def _quoted(text: str) -> str:
    """Text that may stand between quotation marks in a Markdown attribute."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
