"""The made-up focus groups: what is said and by whom, what coders make of it, and the files it is kept in."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import sqlite3
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from analysis.reference_study import TALK_FOLDER
from analysis.reference_study.coders import (
    CODERS,
    EXTRA_WEIGHTS,
    READ_INTO,
    SEEN,
    TAKEN_FOR,
    Given,
    code_transcript,
    find_chance,
)
from analysis.reference_study.focus_groups import IN_DATABASE, IN_PROJECT, IN_TABLE
from analysis.reference_study.judgements import NOTES, POSITIONS
from analysis.reference_study.phrases import HARD, PHRASES
from analysis.reference_study.refi_qda_project import NAMESPACE, NOTICE
from analysis.reference_study.small_talk import FILLINGS, write_danish
from analysis.reference_study.talk import Transcript, write_transcript
from analysis.reference_study.talk_design import DIFFICULTIES, FIELDS, OTHERS, PROCESS, TALKS
from analysis.study import Study, load_study

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / TALK_FOLDER
SEED = 2018
TAG = f"{{{NAMESPACE}}}"


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(REPOSITORY)


@pytest.fixture(scope="module")
def transcripts() -> dict[str, Transcript]:
    return {talk.session: write_transcript(talk, SEED) for talk in TALKS}


@pytest.fixture(scope="module")
def given(transcripts: dict[str, Transcript]) -> dict[str, list[Given]]:
    return {session: code_transcript(one, SEED) for session, one in transcripts.items()}


def test_there_is_a_sentence_for_every_code_that_belongs_to_a_turn(study: Study) -> None:
    lowest = [code.id for code in study.codebooks["samskaping2018"].leaves()]
    assert {*PHRASES, READ_INTO} == {*lowest}
    assert {*HARD} == {*FIELDS}
    assert sorted([*FIELDS, *DIFFICULTIES, *OTHERS, *PROCESS]) == sorted(PHRASES)
    assert {*SEEN} == {*EXTRA_WEIGHTS} == {*lowest}
    assert {*TAKEN_FOR} | {*TAKEN_FOR.values()} <= {*PHRASES}
    assert sum(EXTRA_WEIGHTS.values()) == pytest.approx(1)


def test_sentences_stand_once_and_fill_their_slots() -> None:
    sentences = [one for book in (PHRASES, HARD) for these in book.values() for one in these]
    assert len(sentences) == len(set(sentences)) > 130
    slots = {slot for one in sentences for slot in re.findall(r"\{(\w+)\}", one)}
    assert slots == {*FILLINGS, "folk", "tiltak", "sted"}


def test_sessions_are_those_of_the_study_with_its_speakers(
    study: Study, transcripts: dict[str, Transcript]
) -> None:
    kinds = {word: kind.id for kind in study.sessions.participants for word in kind.speakers}
    assert [session.id for session in study.sessions.sessions] == [talk.session for talk in TALKS]
    for session, talk in zip(study.sessions.sessions, TALKS, strict=True):
        assert study.sessions.session_of(talk.title) == session and session.case == talk.case
        speaking = Counter(kinds[speaker.rpartition(" ")[0]] for speaker in talk.speakers)
        assert {*speaking} == {*session.participants}
        for kind, number in session.participants.items():
            assert number in (None, speaking[kind])
        heard = {turn.speaker for turn in transcripts[session.id].turns if not turn.asked}
        assert heard == {*talk.speakers}
        assert session.date < talk.coded_from
    assert {name: coder.id for coder in study.sessions.coders for name in coder.names[:1]} == {
        name: coder for coder, name in CODERS.items()
    }


def test_as_much_is_said_as_was_designed(transcripts: dict[str, Transcript]) -> None:
    assert 450 < sum(len(one.turns) for one in transcripts.values()) < 550
    for transcript in transcripts.values():
        talk = transcript.talk
        assert 55 < len(transcript.turns) < 90
        said = Counter(code for turn in transcript.turns for code in turn.codes)
        well = Counter(dict(zip(FIELDS, talk.going_well, strict=True)))
        well.update(dict(zip(FIELDS, talk.hard, strict=True)))
        for names, counts in (
            (DIFFICULTIES, talk.difficulties),
            (PROCESS, talk.process),
            (OTHERS, talk.others),
        ):
            well.update(dict(zip(names, counts, strict=True)))
        assert said == +well
        assert max(len(turn.codes) for turn in transcript.turns) <= 3


def test_what_is_hard_is_said_beside_a_difficulty(transcripts: dict[str, Transcript]) -> None:
    for transcript in transcripts.values():
        fields = [turn.codes for turn in transcript.turns if turn.codes & {*FIELDS}]
        beside = [codes for codes in fields if codes & {*DIFFICULTIES}]
        assert len(beside) == sum(transcript.talk.hard)
        assert len(fields) == sum(transcript.talk.hard) + sum(transcript.talk.going_well)


def test_places_hold_the_words(transcripts: dict[str, Transcript]) -> None:
    for transcript in transcripts.values():
        text = transcript.text
        for turn, following in zip(transcript.turns, [*transcript.turns[1:], None], strict=True):
            assert text[turn.start : turn.words] == f"{turn.speaker}: "
            assert not text[turn.words].isspace() and not text[turn.end - 1].isspace()
            assert text[turn.end : following.start if following else None].strip() == ""
            assert turn.sentences[0].start == turn.words
            assert turn.sentences[-1].end == turn.end
        said = {text[one.start : one.end] for turn in transcript.turns for one in turn.sentences}
        assert not any("{" in one for one in said)


def test_no_name_of_a_case_is_said(study: Study, transcripts: dict[str, Transcript]) -> None:
    cases = [case for case in study.settings.cases if case.programme == "ks2018"]
    names = {case.enterprise.split()[0] for case in cases}
    names |= {case.label.split()[0] for case in cases} | {"INSP", "Senja", "Husbanken"}
    names -= {"NOEN"}  # a common word in small letters
    for transcript in transcripts.values():
        assert not [name for name in names if name.casefold() in transcript.text.casefold()]


def test_the_texts_hold_what_readers_stumble_on(transcripts: dict[str, Transcript]) -> None:
    texts = {session: one.text for session, one in transcripts.items()}
    for sessions in (IN_PROJECT, IN_DATABASE, IN_TABLE):
        together = "".join(texts[session] for session in sessions)
        assert {*"æøå–…«»"} <= {*together}
        assert any(sign > "\uffff" for sign in together)
        # Letters and pictures that are made of several code points.
        assert any(unicodedata.combining(sign) for sign in together) and "\u200d" in together
    paragraphs = sum(
        "\n" in one.text[turn.words : turn.end] for one in transcripts.values() for turn in one.turns
    )
    assert paragraphs > 15


def test_danish_looks_danish() -> None:
    assert write_danish("Nei, ikke noe av det Noen gjør, vet dere.") == (
        "Nej, ikke noget af det Nogen gør, ved I."
    )


def test_nobody_else_s_codes_depend_on_a_coder(transcripts: dict[str, Transcript]) -> None:
    one = transcripts["arendal"]
    assert code_transcript(one, SEED) == code_transcript(one, SEED)
    assert code_transcript(one, SEED) != code_transcript(one, SEED + 1)


def test_two_coders_left_out_a_session_each(given: dict[str, list[Given]]) -> None:
    absent = {
        session: {*CODERS} - {one.coder for one in codings}
        for session, codings in given.items()
        if {*CODERS} != {one.coder for one in codings}
    }
    assert absent == {"asker": {"coder_b"}, "noen": {"coder_c"}}
    assert "asker" in IN_PROJECT and "noen" in IN_DATABASE


def test_a_stretch_lies_in_its_turn_but_for_labels(
    transcripts: dict[str, Transcript], given: dict[str, list[Given]]
) -> None:
    shapes: Counter[str] = Counter()
    for session, codings in given.items():
        transcript = transcripts[session]
        labels = {turn.number: (turn.start, turn.words) for turn in transcript.turns}
        for one in codings:
            turn = transcript.turns[one.turn - 1]
            after = labels.get(one.turn + 1, (turn.end, turn.end))[1]
            assert turn.start <= one.start < one.end <= max(turn.end, after - 1)
            assert type(one.start) is type(one.end) is int
            shapes["label"] += one.start == turn.start
            shapes["beyond"] += one.end > turn.end
            shapes["shorter"] += one.end - one.start < turn.end - turn.words
            shapes["whole"] += (one.start, one.end) == (turn.words, turn.end)
    assert min(shapes.values()) > 20


def test_codings_overlap_share_selections_and_carry_notes(given: dict[str, list[Given]]) -> None:
    codings = [(session, one) for session, these in given.items() for one in these]
    assert len(codings) > 1200
    assert len({(s, one.coder, one.code, one.turn) for s, one in codings}) == len(codings)
    selections = Counter((s, one.coder, one.start, one.end) for s, one in codings)
    assert sum(number > 1 for number in selections.values()) > 50
    assert 30 < sum(bool(one.memo) for _, one in codings) < 120
    ordered = sorted((s, one.coder, one.start, one.end) for s, one in codings)
    overlapping = [
        (first, second)
        for first, second in pairwise(ordered)
        if first[:2] == second[:2] and first[2] < second[2] < first[3]
    ]
    assert overlapping


def test_everybody_sees_more_as_the_weeks_go_by() -> None:
    for coder in CODERS:
        chances = [find_chance(coder, "communication", talk) for talk in TALKS]
        assert chances == sorted(chances) and chances[0] < chances[-1]
        assert find_chance(coder, READ_INTO, TALKS[0]) == 0
    days = [talk.coded_from for talk in TALKS]
    assert days == sorted(days)


def read_project() -> tuple[ET.Element, dict[str, str]]:
    with ZipFile(FOLDER / "focus_groups.qdpx") as archive:
        assert {one.compress_type for one in archive.infolist()} == {ZIP_STORED}
        assert len({one.date_time for one in archive.infolist()}) == 1
        root = ET.fromstring(archive.read("project.qde"))
        names = [name for name in archive.namelist() if name.endswith(".txt")]
        return root, {name: archive.read(name).decode("utf-8") for name in names}


def test_the_project_file_is_one_of_the_standard(study: Study) -> None:
    root, texts = read_project()
    assert root.tag == f"{TAG}Project"
    assert [child.tag.removeprefix(TAG) for child in root] == [
        *("Users", "CodeBook", "Sources", "Notes", "Description")
    ]
    assert root.findtext(f"{TAG}Description") == NOTICE
    codes = list(root.iter(f"{TAG}Code"))
    assert [code.get("name") for code in codes] == [
        code.label.nb for code in study.codebooks["samskaping2018"].walk()
    ]
    defined = {one.get("guid") for one in [*codes, *root.iter(f"{TAG}User")]}
    used = {one.get("targetGUID") for one in root.iter(f"{TAG}CodeRef")}
    used |= {one.get("creatingUser") for one in root.iter(f"{TAG}Coding")}
    assert not used & defined and {guid.upper() for guid in used if guid} <= defined
    guids = [one.get("guid", "").lower() for one in root.iter() if one.get("guid")]
    assert len(guids) == len(set(guids))
    notes = {one.get("guid") for one in root.iter(f"{TAG}Note")}
    assert notes == {one.get("targetGUID") for one in root.iter(f"{TAG}NoteRef")}
    paths = {one.get("plainTextPath") for one in root.iter(f"{TAG}TextSource")}
    assert paths == {f"internal://{name.removeprefix('sources/')}" for name in texts}


def test_selections_count_both_signs_of_a_line_break() -> None:
    root, texts = read_project()
    selections = 0
    for source in root.iter(f"{TAG}TextSource"):
        text = texts[source.get("plainTextPath", "").replace("internal://", "sources/")]
        assert "\r\n" in text and "\n" not in text.replace("\r\n", "")
        for selection in source.iter(f"{TAG}PlainTextSelection"):
            start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
            name = selection.get("name", "")
            assert text[start:end].replace("\r\n", " ").startswith(name.removesuffix("…"))
            selections += 1
    assert selections > 300


def test_codings_of_several_people_share_selections_and_some_have_none() -> None:
    root, _ = read_project()
    coders = [
        {coding.get("creatingUser") for coding in selection.iter(f"{TAG}Coding")}
        for selection in root.iter(f"{TAG}PlainTextSelection")
    ]
    assert sum(len(one) > 1 for one in coders) > 50
    assert sum(not one for one in coders) == 2 * len(IN_PROJECT)
    others = [
        coding
        for selection in root.iter(f"{TAG}PlainTextSelection")
        for coding in selection.iter(f"{TAG}Coding")
        if coding.get("creatingUser") != selection.get("creatingUser")
    ]
    assert len(others) > 50


def test_the_database_holds_what_was_given(
    transcripts: dict[str, Transcript], given: dict[str, list[Given]]
) -> None:
    path = FOLDER / "qualcoder" / "data.qda"
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        sources = connection.execute("SELECT name, fulltext FROM source ORDER BY id").fetchall()
        rows = connection.execute(
            "SELECT s.name, c.seltext, c.pos0, c.pos1, c.owner, c.memo, substr(c.date, 1, 10)"
            " FROM code_text c JOIN source s ON s.id = c.fid"
        ).fetchall()
        told = connection.execute("SELECT memo FROM project").fetchall()
    assert told == [(NOTICE,)]
    titles = {transcripts[session].talk.title: session for session in IN_DATABASE}
    assert sources == [(f"{title}.txt", transcripts[session].text) for title, session in titles.items()]
    drawn = Counter(
        (
            *(f"{title}.txt", transcripts[session].text[one.start : one.end], one.start, one.end),
            *(CODERS[one.coder], one.memo, one.day.isoformat()),
        )
        for title, session in titles.items()
        for one in given[session]
    )
    assert Counter(rows) == drawn


def test_the_database_tells_no_version_of_the_library() -> None:
    content = (FOLDER / "qualcoder" / "data.qda").read_bytes()
    assert content[24:28] == content[92:96] == b"\0\0\0\1"
    assert int.from_bytes(content[96:100], "big") == 3_040_001


def test_the_table_has_a_row_a_turn_and_a_column_a_coder(
    transcripts: dict[str, Transcript], given: dict[str, list[Given]]
) -> None:
    text = (FOLDER / "coded_turns.csv").read_bytes().decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert header == ["dokument", "ytring", "tekst", *CODERS.values()]
    turns = [(session, turn) for session in IN_TABLE for turn in transcripts[session].turns]
    for row, (session, turn) in zip(rows, turns, strict=True):
        transcript = transcripts[session]
        assert row[:2] == [transcript.talk.title, str(turn.number)]
        assert row[2] == transcript.text[turn.start : turn.end]
        for coder, cell in zip(CODERS, row[3:], strict=True):
            codes = [one.code for one in given[session] if (one.coder, one.turn) == (coder, turn.number)]
            assert cell == (" | ".join(codes) or "-")


def test_judges_differ_and_their_medians_stand_as_published(study: Study) -> None:
    continuum = study.plan.continuum
    assert continuum is not None
    medians = {case: sorted(positions)[1] for case, positions in POSITIONS.items()}
    assert [{medians[case] for case in tier} for tier in continuum.published] == [
        {0},
        {2},
        {3},
        {5},
        {6},
        {9},
    ]
    assert all(len(set(positions)) > 1 for positions in POSITIONS.values())
    assert {case for case, _ in NOTES} <= {*POSITIONS}
    rows = (FOLDER / "judgements.csv").read_text("utf-8").splitlines()
    assert len(rows) == 1 + len(POSITIONS) * len(CODERS)
