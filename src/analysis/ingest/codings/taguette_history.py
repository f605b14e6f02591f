"""Who gave a tag in Taguette: its highlights name nobody, and the project's list of commands does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.ingest.codings.databases import Row, to_text, to_whole
from analysis.ingest.codings.project_rows import read_day

CODING_RIGHTS = {"ADMIN", "MANAGE_DOCS", "TAG"}


@dataclass(frozen=True)
class Command:
    """One thing that somebody did in a project; `payload` says what."""

    id: int
    login: str
    day: str
    payload: dict[str, object]

    def number(self, name: str, before: str = "") -> int | None:
        """A number of the payload, by its name or by the one it had before 2021."""
        value = self.payload.get(name, self.payload.get(before))
        return value if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class Setting:
    """Who set a tag, when, and with which command."""

    login: str
    day: str
    command: int


def read_commands(rows: Iterable[Row], project: int | None) -> list[Command]:
    """The commands of one project in their order; what is not readable as one is left out."""
    commands = []
    for row in rows:
        id = to_whole(row["id"])
        if id is None or to_whole(row["project_id"]) != project:
            continue
        try:
            payload = json.loads(to_text(row["payload"]))
        except (ValueError, RecursionError):
            continue
        if isinstance(payload, dict):
            day = read_day(to_text(row["date"]))
            commands.append(Command(id, to_text(row["user_login"]), day, payload))
    return sorted(commands, key=lambda command: command.id)


class History:
    """Who set each tag that a highlight has now.

    The tag's coder is whoever put it on the highlight the last time that it was put there; changing the
    highlight's other tags changes nothing, and moving its ends sets all its tags anew. A tag that was merged
    into another takes its coder along.
    """

    def __init__(self, commands: list[Command]) -> None:
        self.settings: dict[int, dict[int, Setting]] = {}
        self.logins: dict[int, set[str]] = {}
        self.places: dict[int, tuple[object, object]] = {}
        for command in commands:
            self._follow(command)

    def find(self, highlight: int | None, tag: int | None) -> Setting | None:
        """Who set a tag; None where no command tells, unless one person alone worked on the highlight."""
        if highlight is None or tag is None:
            return None
        setting = self.settings.get(highlight, {}).get(tag)
        logins = self.logins.get(highlight, set())
        return setting or (Setting(next(iter(logins)), "", 0) if len(logins) == 1 else None)

    def _follow(self, command: Command) -> None:
        kind = command.payload.get("type")
        highlight = command.number("highlight_id", "id")
        if kind == "highlight_add" and highlight is not None:
            self._set_tags(command, highlight)
        elif kind == "highlight_delete" and highlight is not None:
            for kept in (self.settings, self.logins, self.places):
                kept.pop(highlight, None)
        elif kind == "tag_delete":
            for tags in self.settings.values():
                tags.pop(command.number("tag_id", "id") or 0, None)
        elif kind == "tag_merge":
            gone, into = command.number("src_tag_id", "src"), command.number("dest_tag_id", "dest")
            for tags in self.settings.values():
                if gone in tags and into is not None:
                    tags.setdefault(into, tags[gone])
                    del tags[gone]

    def _set_tags(self, command: Command, highlight: int) -> None:
        place = (command.payload.get("start_offset"), command.payload.get("end_offset"))
        before = self.settings.get(highlight, {}) if self.places.get(highlight) == place else {}
        named = command.payload.get("tags")
        tags = [tag for tag in named if isinstance(tag, int)] if isinstance(named, list) else []
        setting = Setting(command.login, command.day, command.id)
        self.settings[highlight] = {tag: before.get(tag, setting) for tag in tags}
        self.places[highlight] = place
        self.logins.setdefault(highlight, set()).add(command.login)


def find_copied(commands: list[Command], users: set[str]) -> int:
    """The last command of a copy in which one person's name stands for several people; 0 where there is none.

    Whoever brings a project into a Taguette is named for all that was done in it before, and a project that
    a server hands out is named `admin` throughout. That others could code is known from their invitations:
    to a project that was brought in, or by names that the file's users do not have.
    """
    brought = max((one.id for one in commands if one.payload.get("type") == "project_import"), default=0)
    last = brought or max((one.id for one in commands), default=0)
    until = [one for one in commands if one.id <= last]
    logins = {one.login for one in until}
    invited = {
        str(one.payload.get("member"))
        for one in until
        if one.payload.get("type") == "member_add" and one.payload.get("privileges") in CODING_RIGHTS
    }
    others = invited - logins
    if len(logins) == 1 and others and (brought or not others <= users):
        return last
    return 0
