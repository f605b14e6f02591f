"""The study report: each of its methods shows one thing in the notebook that calls it.

Everything shown lies on disk already, as a figure with its caption or as a table of results; here it is
only found, numbered and set. A result that nobody has made yet is shown as a sentence saying so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.displays import Table, build_table
from analysis.problems import ProblemsFound
from analysis.provenance import list_versions
from analysis.reports.origins import tabulate_figures, tabulate_inputs, tabulate_versions
from analysis.reports.shown import (
    DrawnFigure,
    Shown,
    plain,
    read_figure,
    show_all,
    show_figure,
    show_table,
)
from analysis.results import EDITIONS, missing_result, read_results
from analysis.sentences import build_sentence
from analysis.study import Study
from analysis.wording import Wording

SUMMARY = ("sample", "receipts")
"""The sentences that stand on the first page."""


@dataclass(frozen=True)
class FrontPage:
    """What the first page says, in one language; `notice` is empty unless the answers are made up.

    `summary` is Markdown, the rest plain text.
    """

    language: str
    title: str
    subtitle: str
    mark: str
    notice: str
    summary: tuple[str, ...]
    words: Wording

    def as_metadata(self, region: str) -> dict[str, str | list[str]]:
        """The same as pandoc takes it: `abstract` is the notice, and lists of figures have their titles."""
        metadata: dict[str, str | list[str]] = {
            "lang": f"{self.language}-{region}",
            "document-language": self.language,
            "document-region": region,
            "title": plain(self.title),
            "subtitle": plain(self.subtitle),
            "running-mark": plain(self.mark),
            "summary": [f"{sentence}\n" for sentence in self.summary],
            "figures-title": self.words.text("report.figures"),
            "tables-title": self.words.text("report.tables"),
        }
        if self.notice:
            metadata |= {"abstract-title": plain(self.mark), "abstract": plain(self.notice)}
        return metadata


class Report:
    """The report of one study, in one language (nb or en) and one edition (public or restricted).

    The public edition reads nothing but `results/public`. Every method returns something that a notebook
    shows; figures and tables are numbered in the order in which they are first asked for.
    """

    def __init__(self, study: Study, language: str, edition: str) -> None:
        if edition not in EDITIONS:
            raise ValueError(f"no edition {edition}; there is {', '.join(EDITIONS)}")
        self.study = study
        self.language = language
        self.edition = edition
        self.words = Wording(language)
        self._figures: dict[str, DrawnFigure] = {}
        self._tables: list[str] = []

    def title_page(self) -> Shown:
        """Title, edition, what kind of data this is, and the sample and its receipts in a sentence each."""
        return self._show(self._title_page)

    def figure(self, name: str, only: str = "") -> Shown:
        """The figure of this name, with caption, on as many pages as it takes.

        `only` names the edition a figure belongs to; in another edition a sentence says so.
        """
        return self._show(lambda: self._figure(name), only)

    def table(self, name: str, only: str = "") -> Shown:
        """The table of this name; `only` as for `figure`."""
        return self._show(lambda: self._table(name), only)

    def sentence(self, name: str, only: str = "") -> Shown:
        """The sentence of this name, with its numbers; `only` as for `figure`."""
        return self._show(lambda: Shown(self._sentence(name)), only)

    def origins(self) -> Shown:
        """The command and the tables that every figure shown so far was made from."""
        return self._number(tabulate_figures(self._figures, self.words))

    def inputs(self) -> Shown:
        """The raw files with their hashes."""
        return self._number(tabulate_inputs(self.study, self.words))

    def versions(self) -> Shown:
        """The versions of this project and of the libraries that computed."""
        return self._number(tabulate_versions(list_versions(), self.words))

    def front_page(self) -> FrontPage:
        """The words of the first page; raises `ProblemsFound` where results are missing."""
        settings = self.study.settings
        words = self.words
        note = settings.synthetic_note if settings.synthetic else None
        wave = settings.waves[-1].label.in_language(self.language)
        edition = words.text(f"report.edition_{self.edition}")
        return FrontPage(
            self.language,
            settings.title.in_language(self.language),
            words.text("report.subtitle", wave=wave, edition=edition),
            words.text("report.synthetic") if note else edition,
            note.in_language(self.language) if note else "",
            tuple(self._sentence(name) for name in SUMMARY),
            words,
        )

    @cached_property
    def _results(self) -> dict[str, pd.DataFrame]:
        return read_results(self.study.root / "results", self.edition)

    def _show(self, make: Callable[[], Shown], only: str = "") -> Shown:
        if only and only != self.edition:
            return Shown(plain(self.words.text(f"report.only_{only}")))
        try:
            return make()
        except ProblemsFound as found:
            missing = tuple(dict.fromkeys(problem.file for problem in found.problems))
            return Shown(self.words.text("report.missing", command="`python3 run.py`"), missing=missing)

    def _title_page(self) -> Shown:
        front = self.front_page()
        notice = [f"> **{plain(front.mark)}.** {plain(front.notice)}"] if front.notice else []
        return Shown("\n\n".join([f"# {plain(front.title)}", plain(front.subtitle), *notice, *front.summary]))

    def _figure(self, name: str) -> Shown:
        folder = self.study.root / "results" / self.edition / "figures" / self.language
        if not any(folder.glob("*.json")):
            path = folder.relative_to(self.study.root / "results").as_posix()
            raise ProblemsFound([missing_result(f"{path}/{name}.svg")])
        found = read_figure(folder, name)
        if not found:
            return Shown(self.words.text("report.nothing_to_show"))
        self._figures |= {figure.name: figure for figure in found if figure.name not in self._figures}
        order = list(self._figures)
        return show_all(
            show_figure(figure, order.index(figure.name) + 1, self.study.root, self.words) for figure in found
        )

    def _table(self, name: str) -> Shown:
        return self._number(build_table(name, self._results, self.study, self.language))

    def _number(self, table: Table) -> Shown:
        if table.name not in self._tables:
            self._tables.append(table.name)
        return show_table(table, self._tables.index(table.name) + 1, self.words)

    def _sentence(self, name: str) -> str:
        return build_sentence(name, self._results, self.study, self.language)
