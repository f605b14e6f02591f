"""The common codings as REFI-QDA projects, written as each of the tools writes them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from tests.codings.common import CODERS, CODES, GIVEN, TEXTS, Given

NAMESPACE = "urn:QDA-XML:project:1.0"
CUT = 24


@dataclass(frozen=True)
class Variant:
    """What tools do differently.

    `guid` is how a GUID is written. `pairs` counts CR and LF as two and `wide` counts units of UTF-16.
    `named` is what a selection is named by: its words, their beginning, a label or nothing. `joined` puts
    all codings of one stretch on one selection, whoever gave them.
    """

    origin: str
    description: str = "project.qde"
    folder: str = "sources"
    path: str = "internal://{}.txt"
    guid: str = "{}"
    upper: bool = False
    lines: str = "\r\n"
    encoding: str = "utf-8"
    pairs: bool = True
    wide: bool = False
    named: str = "words"
    joined: bool = False
    inline: bool = False


VARIANTS = {
    "atlas": Variant(
        "ATLAS.ti 23.4.0",
        description="Project.qde",
        folder="Sources",
        upper=True,
        pairs=False,
        named="beginning",
        joined=True,
    ),
    "atlas without names": Variant("ATLAS.ti 8.4.0 573", upper=True, pairs=False, named="label"),
    "nvivo": Variant("NVivo 14", encoding="utf-8-sig", wide=True),
    "qualcoder": Variant("QualCoder 3.5", path="{}.txt", named=""),
    "maxqda": Variant("MAXQDA 24", guid="{{{}}}", lines="\n", named="label", inline=True),
    "utf-16": Variant("f4analyse", folder="SOURCES", encoding="utf-16", wide=True, pairs=False),
}


def write_refi_qda(path: Path, variant: Variant) -> Path:
    """The common codings as a project file."""
    texts = {} if variant.inline else {name: _store(text, variant) for name, text in TEXTS.items()}
    members = {
        f"{variant.folder}/{guid_of('content', name, variant)}.txt": text.encode(variant.encoding)
        for name, text in texts.items()
    }
    return pack(path, {variant.description: describe(variant).encode(), **members})


def pack(path: Path, members: dict[str, bytes]) -> Path:
    """An archive with these members."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def guid_of(kind: str, name: str, variant: Variant) -> str:
    """The id of one thing, the same in every variant, without braces."""
    guid = str(uuid5(NAMESPACE_URL, f"{kind}/{name}"))
    return guid.upper() if variant.upper else guid


def describe(variant: Variant) -> str:
    """The XML of the common codings."""
    users = [f"<User {_id('user', name, variant)} name={quoteattr(name)}/>" for name in CODERS]
    sources = [_describe_text(name, variant) for name in TEXTS]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="{NAMESPACE}" name="common" origin={quoteattr(variant.origin)}>'
        f"<Users>{''.join(users)}</Users>"
        f"<CodeBook><Codes>{_describe_codes(variant)}</Codes></CodeBook>"
        f"<Sources>{''.join(sources)}</Sources></Project>"
    )


def _store(text: str, variant: Variant) -> str:
    return text.replace("\n", variant.lines)


def _write(guid: str, variant: Variant) -> str:
    return f'"{variant.guid.format(guid)}"'


def _id(kind: str, name: str, variant: Variant) -> str:
    return f"guid={_write(guid_of(kind, name, variant), variant)}"


def _describe_codes(variant: Variant, above: tuple[str, ...] = ()) -> str:
    """The codes below some, each above itself first."""
    depth = len(above)
    groups = dict.fromkeys(path[depth] for path in CODES.values() if path[:depth] == above and path[depth:])
    inner = "".join(
        f'<Code {_id("code", name, variant)} name="{name}" isCodable="false">'
        f"<Description>Gathers.</Description>{_describe_codes(variant, (*above, name))}</Code>"
        for name in groups
    )
    own = [name for name, path in CODES.items() if path == above]
    return inner + "".join(
        f'<Code {_id("code", name, variant)} name="{name}" isCodable="true"/>' for name in own
    )


def _describe_text(name: str, variant: Variant) -> str:
    path = variant.path.format(guid_of("content", name, variant))
    place = "" if variant.inline else f" plainTextPath={quoteattr(path)}"
    content = f"<PlainTextContent>{escape(TEXTS[name])}</PlainTextContent>" if variant.inline else ""
    given = [one for one in GIVEN if one.document == name]
    stretches = list(dict.fromkeys((one.start, one.end) for one in given))
    groups = [[one for one in given if (one.start, one.end) == place] for place in stretches]
    if not variant.joined:
        groups = [[one] for one in given]
    selections = "".join(_describe_selection(group, variant) for group in groups)
    own = _id("text", name, variant)
    return f"<TextSource {own} name={quoteattr(name)}{place}>{content}{selections}</TextSource>"


def _describe_selection(given: list[Given], variant: Variant) -> str:
    first = given[0]
    text = _store(TEXTS[first.document], variant)
    before = len(_store(TEXTS[first.document][: first.start], variant))
    after = len(_store(TEXTS[first.document][: first.end], variant))
    start, end = (_count(text[:place], variant) for place in (before, after))
    key = f"{first.document}/{start}/{end}/{'' if variant.joined else f'{first.coder}/{first.code}'}"
    codings = "".join(_describe_coding(one, variant) for one in given)
    named = f" name={quoteattr(_name(first, variant))}" if variant.named else ""
    return (
        f'<PlainTextSelection {_id("selection", key, variant)}{named} startPosition="{start}" '
        f'endPosition="{end}">{codings}</PlainTextSelection>'
    )


def _count(text: str, variant: Variant) -> int:
    breaks = text if variant.pairs else text.replace("\r\n", "\n")
    return len(breaks.encode("utf-16-le")) // 2 if variant.wide else len(breaks)


def _name(given: Given, variant: Variant) -> str:
    words = " ".join(given.words.split())
    cut = f"{words[:CUT]}…" if len(words) > CUT else words
    return {"words": words, "beginning": cut, "label": "look at this again"}[variant.named]


def _describe_coding(given: Given, variant: Variant) -> str:
    key = f"{given.document}/{given.coder}/{given.code}/{given.start}"
    user = _write(guid_of("user", given.coder, variant), variant)
    code = _write(guid_of("code", given.code, variant), variant)
    return (
        f'<Coding {_id("coding", key, variant)} creatingUser={user} creationDateTime="2018-03-27T18:40:01Z">'
        f"<CodeRef targetGUID={code}/></Coding>"
    )
