"""Holding an instrument's items against each other, the options of one question among them."""

from __future__ import annotations

from collections import defaultdict

from analysis.instruments.model import ASKED, Instrument, Item
from analysis.instruments.texts import normalise_label, normalise_text
from analysis.problems import Key, ProblemList

OPTION_KINDS = ("ticked", "number")
ALL_GROUPS = "*"
"""In place of a version's group: one form for all groups, which asks for it."""


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
    _check_asking(instrument, found)


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


def _check_asking(instrument: Instrument, found: ProblemList) -> None:
    """Check that one item at most asks for the case and the group, the latter for a version of all groups."""
    asking = {kind: _list_asking(instrument, kind) for kind in ASKED}
    for kind, places in asking.items():
        for place in places[1:]:
            names = " and ".join(f"“{instrument.items[one].id}”" for one in (places[0], place))
            what = f"two items ask for the {kind}: {names}"
            found.add(("items", place), what, remedy="take one of them out")
    open_to_all = [name for name, version in instrument.versions.items() if version.group == ALL_GROUPS]
    if open_to_all and not asking["group"]:
        what = f"the version “{open_to_all[0]}” is for all groups, and no item asks for the group"
        remedy = "add an item with answers of the kind group, or name the group that answers this version"
        found.add(("versions", open_to_all[0], "group"), what, ALL_GROUPS, "", remedy)
    if asking["group"] and not open_to_all:
        item = instrument.items[asking["group"][0]].id
        what = f"the item “{item}” asks for the group, and no version is for all groups"
        remedy = f'write  group: "{ALL_GROUPS}"  in the version that asks for it, or take the item out'
        found.add(("items", asking["group"][0]), what, remedy=remedy)


def _list_asking(instrument: Instrument, kind: str) -> list[int]:
    """The places of the items whose answers are of a kind."""
    sets = {name for name, answers in instrument.answer_sets.items() if answers.kind == kind}
    return [place for place, item in enumerate(instrument.items) if item.answers in sets]
