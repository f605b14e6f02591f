"""Every export of every format, damaged: refused, or read as if only what was hit had changed."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analysis.ingest import import_source
from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.exports.variants import VARIANTS, write_variant
from tests.exports.written import write_workbook
from tests.unit.test_ingest_every_format import KEY, expected, read_rows

Rows = list[tuple[str, ...]]
Table = list[list[str]]
# Bytes with a meaning in separated text or in an encoding are tried more often than others.
TELLING = b'";,\t\n\r 0123456789\x00\x81\xc3\xe5\xff'
BINARY = {name for name in VARIANTS if name in ("spss", "stata") or name.endswith(("workbook", "ods"))}
UNSORTED = ("spss", "stata", "table, ods", "surveyxact, workbook")
"""Those whose rows and columns other tests move, by the library that writes them."""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "mac_roman", "cp865")
BYTES, CUTS, TABLES = 12, 4, 2


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The study of a variant, written once."""
    made: dict[str, Path] = {}

    def find(variant: str) -> Path:
        if variant not in made:
            made[variant] = write_variant(tmp_path_factory.mktemp("variant"), variant)
        return made[variant]

    return find


def read_changed(study: Path, path: Path, data: bytes) -> tuple[Rows, set[str]] | None:
    """The rows with one file's bytes replaced, and the receipts' words; None where the export is refused."""
    before = path.read_bytes()
    path.write_bytes(data)
    try:
        imported = import_source(load_study(study, check_hashes=False), "variant", KEY)
        return read_rows(imported.responses), set(imported.receipts["why"])
    except ProblemsFound as found:
        assert all(problem.file and problem.what for problem in found.problems)
        return None
    finally:
        path.write_bytes(before)


def raw_files(study: Path) -> list[Path]:
    lines = (study / "config" / "sources.tsv").read_text("utf-8").splitlines()[1:]
    return [study / line.split("\t")[-2] for line in lines]


def apart(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """In how many answers two rows differ; a value and its missing reason are one answer."""
    pairs = zip(one[1::2], one[2::2], other[1::2], other[2::2], strict=True)
    return (one[0] != other[0]) + sum((a, b) != (c, d) for a, b, c, d in pairs)


@pytest.mark.parametrize("variant", VARIANTS)
def test_one_damaged_byte_changes_one_answer_or_is_refused(
    studies: Callable[[str], Path], variant: str
) -> None:
    study = studies(variant)
    draw = random.Random(f"bytes of {variant}")
    # A process of its own for each reading takes its time.
    for number in range(BYTES // 2 if variant in BINARY else BYTES):
        path = draw.choice(raw_files(study))
        data = path.read_bytes()
        at, kind = draw.randrange(len(data)), draw.choice(("flip", "insert", "drop"))
        put = (
            b""
            if kind == "drop"
            else bytes([draw.choice(TELLING) if draw.random() < 0.7 else draw.randrange(256)])
        )
        read = read_changed(study, path, data[:at] + put + data[at + (kind != "insert") :])
        if read is None:
            continue
        new, gone = Counter(read[0]) - Counter(expected()), Counter(expected()) - Counter(read[0])
        told = f"{variant}, {number}: {kind} {put!r} at {at} of {path.name}: {list(new)} for {list(gone)}"
        assert sum(new.values()) <= sum(gone.values()) <= 1, told
        assert not new or apart(next(iter(new)), next(iter(gone))) == 1, told


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_file_cut_off_gives_no_answer_that_was_not_given(
    studies: Callable[[str], Path], variant: str
) -> None:
    study = studies(variant)
    draw = random.Random(f"cuts of {variant}")
    for _ in range(CUTS):
        path = draw.choice(raw_files(study))
        data = path.read_bytes()
        at = draw.randrange(len(data))
        read = read_changed(study, path, data[:at])
        if read is None:
            continue
        # Where a tool may leave out the last line break, a cut in the last cell looks like one, and is noted.
        new = Counter(read[0]) - Counter(expected())
        assert sum(new.values()) <= ("no_final_line_break" in read[1]), f"{path.name} cut at {at}"


def drop_row(rows: Table, draw: random.Random) -> Table:
    at = draw.randrange(len(rows))
    return rows[:at] + rows[at + 1 :]


def swap_rows(rows: Table, draw: random.Random) -> Table:
    one, other = sorted(draw.sample(range(4, len(rows)), 2))
    made = list(rows)
    made[one], made[other] = made[other], made[one]
    return made


def drop_column(rows: Table, draw: random.Random) -> Table:
    at = draw.randrange(len(rows[0]))
    return [row[:at] + row[at + 1 :] for row in rows]


def swap_columns(rows: Table, draw: random.Random) -> Table:
    one, other = sorted(draw.sample(range(len(rows[0])), 2))
    order = list(range(len(rows[0])))
    order[one], order[other] = other, one
    return [[row[place] for place in order if place < len(row)] for row in rows]


def read_table(path: Path) -> tuple[list[list[str]], Callable[[list[list[str]]], bytes]] | None:
    """The rows of a file with separated cells or one sheet, and how rows are written as it was."""
    if path.suffix in (".sav", ".dta", ".ods"):
        return None
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        if len(book.sheetnames) > 1:
            return None
        cells = [
            ["" if cell is None else cell for cell in row] for row in book.active.iter_rows(values_only=True)
        ]
        name = book.sheetnames[0]
        return cells, lambda rows: write_workbook(path.with_suffix(".new"), {name: rows}).read_bytes()
    data = path.read_bytes()
    encoding = find_encoding(data)
    text = data.decode(encoding)
    separator = max(";,\t", key=text.split("\n")[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)), lambda rows: join(
        rows, separator
    ).encode(encoding)


def join(rows: list[list[str]], separator: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("change", [drop_row, swap_rows, drop_column, swap_columns])
@pytest.mark.parametrize("variant", [name for name in VARIANTS if name not in UNSORTED])
def test_rows_and_columns_moved_or_lost(
    studies: Callable[[str], Path], variant: str, change: Callable[[Table, random.Random], Table]
) -> None:
    study = studies(variant)
    path = raw_files(study)[0]
    draw = random.Random(f"{change.__name__} of {variant}")
    table = read_table(path)
    assert table is not None
    for _ in range(TABLES):
        read = read_changed(study, path, table[1](change(table[0], draw)))
        if read is None:
            continue
        assert not Counter(read[0]) - Counter(expected())
        lost = sum((Counter(expected()) - Counter(read[0])).values())
        assert lost <= (change is drop_row)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "mac_roman", "cp865"]
)
@pytest.mark.parametrize("variant", [name for name in VARIANTS if name not in BINARY])
def test_another_encoding_is_refused_or_changes_nothing(
    studies: Callable[[str], Path], variant: str, encoding: str
) -> None:
    study = studies(variant)
    for path in raw_files(study):
        data = path.read_bytes()
        text = data.decode(find_encoding(data)).removeprefix("\ufeff")
        read = read_changed(study, path, text.encode(encoding, "replace"))
        assert read is None or Counter(read[0]) == Counter(expected()), path.name


def find_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
