"""One set of codings in the files of every tool: whatever a file holds, all readings are equal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest.codings import ReadCodings, read_codings
from tests.codings.common import CODERS, GIVEN, TEXTS
from tests.codings.qualcoder import write_qualcoder
from tests.codings.refi_qda import VARIANTS, write_refi_qda
from tests.codings.rqda import write_rqda
from tests.codings.study import add_source, load, write_codings_study
from tests.codings.tables import codes_of, list_units, write_coders, write_long, write_matrix
from tests.codings.taguette import write_taguette, write_taguette_table

IDS = {"Kari": "coder_a", "Ola": "coder_b", "Mette": "coder_c"}
EXPECTED = sorted((one.document, IDS[one.coder], one.code, one.start, one.end, one.words) for one in GIVEN)
KEY = ["document", "coder", "code", "start", "end", "text"]

PROJECTS: dict[str, tuple[str, str, Callable[[Path], Path]]] = {
    **{
        f"refi_qda of {name}": ("refi_qda", "project.qdpx", partial(write_refi_qda, variant=variant))
        for name, variant in VARIANTS.items()
    },
    "qualcoder": ("qualcoder", "data.qda", write_qualcoder),
    "the first qualcoder": ("qualcoder", "data.qda", partial(write_qualcoder, version="v1")),
    "qualcoder's editor": ("qualcoder", "data.qda", partial(write_qualcoder, editor=True)),
    "an older taguette": ("taguette", "project.sqlite3", partial(write_taguette, slips=True, renamed=False)),
    "rqda": ("rqda", "project.rqda", write_rqda),
    "rqda with CR and LF": ("rqda", "project.rqda", partial(write_rqda, lines="\r\n")),
    "table of places": ("table", "codings.csv", lambda path: _write(path, write_long())),
}
"""Every file that knows texts, coders and places: its format, its name and its writer."""


def _write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode("utf-8"))
    return path


def tell(read: ReadCodings) -> list[tuple[object, ...]]:
    return sorted(read.segments[KEY].itertuples(index=False, name=None))


def account(receipts: pd.DataFrame) -> dict[str, int]:
    """Codings read, kept and left out."""
    told = receipts[receipts["what"].isin(["coding_read", "coding_kept", "coding_left_out"])]
    return {str(what): int(count) for what, count in told.groupby("what")["count"].sum().items()}


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("detected", [False, True], ids=["named", "found out"])
def test_every_project_gives_the_same_codings(tmp_path: Path, name: str, detected: bool) -> None:
    format, file, write = PROJECTS[name]
    path = write(tmp_path / file)
    folder = write_codings_study(tmp_path / "study")
    part = "rows" if format == "table" else "project"
    add_source(folder, "talk", path, format="auto" if detected else format, name=file, part=part)
    read = read_codings(load(folder))
    assert tell(read) == EXPECTED
    assert dict(zip(read.documents["document"], read.documents["text"], strict=True)) == TEXTS
    assert read.documents["session"].tolist() == ["first", "second"]
    assert read.coded["n_codings"].sum() == len(GIVEN)
    assert read.coded["n_mismatched"].sum() == 0
    assert account(read.receipts)["coding_kept"] == len(GIVEN)
    assert ("format_detected" in set(read.receipts["why"])) is detected


def test_the_files_of_all_tools_together_hold_each_coding_once(tmp_path: Path) -> None:
    folder = write_codings_study(tmp_path / "study")
    for number, (format, file, write) in enumerate(PROJECTS.values()):
        path = write(tmp_path / f"{number}-{file}")
        add_source(folder, f"talk-{number}", path, format=format, name=path.name)
    read = read_codings(load(folder))
    assert tell(read) == EXPECTED
    assert set(read.segments["source"]) == {"talk-0"}
    counts = account(read.receipts)
    assert counts["coding_kept"] == len(GIVEN)
    assert counts["coding_read"] == counts["coding_kept"] + counts["coding_left_out"]
    assert not {"coding_missing_in_copy", "code_missing_in_copy"} & set(read.receipts["why"])


@pytest.mark.parametrize("write", [write_coders, write_matrix])
def test_tables_of_units_hold_the_same_codes_by_unit(tmp_path: Path, write: Callable[[], str]) -> None:
    folder = write_codings_study(tmp_path / "study")
    add_source(folder, "talk", write())
    read = read_codings(load(folder))
    expected = [
        (document, IDS[coder], code, words)
        for document in TEXTS
        for start, end, words in list_units(document)
        for coder in CODERS
        for code in codes_of(document, coder, start, end) or [""]
    ]
    found = read.segments[["document", "coder", "code", "text"]].itertuples(index=False, name=None)
    assert sorted(found) == sorted(expected)
    texts = dict(zip(read.documents["document"], read.documents["text"], strict=True))
    for one in read.segments.itertuples():
        assert texts[str(one.document)][int(str(one.start)) : int(str(one.end))] == one.text


def test_taguettes_table_alone_holds_words_and_beside_its_project_nothing_new(tmp_path: Path) -> None:
    folder = write_codings_study(tmp_path / "study")
    path = write_taguette_table(tmp_path / "highlights.csv")
    add_source(folder, "highlights", path, format="auto", name="highlights.csv", part="rows")
    alone = read_codings(load(folder)).segments
    # The table has blanks in place of line breaks, and neither coders nor places.
    words = sorted({(one.document, one.code, " ".join(one.words.split())) for one in GIVEN})
    assert sorted(alone[["document", "code", "text"]].itertuples(index=False, name=None)) == words
    assert set(alone["coder"]) == {"unknown"}
    assert alone["start"].isna().all()
    assert (alone["unit"] != "").all()
    project = write_refi_qda(tmp_path / "project.qdpx", VARIANTS["nvivo"])
    add_source(folder, "project", project, format="refi_qda", name="project.qdpx")
    assert tell(read_codings(load(folder))) == EXPECTED
