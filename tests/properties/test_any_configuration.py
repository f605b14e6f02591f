"""Whatever is done to a configuration file, it is read or its problems are told; nothing else happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.tiny_study import write_tiny_study

FILES = ("config/study.yaml", "config/plan.yaml", "config/instruments/tiny.yaml", "config/sources.tsv")
PIECES = [b"\n", b"\t", b": ", b"- ", b"{", b"[", b"}", b'"', b"'", b"null", b"-1", b"1e9", b"x: y\n", b"|"]
PIECES += [
    b">",
    b"*a",
    b"&a ",
    b"!b ",
    b"%",
    b"all",
    b"{}",
    b"[]",
    b"\xff",
    b"\xc2\x85",
    b"\x00",
    b"? ",
    b"---\n",
]

pieces = st.one_of(st.sampled_from(PIECES), st.binary(max_size=4))
changes = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), pieces), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield write_tiny_study(tmp_path_factory.mktemp("study"))


@given(file=st.sampled_from(FILES), changes=changes)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_damaged_file_is_read_or_told(
    study: Path, file: str, changes: list[tuple[float, int, bytes]]
) -> None:
    path = study / file
    right = path.read_bytes()
    damaged = bytearray(right)
    for where, length, piece in changes:
        begin = int(where * len(damaged))
        damaged[begin : begin + length] = piece
    path.write_bytes(bytes(damaged))
    try:
        assert load_study(study).settings.cases
    except ProblemsFound as found:
        assert all(problem.what and problem.file.startswith("config/") for problem in found.problems)
    finally:
        path.write_bytes(right)
