"""The first page of a report: its title, what kind of data it shows, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.reports.shown import plain
from analysis.study import Study
from analysis.wording import Wording

REGIONS = {"nb": "NO", "en": "GB"}


@dataclass(frozen=True)
class Notice:
    """Something a reader must know before anything else."""

    heading: str
    text: str


@dataclass(frozen=True)
class FrontPage:
    """What the first page says, in one language; `summary` is Markdown, the rest plain text."""

    language: str
    title: str
    subtitle: str
    notices: tuple[Notice, ...]
    summary: tuple[str, ...]
    words: Wording

    @property
    def mark(self) -> str:
        """What stands on every page: the notices' headings, if there are any."""
        return " · ".join(notice.heading for notice in self.notices)

    def as_metadata(self) -> dict[str, Any]:
        """What every document knows of itself, as pandoc takes it."""
        return {
            "lang": f"{self.language}-{REGIONS[self.language]}",
            "title": plain(self.title),
            "subtitle": plain(self.subtitle),
        }

    def as_pdf_metadata(self) -> dict[str, Any]:
        """The same with all that the template of the PDF fills in."""
        return self.as_metadata() | {
            "document-language": self.language,
            "document-region": REGIONS[self.language],
            "running-mark": plain(self.mark),
            "notices": [{"heading": plain(one.heading), "text": plain(one.text)} for one in self.notices],
            "summary": [f"{sentence}\n" for sentence in self.summary],
            "figures-title": self.words.text("report.figures"),
            "tables-title": self.words.text("report.tables"),
        }

    def as_markdown(self) -> str:
        """The whole page as a notebook shows it."""
        notices = (f"> **{plain(one.heading)}.** {plain(one.text)}" for one in self.notices)
        return "\n\n".join([f"# {plain(self.title)}", plain(self.subtitle), *notices, *self.summary])

    def as_word_markdown(self) -> str:
        """Notices and summary in the styles of our Word document; pandoc itself sets the title there."""
        notices = (
            f'::: {{custom-style="{style}"}}\n{plain(text)}\n:::'
            for one in self.notices
            for style, text in (("Notice Heading", one.heading), ("Notice", one.text))
        )
        return "\n\n".join([*notices, *self.summary])


def make_front_page(study: Study, edition: str, summary: tuple[str, ...], words: Wording) -> FrontPage:
    """The first page of an edition in the language of `words`.

    Made-up answers have a notice, and so has the restricted edition.
    """
    settings, language = study.settings, words.language
    notices = []
    if settings.synthetic and settings.synthetic_note:
        note = settings.synthetic_note.in_language(language)
        notices.append(Notice(words.text("report.synthetic"), note))
    if edition == "restricted":
        notices.append(Notice(words.text("report.restricted"), words.text("report.restricted_note")))
    wave = study.wave(study.main_wave).label.in_language(language)
    subtitle = words.text("report.subtitle", wave=wave, edition=words.text(f"report.edition_{edition}"))
    title = settings.title.in_language(language)
    return FrontPage(language, title, subtitle, tuple(notices), summary, words)
