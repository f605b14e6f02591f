"""Questions with several answers: options with a column each, options listed in one cell, and rankings.

An option of such a question is an item. Where the options have columns, a blank beside a tick is an option
that was not ticked. Where all options of a person are blank, nobody can tell one who ticked none from one
who passed the question by: that is no answer. A single box to tick is not ticked where it is blank. Where
one cell lists what was chosen, the others were not; of a ranking the place in the list is the rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analysis.ingest.exports import Question
from analysis.ingest.faults import Fault
from analysis.ingest.values.meanings import Judgement, Meanings, name_code
from analysis.ingest.values.numerals import is_spreadsheet_error, tell_spreadsheet_error
from analysis.ingest.values.vocabulary import NOT_TICKED, TICKED, find_reason
from analysis.instruments import Instrument, Item
from analysis.instruments.texts import normalise_label

OTHER = "*"
"""The option that stands for every answer that is none of the others."""
UNTICKED = Judgement("blank_not_ticked", value=0)


def list_tick_wordings(item: Item, version: str, question: Question) -> dict[int, list[str]]:
    """The texts that mean ticked and not ticked in the column of one option."""
    own = [item.option or "", *item.wordings(version), question.part, question.part_code]
    return {0: list(NOT_TICKED), 1: [*TICKED, *(text for text in own if text not in ("", "0", "1", OTHER))]}


def list_option_texts(options: Sequence[Item], version: str, question: Question) -> dict[str, str]:
    """The option, by item id, that each text or code in a list of answers means."""
    named = {
        normalise_label(text): item.id
        for item in options
        for text in (*item.wordings(version), item.option or "")
        if text != OTHER
    }
    for code, text in question.options.items():
        names = [normalise_label(one) for one in (code, text, *question.also.get(code, ())) if one]
        known = {named[name] for name in names if name in named}
        if len(known) == 1:
            named |= dict.fromkeys(names, known.pop())
    return named


def split_list(text: str, separator: str, known: Mapping[str, str]) -> Iterator[str]:
    """The answers in a cell; a known text that holds the separator itself stays whole."""
    parts = [part for part in text.split(separator) if part.strip()]
    longest = 1 + max((one.count(separator.strip() or " ") for one in known), default=0)
    place = 0
    while place < len(parts):
        ends = range(min(place + longest, len(parts)), place, -1)
        joined = (separator.join(parts[place:end]) for end in ends)
        whole = next((one for one in joined if normalise_label(one) in known), parts[place])
        yield whole
        place += whole.count(separator) + 1 if whole != parts[place] else 1


def judge_listed(
    text: str, item: Item, separator: str, known: Mapping[str, str], meanings: Meanings, has_other: bool
) -> Judgement:
    """What a cell that lists the answers of a question says of one of its options."""
    said = meanings.said.get(name_code(text))
    if said and said.missing:
        return said
    if not text.strip():
        blank = meanings.scheme.answers.blank
        return Judgement(f"blank_{blank}", missing=blank)
    if is_spreadsheet_error(text):
        return Judgement("", fault=tell_spreadsheet_error(text))
    chosen = [known.get(normalise_label(part)) for part in split_list(text, separator, known)]
    reason = find_reason(text) if chosen == [None] else None
    if reason:
        return Judgement("by_label", missing=reason)
    if None in chosen and not has_other:
        remedy = 'give the instrument an item for the option, or one with  option: "*"  for all others'
        what = "the cell lists an answer that is no option of the question"
        return Judgement("", fault=Fault(what, ", ".join(known), remedy))
    if meanings.scheme.answers.kind == "number":
        return _judge_rank(item, chosen, meanings)
    ticked = item.id in chosen or (item.option == OTHER and None in chosen)
    return Judgement("from_list", value=int(ticked))


def _judge_rank(item: Item, chosen: Sequence[str | None], meanings: Meanings) -> Judgement:
    if len(set(chosen)) < len(chosen):
        allowed = "each option once"
        fault = Fault("the ranking lists an option twice", allowed, "look it up in the survey tool")
        return Judgement("", fault=fault)
    if item.id not in chosen:
        return Judgement("not_ranked", missing="no_answer")
    rank = chosen.index(item.id) + 1
    if not meanings.scheme.answers.is_answer(rank):
        allowed = meanings.scheme.tell_allowed()
        fault = Fault("the ranking has more places than the instrument", allowed, "widen its  maximum:")
        return Judgement("", fault=fault)
    return Judgement("from_list", value=rank)


def fill_ticks(judged: dict[str, list[Judgement]], instrument: Instrument) -> None:
    """Put 0 where a blank means that an option was not ticked; all other blanks stay no answer."""
    questions: dict[str, list[list[Judgement]]] = defaultdict(list)
    for item, judgements in judged.items():
        if instrument.answer_set(item).kind == "ticked":
            questions[instrument.item(item).of or f"item {item}"].append(judgements)
    for columns in questions.values():
        ticks = [any(one.value == 1 for one in row) for row in zip(*columns, strict=True)]
        zeros = any(one.value == 0 and one.why != "from_list" for column in columns for one in column)
        alone = len(columns) == 1 and any(ticks) and not zeros
        for column in columns:
            for place, one in enumerate(column):
                if one.why.startswith("blank_") and one.missing and (alone or ticks[place]):
                    column[place] = replace(UNTICKED)
