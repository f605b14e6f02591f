"""A YAML file as a document: its content, and the line of every key.

Only the plain part of YAML is read. Numbers, `true`, `false` and empty values mean what they look like;
everything else is text, so that `NO` is Norway and not a “no”. Anchors, aliases and tags are refused:
nothing here needs them, and a few lines of them can unfold into gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.problems import Key, ProblemList, ProblemsFound

try:
    from yaml import CSafeLoader as _SafeLoader  # nine times as fast: every step reads the configuration
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

DEPTH = 40
"""Deepest nesting that is read; the configuration needs about ten."""


@dataclass(frozen=True)
class Document:
    """The content of a YAML file; `lines` and `texts` give a value's line and how it is written there."""

    file: str
    content: dict[str, Any]
    lines: Mapping[Key, int]
    texts: Mapping[Key, str]

    def known(self, keys: Key) -> Key:
        """The longest beginning of the keys that stands in the file."""
        return next(keys[:end] for end in range(len(keys), -1, -1) if keys[:end] in self.lines)

    def locate(self, keys: Key) -> str:
        """The line of a value, or of the nearest thing around it that stands in the file."""
        return f"line {self.lines[self.known(keys)]}"


class _PlainLoader(_SafeLoader):
    """Reads only null, true, false, whole and decimal numbers as anything but text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$"), list("-+0123456789")
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,30}$"),
    list("-+0123456789"),
)


def read_document(path: Path, root: Path) -> Document:
    """Read one YAML file; raises `ProblemsFound` if it is not UTF-8, not YAML, or not a set of keys."""
    shown = path.relative_to(root).as_posix()
    found = ProblemList(shown)
    text = read_text(path, found)
    try:
        _refuse_tricks(text, found)
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        _add_fault(error, text, found)
        raise ProblemsFound(found.problems) from None
    if not isinstance(node, yaml.MappingNode):
        what = "the file is empty" if node is None else "the file is not a set of keys with values"
        found.add("line 1", what, allowed="key: value", remedy="see config/README.md for its keys")
        raise ProblemsFound(found.problems)
    lines: dict[Key, int] = {(): 1}
    texts: dict[Key, str] = {}
    for keys, key, value in _walk(node, (), found):
        lines[keys] = (key if key is not None else value).start_mark.line + 1
        if isinstance(value, yaml.ScalarNode):
            texts[keys] = _written(value)
    found.raise_any()
    return Document(shown, _PlainLoader("").construct_document(node), lines, texts)


def read_text(path: Path, found: ProblemList) -> str:
    """The text of a UTF-8 file, without a byte order mark; raises `ProblemsFound` if it cannot be read."""
    if not path.is_file():
        found.add("", "the file is missing", remedy="put it back; config/README.md says what it holds")
        raise ProblemsFound(found.problems)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        seen = f"byte 0x{content[error.start]:02x}"
        found.add(f"line {line}", "this is not UTF-8", seen, "UTF-8", "save the file again, as UTF-8")
        raise ProblemsFound(found.problems) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_tricks(text: str, found: ProblemList) -> None:
    """Refuse what could unfold or nest without end, before anything is built from the text."""
    depth = 0
    for event in yaml.parse(text, Loader=_PlainLoader):
        line = f"line {event.start_mark.line + 1}" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            found.add(line, "anchors (&) and aliases (*) are not used here", remedy="write the text out")
            found.raise_any()
        if tag := getattr(event, "tag", None):
            found.add(line, "tags (!) are not used here", tag, remedy="remove the tag")
            found.raise_any()
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            found.add(line, f"this is nested more than {DEPTH} levels deep", remedy="see config/README.md")
            found.raise_any()


def _add_fault(error: yaml.YAMLError, text: str, found: ProblemList) -> None:
    mark, reason = None, getattr(error, "reason", "")
    if isinstance(error, yaml.MarkedYAMLError):
        if "quoted scalar" in (error.context or "") and error.context_mark:
            line = error.context_mark.line + 1
            found.add(f"line {line}", "a quote is opened here and not closed", remedy="close it on this line")
            return
        mark, reason = error.problem_mark, error.problem or ""
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    written = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        found.add(f"line {line}", "a tab stands where spaces should", remedy="indent with spaces")
        return
    remedy = "check the indentation, the colons and the quotes of this line and the one above"
    found.add(
        f"line {line}",
        f"this is not YAML: {reason.removeprefix('but ')}",
        written.strip()[:80],
        remedy=remedy,
    )


def _walk(node: yaml.Node, at: Key, found: ProblemList) -> Iterator[tuple[Key, yaml.Node | None, yaml.Node]]:
    """Every value below a node, with the keys that lead to it and the node of its key."""
    if isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield (*at, number), None, value
            yield from _walk(value, (*at, number), found)
    if not isinstance(node, yaml.MappingNode):
        return
    first: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            found.add(f"line {line}", "a key must be a word", remedy="write  key: value")
            continue
        if key.value in first:
            what = f"the key “{key.value}” already stands on line {first[key.value]}"
            found.add(f"line {line}", what, remedy="keep one of the two")
        first.setdefault(key.value, line)
        key.tag = "tag:yaml.org,2002:str"
        yield (*at, key.value), key, value
        yield from _walk(value, (*at, key.value), found)


def _written(node: yaml.ScalarNode) -> str:
    """A value as it is written, in its quotes if it has them."""
    quote = node.style if node.style in ("'", '"') else ""
    return f"{quote}{node.value}{quote}"
