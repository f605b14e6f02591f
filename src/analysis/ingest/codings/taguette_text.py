"""The texts of Taguette, which are HTML: what its places count, and what is shown of it as lines.

A place is a number of UTF-8 bytes of all text between the tags, line breaks between two tags included. Here
a paragraph becomes a line, so that speakers and paragraphs can be found; every place is carried over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from html.parser import HTMLParser

from analysis.ingest.codings.countings import MARK

LEAVES = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "dt", "dd", "figcaption", "caption"}
"""Elements that are a line of their own even where they are empty."""
BLOCKS = {
    *LEAVES,
    *("ul", "ol", "dl", "div", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "section"),
    *("article", "header", "footer", "figure", "hr"),
}
CELLS = {"td", "th"}
SPACES = " \t\n\r\f"


@dataclass
class ShownText:
    """The text of one document: its lines, and where each character between the tags stands in them.

    `counted` is the text between the tags. The character `i` of it begins at byte `bytes[i]`; it is shown
    from the place `starts[i]` of the lines, and everything up to it ends there at `ends[i]`. `runs` are the
    characters at which a piece of text between two tags begins. All but `runs` have one number more than
    there are characters.
    """

    lines: str = ""
    counted: str = ""
    bytes: list[int] = field(default_factory=lambda: [0])
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [0])
    runs: list[int] = field(default_factory=list)

    def find(self, start: int, end: int) -> tuple[int, int]:
        """The places in the lines of a stretch of bytes; what lies beyond the text stays as far beyond."""
        first, last = self._find_character(start), self._find_character(end)
        total = len(self.counted)
        shown_start = self.starts[first] if first < total else len(self.lines) + first - total
        return shown_start, self.ends[last] if last <= total else len(self.lines) + last - total

    def slice(self, start: int, end: int) -> str:
        """The text between the tags in a stretch of bytes, which is the text of Taguette's snippet of it."""
        return self.counted[self._find_character(start) : self._find_character(end)]

    def slip(self, start: int, end: int) -> str:
        """The text of the snippet that Taguette made while it counted characters where it meant bytes.

        Each end of the stretch was then looked for in its own piece of text, at as many characters from
        the piece's beginning as are bytes.
        """
        first, last = self._find_character(start), self._find_character(end)
        run = bisect_right(self.runs, first) - 1
        begin = self._overshoot(run, start)
        # A stretch that ends with a piece of text ends in it, and not at the beginning of the next.
        run = max(bisect_left(self.runs, last) - 1, 0)
        return self.counted[begin : self._overshoot(run, end)]

    def _overshoot(self, run: int, place: int) -> int:
        if not self.runs:
            return 0
        begin = self.runs[run]
        stop = self.runs[run + 1] if run + 1 < len(self.runs) else len(self.counted)
        return min(begin + place - self.bytes[begin], stop)

    def _find_character(self, place: int) -> int:
        # A place inside a character is taken for the one after it, as Taguette does.
        last = self.bytes[-1]
        return len(self.counted) + place - last if place > last else bisect_left(self.bytes, place)


class UnreadableText(Exception):
    """HTML with a declaration that is none; Taguette lets no such text in."""


def show(html: str) -> ShownText:
    """The lines of a document, or of a snippet of one; raises `UnreadableText`."""
    reader = _Reader()
    try:
        reader.feed(re.sub("\r\n?", "\n", html))
        reader.close()
    except AssertionError as error:
        # What html.parser raises for a marked section such as <![x[.
        raise UnreadableText(str(error)) from None
    return reader.finish()


class _Reader(HTMLParser):
    """Gathers the text between tags, and the lines that it is shown as."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = ShownText()
        self.pieces: list[str] = []
        self.counted: list[str] = []
        self.length = 0
        self.at_start = True
        self.empty = False
        self.kept = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self._show("\n")
        elif tag in BLOCKS:
            self._end_line()
            self.empty = tag in LEAVES
        self.kept += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            if self.empty and tag in LEAVES:
                self._show("\n")
            self._end_line()
        elif tag in CELLS and not self.at_start:
            self._show(" ")
        self.kept -= tag == "pre" and self.kept > 0

    def handle_data(self, data: str) -> None:
        shown = self.shown
        if data:
            shown.runs.append(len(shown.starts))
        self.counted.append(data)
        for letter in data:
            blank = letter in SPACES and not self.kept
            shown.starts.append(self.length)
            shown.bytes.append(shown.bytes[-1] + len(letter.encode("utf-8", "surrogatepass")))
            if not (blank and self.at_start) and letter != MARK:
                self._show(" " if blank else letter)
            shown.ends.append(self.length)

    def finish(self) -> ShownText:
        self.shown.lines = "".join(self.pieces)
        self.shown.counted = "".join(self.counted)
        self.shown.starts.append(self.length)
        return self.shown

    def _show(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        self.at_start = text == "\n"
        self.empty = False

    def _end_line(self) -> None:
        if not self.at_start:
            self._show("\n")
