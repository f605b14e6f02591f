"""Every export of every format, damaged: refused, or read as if only what was hit had changed."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.ingest import import_source
from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.exports.variants import VARIANTS, write_variant
from tests.unit.test_ingest_every_format import KEY, expected, read_rows

Rows = list[tuple[str, ...]]
# Bytes with a meaning in separated text or in an encoding are tried more often than others.
TELLING = b'";,\t\n\r 0123456789\x00\x81\xc3\xe5\xff'
BINARY = (".xlsx", ".ods", ".sav", ".dta")
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
    for number in range(BYTES):
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


def drop_row(rows: list[list[str]], draw: random.Random) -> list[list[str]]:
    at = draw.randrange(len(rows))
    return rows[:at] + rows[at + 1 :]


def swap_rows(rows: list[list[str]], draw: random.Random) -> list[list[str]]:
    one, other = sorted(draw.sample(range(4, len(rows)), 2))
    made = list(rows)
    made[one], made[other] = made[other], made[one]
    return made


def drop_column(rows: list[list[str]], draw: random.Random) -> list[list[str]]:
    at = draw.randrange(len(rows[0]))
    return [row[:at] + row[at + 1 :] for row in rows]


def swap_columns(rows: list[list[str]], draw: random.Random) -> list[list[str]]:
    one, other = sorted(draw.sample(range(len(rows[0])), 2))
    order = list(range(len(rows[0])))
    order[one], order[other] = other, one
    return [[row[place] for place in order if place < len(row)] for row in rows]


@pytest.mark.parametrize("change", [drop_row, swap_rows, drop_column, swap_columns])
@pytest.mark.parametrize("variant", list(VARIANTS))
def test_rows_and_columns_moved_or_lost(
    studies: Callable[[str], Path],
    variant: str,
    change: Callable[[list[list[str]], random.Random], list[list[str]]],
) -> None:
    study = studies(variant)
    path = raw_files(study)[0]
    if path.suffix in BINARY:
        pytest.skip("no separated text")
    draw = random.Random(f"{change.__name__} of {variant}")
    data = path.read_bytes()
    encoding = next(one for one in ("utf-16", "utf-8", "cp1252") if decodes(data, one))
    text = data.decode(encoding)
    separator = max(";,\t", key=text.split("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    for _ in range(TABLES):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
            change(rows, draw)
        )
        read = read_changed(study, path, out.getvalue().encode(encoding))
        if read is None:
            continue
        assert not Counter(read[0]) - Counter(expected())
        lost = sum((Counter(expected()) - Counter(read[0])).values())
        assert lost <= (change is drop_row)


def decodes(data: bytes, encoding: str) -> bool:
    if encoding == "utf-16":
        return data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
