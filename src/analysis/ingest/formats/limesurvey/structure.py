"""LimeSurvey's survey structure (.lss): the questions, and the columns that their answers stand in.

Newer versions keep the texts of each language apart, in `question_l10ns` and `answer_l10ns`; older ones
write a question, a subquestion and an answer once in each language.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from analysis.ingest.files.xml_trees import read_xml
from analysis.ingest.formats.limesurvey.words import FIXED_ANSWERS, OTHER, strip_markup
from analysis.problems import ProblemList

Texts = dict[str, str]
AGAIN = "export the survey structure (.lss) from LimeSurvey again"
KINDS = "L!O5ABCDEFGHIKMNPQRSTUXY1:;|*"


@dataclass
class Subquestion:
    """One row, column or option of a question: its code, the axis it stands on, its text by language."""

    code: str
    scale: str
    order: float
    texts: Texts = field(default_factory=dict)


@dataclass
class Asked:
    """One question: its type is LimeSurvey's letter; `answers` are texts by scale, code and language."""

    id: str
    code: str
    kind: str
    other: bool
    order: tuple[float, float]
    texts: Texts = field(default_factory=dict)
    subquestions: dict[str, Subquestion] = field(default_factory=dict)
    answers: dict[str, dict[str, Texts]] = field(default_factory=dict)
    other_texts: Texts = field(default_factory=dict)

    def axis(self, scale: str) -> list[Subquestion]:
        """The subquestions of one axis, in the survey's order."""
        return sorted((one for one in self.subquestions.values() if one.scale == scale), key=_order)

    def answers_of(self, scale: str = "0") -> dict[str, Texts]:
        """The texts of the answers by code: those of the type, or the question's own, with “other”."""
        offered = dict(FIXED_ANSWERS.get(self.kind) or self.answers.get(scale, {}))
        if self.other and self.kind in "L!":
            offered["-oth-"] = OTHER | self.other_texts
        return offered


@dataclass(frozen=True)
class Structure:
    """A survey: the version of LimeSurvey's database that wrote it, its languages, its questions in order."""

    version: str
    languages: tuple[str, ...]
    questions: tuple[Asked, ...]

    @property
    def form(self) -> str:
        """The version and the languages, the base language first, in words."""
        return f"XML, DBVersion {self.version}, {', '.join(self.languages)}"


def read_structure(path: Path, shown: str) -> Structure:
    """Read the structure of a survey; raises `ProblemsFound`."""
    root = read_xml(path, shown, AGAIN)
    found = ProblemList(shown)
    kind = root.findtext("LimeSurveyDocType", "")
    if root.tag != "document" or kind != "Survey":
        what = "this is not the structure of a LimeSurvey survey"
        found.add("", what, f"<{root.tag}> {kind}".strip(), "<document> Survey", AGAIN)
        found.raise_any()
    languages = _languages(root)
    if not languages:
        found.add("", "the structure names no language", remedy=AGAIN)
    questions = _read_questions(root, languages, found)
    _check_codes(questions, found)
    found.raise_any()
    return Structure(root.findtext("DBVersion", "unknown"), languages, tuple(questions))


def _rows(root: Element, table: str) -> list[dict[str, str]]:
    """The rows of one table, each as its filled fields."""
    rows = root.findall(f"{table}/rows/row")
    return [{cell.tag: (cell.text or "").strip() for cell in row} for row in rows]


def _languages(root: Element) -> tuple[str, ...]:
    """The survey's languages, its base language first."""
    listed = [(one.text or "").strip() for one in root.findall("languages/language")]
    base = next((row["language"] for row in _rows(root, "surveys") if row.get("language")), "")
    return tuple(dict.fromkeys(one for one in (base, *listed) if one))


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _order(one: Subquestion) -> float:
    return one.order


def _read_questions(root: Element, languages: tuple[str, ...], found: ProblemList) -> list[Asked]:
    base = languages[0] if languages else ""
    groups = {row.get("gid", ""): _number(row.get("group_order")) for row in _rows(root, "groups")}
    rows = _rows(root, "questions")
    asked: dict[str, Asked] = {}
    for row in (row for row in rows if row.get("parent_qid", "0") in ("", "0")):
        number = row.get("qid", "")
        place = (groups.get(row.get("gid", ""), 0.0), _number(row.get("question_order")))
        made = Asked(number, row.get("title", ""), row.get("type", ""), row.get("other") == "Y", place)
        one = asked.setdefault(number, made)
        _add_text(one.texts, row, "question", base, found)
    children = [row for row in rows if row.get("parent_qid", "0") not in ("", "0")]
    owners = _read_subquestions([*children, *_rows(root, "subquestions")], asked, base, found)
    for row in _rows(root, "question_l10ns"):
        number = row.get("qid", "")
        texts = asked[number].texts if number in asked else owners.get(number)
        if texts is not None:
            _add_text(texts, row, "question", base, found)
    _read_answers(root, asked, base, found)
    for row in _rows(root, "question_attributes"):
        if row.get("attribute") == "other_replace_text" and row.get("value") and row.get("qid") in asked:
            _add_text(asked[row["qid"]].other_texts, row, "value", base, found)
    return sorted(asked.values(), key=lambda one: one.order)


def _add_text(texts: Texts, row: dict[str, str], name: str, base: str, found: ProblemList) -> None:
    """Put the text of a row to its language; one that is there already is another row's, and damage."""
    if name not in row:
        return
    language = row.get("language") or base
    if language in texts:
        what = "two rows give a text in the same language to the same thing: the file is damaged"
        seen = ", ".join(f"{key} {row[key]}" for key in ("qid", "aid", "code", "language") if key in row)
        found.add(f"{name}s", what, seen, "one text in each language", AGAIN)
    texts[language] = strip_markup(row[name])


def _read_subquestions(
    rows: Iterable[dict[str, str]], asked: dict[str, Asked], base: str, found: ProblemList
) -> dict[str, Texts]:
    """Put every subquestion to its question; returns their texts by their own number."""
    owners: dict[str, Texts] = {}
    for row in rows:
        owner = asked.get(row.get("parent_qid", ""))
        if owner is None:
            what = "a subquestion belongs to no question: the file is damaged"
            found.add(f"subquestion {row.get('title', '')}", what, row.get("parent_qid", ""), "", AGAIN)
            continue
        scale = row.get("scale_id") or "0"
        made = Subquestion(row.get("title", ""), scale, _number(row.get("question_order")))
        one = owner.subquestions.setdefault(row.get("qid", ""), made)
        _add_text(one.texts, row, "question", base, found)
        owners[row.get("qid", "")] = one.texts
    return owners


def _read_answers(root: Element, asked: dict[str, Asked], base: str, found: ProblemList) -> None:
    """The answers with their texts, which stand in their own row or, by number, in `answer_l10ns`."""
    translated = _rows(root, "answer_l10ns")
    by_number = {row["aid"]: row for row in _rows(root, "answers") if row.get("aid")}
    rows = _rows(root, "answers") + [by_number.get(row.get("aid", ""), {}) | row for row in translated]
    offered: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    texts: dict[tuple[str, str, str], Texts] = defaultdict(dict)
    for row in rows:
        if row.get("qid") not in asked or not row.get("code"):
            found.add("answers", "an answer belongs to no question: the file is damaged", "", "", AGAIN)
            found.raise_any()
        key = (row["qid"], row.get("scale_id") or "0")
        if (*key, row["code"]) not in texts:
            offered[key].append((_number(row.get("sortorder")), row["code"]))
        _add_text(texts[(*key, row["code"])], row, "answer", base, found)
    for (number, scale), codes in offered.items():
        in_order = [code for _, code in sorted(codes, key=lambda one: one[0])]
        asked[number].answers[scale] = {code: texts[(number, scale, code)] for code in in_order}


def _check_codes(questions: list[Asked], found: ProblemList) -> None:
    """Every question has a code of its own and a type that is known."""
    if not questions:
        found.add("", "the structure has no question", remedy=AGAIN)
    codes = Counter(one.code for one in questions)
    for one in questions:
        place = f"question {one.code}" if one.code else f"question {one.id}"
        if not one.code or codes[one.code] > 1:
            what = "two questions have the same code" if one.code else "a question has no code"
            found.add(f"question {one.id}", what, one.code, "a code each", AGAIN)
        if len(one.kind) != 1 or one.kind not in KINDS:
            found.add(place, "its type is unknown", one.kind, KINDS, AGAIN)
        parts = Counter((part.scale, part.code) for part in one.subquestions.values())
        for (_, code), count in parts.items():
            if count > 1:
                found.add(place, "two subquestions have the same code", code, "a code each", AGAIN)
