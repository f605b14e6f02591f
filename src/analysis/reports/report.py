"""The study report: each of its methods shows one thing in the notebook that calls it.

Everything shown lies on disk already, as a figure with its caption or as a table of results; here it is
only found, numbered and set. A result that nobody has made yet is shown as a sentence saying so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from analysis.displays import BUILDERS, Table, Voice
from analysis.problems import ProblemsFound
from analysis.profiles import open_showing
from analysis.provenance import list_versions
from analysis.reports.front_page import FrontPage, make_front_page
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
from analysis.sentences import SENTENCES
from analysis.study import Study
from analysis.wording import Wording

SUMMARY = ("sample", "receipts")
"""The sentences that stand on the first page."""


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
        return self._show(lambda: Shown(self.front_page().as_markdown()))

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
        summary = tuple(self._sentence(name) for name in SUMMARY)
        return make_front_page(self.study, self.edition, summary, self.words)

    @cached_property
    def _voice(self) -> Voice:
        """The results told in the report's language, opened once for all tables and sentences."""
        results = read_results(self.study.root / "results", self.edition)
        return Voice(open_showing(results, self.study), self.language)

    def _show(self, make: Callable[[], Shown], only: str = "") -> Shown:
        if only and only != self.edition:
            return Shown(plain(self.words.text(f"report.only_{only}")))
        try:
            return make()
        except ProblemsFound as found:
            missing = tuple(dict.fromkeys(problem.file for problem in found.problems))
            return Shown(self.words.text("report.missing", command="`python3 run.py`"), missing=missing)

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
        table = BUILDERS[name](self._voice)
        if table.rows:
            return self._number(table)
        nothing = self.words.text("report.nothing_to_show")
        return Shown(nothing if table.absence is None else plain(table.absence))

    def _number(self, table: Table) -> Shown:
        if table.name not in self._tables:
            self._tables.append(table.name)
        return show_table(table, self._tables.index(table.name) + 1, self.words)

    def _sentence(self, name: str) -> str:
        return SENTENCES[name](self._voice)
