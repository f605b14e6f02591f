"""Zip archives without trust: nothing is unpacked before its names and sizes are known to be harmless.

Used by the processes that read apart; what is refused is told by `Refused`.
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from analysis.ingest.files.apart import Refused

RATIO = 200
"""How many times smaller a large member may be in the archive; no answers and no texts shrink so much."""
SMALL = 10 * 1000**2
CHUNK = 64 * 1024
ENCRYPTED = 0x1
DAMAGED = "the file is damaged: its parts cannot be unpacked"


@dataclass(frozen=True)
class Contents:
    """What an archive is meant to be, how messages call it, and how many members and bytes such a one has."""

    name: str = "workbook"
    of: str = "workbook of answers"
    members: int = 2_000
    unpacked: int = 300 * 1000**2


WORKBOOK = Contents()


@contextmanager
def open_archive(path: Path, contents: Contents = WORKBOOK) -> Iterator[ZipFile]:
    """An archive whose members were looked at and not yet unpacked; raises `Refused`."""
    try:
        with ZipFile(path) as archive:
            _check_members(archive.infolist(), contents)
            yield archive
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Refused("", DAMAGED, type(error).__name__) from None


def read_member(archive: ZipFile, name: str) -> Iterator[bytes]:
    """A member in pieces, never more than it declares; damage shows at its end by its checksum."""
    with archive.open(name) as file:
        while piece := file.read(CHUNK):
            yield piece


def _check_members(members: list[ZipInfo], contents: Contents) -> None:
    if len(members) > contents.members:
        what = f"the archive has more members than any {contents.name}"
        raise Refused("", what, f"{len(members):,}", f"at most {contents.members:,}")
    names: set[str] = set()
    for member in members:
        _check_name(member)
        if member.filename in names:
            what = "the archive has two members of one name: it could be read in two ways"
            raise Refused(_place(member), what)
        names.add(member.filename)
        if member.flag_bits & ENCRYPTED:
            remedy = "save it without a password"
            raise Refused(_place(member), "the file is protected with a password", remedy=remedy)
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            what = f"the archive is packed in a way that no {contents.name} is"
            raise Refused(_place(member), what, member.compress_type)
        if member.file_size > SMALL and member.file_size > RATIO * max(member.compress_size, 1):
            seen = f"{member.compress_size / 1000:,.0f} kB unpack to {member.file_size / 1000**2:,.0f} MB"
            what = f"a member unpacks to far more than it takes: this is no {contents.of}"
            raise Refused(_place(member), what, seen, f"at most {RATIO} times as much")
    unpacked = sum(member.file_size for member in members)
    if unpacked > contents.unpacked:
        seen, allowed = f"{unpacked / 1000**2:,.0f} MB", f"at most {contents.unpacked // 1000**2} MB"
        raise Refused("", f"the archive unpacks to more than any {contents.name}", seen, allowed)


def _check_name(member: ZipInfo) -> None:
    name = member.filename
    parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
    if ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
        remedy = "do not use this file; ask where it comes from"
        raise Refused(_place(member), "a path in the archive leaves it", name[:80], remedy=remedy)
    if stat.S_ISLNK(member.external_attr >> 16):
        remedy = "do not use this file; ask where it comes from"
        raise Refused(_place(member), "a member of the archive is a link to elsewhere", remedy=remedy)


def _place(member: ZipInfo) -> str:
    return f"member {member.filename[:80]!r}"
