"""Holding an instrument's items against each other, the options of one question among them."""

from __future__ import annotations

from collections import defaultdict

from analysis.instruments.model import Instrument, Item
from analysis.instruments.texts import normalise_label, normalise_text
from analysis.problems import Key, ProblemList

OPTION_KINDS = ("ticked", "number")


def check_items(instrument: Instrument, found: ProblemList) -> None:
    """Note every fault of the items, in the places of their file."""
    places = [("items", number) for number in range(len(instrument.items))]
    found.check_unique(places, "item", [item.id for item in instrument.items])
    _check_numbers(instrument, found)
    for at, item in zip(places, instrument.items, strict=True):
        found.check_name((*at, "part"), "part", item.part, instrument.parts)
        found.check_name((*at, "answers"), "answer set", item.answers, instrument.answer_sets)
        for version in item.versions:
            found.check_name((*at, "versions", version), "version", version, instrument.versions)
        _check_option(at, item, instrument, found)
    _check_questions(instrument, found)
    _check_wordings(instrument, found)


def _check_numbers(instrument: Instrument, found: ProblemList) -> None:
    """Check that only the options of one question share a number."""
    owners: dict[int, str] = {}
    for place, item in enumerate(instrument.items):
        owner = f"the options of {item.of}" if item.of else f"the item at {place}"
        if owners.setdefault(item.number, owner) != owner:
            what = f"the item number “{item.number}” stands twice"
            found.add(("items", place), what, remedy="rename or remove one of the two")


def _check_option(at: Key, item: Item, instrument: Instrument, found: ProblemList) -> None:
    if (item.of is None) != (item.option is None):
        lacking = "option" if item.option is None else "of"
        what = f"the item “{item.id}” has only one of  of:  and  option:"
        found.add(at, what, remedy=f"add  {lacking}:, or remove the other")
    if item.of is None:
        return
    if item.of in {one.id for one in instrument.items}:
        what = f"“{item.of}” is the name of an item, not of the question that the options belong to"
        found.add((*at, "of"), what, item.of, remedy="give the question a name of its own")
    answers = instrument.answer_sets.get(item.answers)
    if answers and answers.kind not in OPTION_KINDS:
        what = f"the option “{item.id}” has answers that are neither ticks nor ranks"
        found.add((*at, "answers"), what, answers.kind, ", ".join(OPTION_KINDS), "use another answer set")
    elif answers and answers.kind == "number" and item.option == "*":
        what = "a ranking has no option for other answers"
        found.add((*at, "option"), what, item.option, "a code or text", "name the option")


def _check_questions(instrument: Instrument, found: ProblemList) -> None:
    """Check that the options of one question have the same answers, and stand once each."""
    questions: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(instrument.items):
        if item.of:
            questions[item.of].append(place)
    for question, places in questions.items():
        items = [instrument.items[place] for place in places]
        for place, item in zip(places, items, strict=True):
            if item.answers != items[0].answers:
                what = f"the options of “{question}” have different answers"
                at = ("items", place, "answers")
                found.add(at, what, item.answers, items[0].answers, "use one answer set")
        named = [(place, item.option) for place, item in zip(places, items, strict=True) if item.option]
        found.check_unique(
            [("items", place, "option") for place, _ in named],
            f"option of {question}",
            [normalise_label(option) for _, option in named],
        )


def _check_wordings(instrument: Instrument, found: ProblemList) -> None:
    """Check that a wording that was added names one item only, or the options of one question."""
    owners: dict[str, Item] = {}
    for place, item in enumerate(instrument.items):
        for number, text in enumerate(item.texts):
            other = owners.setdefault(normalise_text(text), item)
            if other is not item and (item.of is None or item.of != other.of):
                what = f"the text “{text}” is that of the item “{other.id}” too"
                found.add(("items", place, "texts", number), what, text, "", "keep it for one of the two")
