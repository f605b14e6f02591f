"""Our codebooks as files for NVivo, ATLAS.ti, MAXQDA and QualCoder, held against REFI's schema."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from analysis import cli
from analysis.codebook_files import NAMESPACE, write_codebook, write_codebooks
from analysis.codebooks import Code, Codebook, load_codebook
from analysis.ingest.codings.corpus import FoundCode
from analysis.ingest.codings.refi_qda_codebook import read_codebook
from analysis.ingest.exports import RawFile
from analysis.problems import ProblemsFound

REPOSITORY = Path(__file__).resolve().parents[2]
BOOKS = sorted((REPOSITORY / "config" / "codebooks").glob("*.yaml"))
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
COLOUR = re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")


@pytest.fixture(params=BOOKS, ids=lambda path: path.stem)
def codebook(request: pytest.FixtureRequest) -> Codebook:
    return load_codebook(request.param, REPOSITORY)


def tree(codes: list[Code], language: str, above: tuple[str, ...] = ()) -> list[FoundCode]:
    """The codes of a codebook as a reader finds them."""
    found = []
    for code in codes:
        name = code.label.in_language(language)
        found += [FoundCode(name, above, not code.codes), *tree(code.codes, language, (*above, name))]
    return found


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_written_codebook_is_read_back_as_the_same_tree(
    codebook: Codebook, language: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.qdc"
    path.write_bytes(write_codebook(codebook, language))
    assert list(read_codebook(RawFile("codebook", path, "a.qdc"))) == tree(codebook.codes, language)


def names_of(element: Element) -> list[str]:
    assert all(child.tag.startswith(f"{{{NAMESPACE}}}") for child in element)
    return [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]


def check_code(code: Element) -> None:
    """Hold a code against CodeType of the schema: one Description, then codes, and four attributes."""
    names = names_of(code)
    assert names == ["Description"] + ["Code"] * (len(names) - 1)
    assert set(code.attrib) == {"guid", "name", "isCodable", "color"}
    assert GUID.fullmatch(code.attrib["guid"]) and COLOUR.fullmatch(code.attrib["color"])
    assert code.attrib["isCodable"] == ("true" if names == ["Description"] else "false")
    assert code[0].text and not code[0].attrib
    for below in code[1:]:
        check_code(below)


def test_a_written_codebook_is_as_the_schema_wants_it(codebook: Codebook) -> None:
    content = write_codebook(codebook, "nb")
    assert content.startswith(
        b'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0"'
    )
    root = fromstring(content)
    assert (root.tag, names_of(root)) == (f"{{{NAMESPACE}}}CodeBook", ["Codes"])
    assert set(names_of(root[0])) == {"Code"}
    for code in root[0]:
        check_code(code)


def guids(content: bytes) -> list[str]:
    return [code.attrib["guid"] for code in fromstring(content).iter(f"{{{NAMESPACE}}}Code")]


def test_a_code_has_its_own_id_which_neither_language_nor_label_changes(codebook: Codebook) -> None:
    own = guids(write_codebook(codebook, "nb"))
    assert len(set(own)) == len(own) == len(codebook.ids())
    assert guids(write_codebook(codebook, "en")) == own
    first = codebook.codes[0].model_copy(update={"label": codebook.codes[1].label})
    renamed = codebook.model_copy(update={"codes": [first, *codebook.codes[1:]]})
    assert guids(write_codebook(renamed, "nb")) == own
    other = codebook.model_copy(update={"id": "another"})
    assert not set(guids(write_codebook(other, "nb"))) & set(own)


def test_the_definition_of_a_code_goes_with_it() -> None:
    codebook = load_codebook(BOOKS[-1], REPOSITORY)
    root = fromstring(write_codebook(codebook, "nb"))
    told = {code.attrib["name"]: code[0].text for code in root.iter(f"{{{NAMESPACE}}}Code")}
    assert told == {code.label.nb: code.definition.nb for code in codebook.walk()}
    assert told["Åpenhet"]


def test_a_family_of_codes_has_one_colour() -> None:
    root = fromstring(write_codebook(load_codebook(BOOKS[-1], REPOSITORY), "nb"))
    families = [{code.attrib["color"] for code in top.iter(f"{{{NAMESPACE}}}Code")} for top in root[0]]
    assert [len(colours) for colours in families] == [1] * len(families)
    assert len(set.union(*families)) == len(families)


def test_the_command_writes_every_codebook_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(REPOSITORY / "config" / "codebooks", tmp_path / "config" / "codebooks")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["write-codebooks", "--folder", "codes"]) == 0
    expected = sorted(f"codes/{path.stem}.{language}.qdc" for path in BOOKS for language in ("en", "nb"))
    assert capsys.readouterr().out.splitlines() == expected
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("codes/*")) == expected
    before = {path: path.read_bytes() for path in tmp_path.glob("codes/*")}
    write_codebooks(tmp_path, tmp_path / "codes")
    assert {path: path.read_bytes() for path in before} == before


def test_a_broken_codebook_writes_none(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "codebooks"
    shutil.copytree(REPOSITORY / "config" / "codebooks", folder)
    for name in ("political_cocreation", "samskaping2018"):
        path = folder / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace(f"id: {name}", "id: other"), "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        write_codebooks(tmp_path, tmp_path / "codes")
    assert len(raised.value.problems) == 2
    assert not (tmp_path / "codes").exists()
