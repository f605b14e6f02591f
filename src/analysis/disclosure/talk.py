"""Which counts of what was said may be published.

A code is tied to others by sums that a reader knows: a code above has the units of the codes below it, and
what all said is what each kind of participant said. Of every such sum either nothing is withheld, or enough
that what is left over is the talk of many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebooks import Codebook
from analysis.settings import Disclosure
from analysis.study import Study

ALL = "all"
KEY = ["codebook", "wave", "code", "other", "participants"]
"""What a count is about, in whichever analysis and by whichever statistic; the case is all."""

Place = tuple[str, str, str]
"""A code, the code it is paired with or nothing, and the kind of participant, in one analysis and wave."""
Held = dict[tuple[str, ...], str]
"""The rule that withholds what is told of a key; a key that is not there may be told."""


class Said(NamedTuple):
    """How often a code was given: units by the plan's rule and by the mildest, speakers, and cases.

    Speakers are NaN where they are not known.
    """

    units: float
    most: float
    speakers: float
    cases: float


def judge_occurrences(study: Study, rows: pd.DataFrame) -> pd.Series:
    """The rule that withholds each row of OCCURRENCES; empty where it may be published.

    Withheld are all numbers of one case; a code, or two codes together, that fewer speakers than the minimum,
    or speakers of fewer cases, were given (speakers that are not known count as enough where the cases are);
    of one kind of participant also that nobody spoke of it; two codes of one field together; and what would
    tell a number that is withheld. All statistics of a code fall together, and so do all analyses of it.
    """
    few = study.settings.disclosure
    rule = _find_few(rows, few)
    whole = rows["case"] == ALL
    keys = pd.Series(list(rows[KEY].itertuples(index=False, name=None)), index=rows.index, dtype=object)
    held: Held = {key: rule[place] for place, key in keys[whole & (rule != "")].items()}
    counted = rows[whole & rows["statistic"].isin(["units", "together"])]
    sums = [
        _Sums(study.codebooks[codebook], wave, _read(own), held, few)
        for (_, codebook, wave), own in counted.groupby(["analysis", "codebook", "wave"], sort=True)
    ]
    before = -1
    while before < len(held):
        before = len(held)
        for one in sums:
            one.hide()
    return rule.mask(whole, keys.map(lambda key: held.get(key, "")))


def name_publicly(study: Study, rows: pd.DataFrame, rule: pd.Series) -> pd.Series:
    """The rules as they are published, which do not tell the small one from those that fall with it."""
    public = rule.replace({"few_cases": "few_speakers", "secondary": "few_speakers"})
    fields = {name: _fields_of(study.codebooks[name]) for name in rows["codebook"].unique()}
    alike = [
        row.other != "" and fields[row.codebook][row.code] == fields[row.codebook][row.other]
        for row in rows.itertuples()
    ]
    return public.mask((rule != "") & np.array(alike, dtype=bool), "secondary")


def _find_few(rows: pd.DataFrame, few: Disclosure) -> pd.Series:
    """The rule that holds for a row whatever the others tell."""
    # What no rule but the mildest gives still was said by somebody.
    given = (rows["n_cases"].fillna(0) > 0) | (rows["ci_high"].fillna(0) > 0)
    known = rows["n_speakers"].notna()
    few_speakers = known & (rows["n_speakers"] < few.minimum_people).fillna(False)
    few_cases = (rows["n_cases"] < few.minimum_cases).fillna(False)
    of_kind = rows["participants"] != ALL
    chosen = [
        rows["case"] != ALL,
        (of_kind & ~known) | (few_speakers & (given | of_kind)),
        few_cases & (given | of_kind),
    ]
    return pd.Series(np.select(chosen, ["one_session", "few_speakers", "few_cases"], ""), index=rows.index)


def _read(counted: pd.DataFrame) -> dict[Place, Said]:
    numbers = counted[["estimate", "ci_high", "n_speakers", "n_cases"]].astype("Float64")
    columns = numbers.to_numpy(dtype=np.float64, na_value=np.nan).T
    columns[:2] = np.nan_to_num(columns[:2])
    said = (Said(*row) for row in columns.T.tolist())
    places = zip(counted["code"], counted["other"], counted["participants"], strict=True)
    return dict(zip(places, said, strict=True))


def _fields_of(book: Codebook) -> dict[str, str]:
    return {code.id: field.id for field in book.fields() for code in field.walk()}


class _Sums:
    """The counts of one analysis and wave, and what is withheld of their codebook in that wave."""

    def __init__(
        self, book: Codebook, wave: str, said: dict[Place, Said], held: Held, few: Disclosure
    ) -> None:
        self._book, self._wave, self._said, self._held, self._few = book, wave, said, held, few
        self._codes = dict.fromkeys(code for code, other, _ in said if not other)
        self._kinds = dict.fromkeys(kind for *_, kind in said)
        self._families = [
            [*(below.id for below in code.codes), code.id] for code in book.walk() if code.codes
        ]
        fields = _fields_of(book)
        pairs = [place for place in said if place[1]]
        self._pairs = [place for place in pairs if fields[place[0]] != fields[place[1]]]
        for code, other, kind in pairs:
            if fields[code] == fields[other]:
                held.setdefault(self._key((code, other, kind)), "same_field")

    def hide(self) -> None:
        """Withhold what would tell something withheld: over kinds of participants, over codes, over pairs."""
        for code in self._codes:
            kinds = [
                place for kind in self._kinds if (place := (code, "", kind)) in self._said and kind != ALL
            ]
            if self._is_held((code, "", ALL)):
                self._hold(kinds)
            self._hide_more(kinds, self._are_many_kinds, [self._said[one].speakers for one in kinds])
        # From the lowest codes upwards, so that a code above that falls is seen by the one above it.
        for family in reversed(self._families):
            for kind in self._kinds:
                places = [place for code in family if (place := (code, "", kind)) in self._said]
                # The code above goes only where there is no other.
                order = [
                    inf if code == family[-1] else self._said[code, "", kind].units for code, *_ in places
                ]
                self._hide_more(places, self._are_many_codes, order)
        for place in self._pairs:
            if any(self._is_held((code, "", ALL)) for code in place[:2]):
                self._hold([place])
        self._hide_more(self._pairs, self._are_many_codes, [self._size(one) for one in self._pairs])

    def _size(self, pair: Place) -> float:
        """The units of a pair; of a pair that nobody gave, less than nothing by those it might have had."""
        if self._said[pair].most > 0:
            return self._said[pair].units
        code, other, kind = pair
        alone = [self._said.get((one, "", kind)) for one in (code, other)]
        return -min(one.units if one else 0.0 for one in alone)

    def _hide_more(
        self, places: list[Place], enough: Callable[[list[Said]], bool], order: list[float]
    ) -> None:
        """Withhold further ones of what adds up, the smallest first, until what is withheld is enough."""
        size = dict(zip(places, order, strict=True))
        while (held := [one for one in places if self._is_held(one)]) and not enough(
            [self._said[one] for one in held]
        ):
            free = [one for one in places if not self._is_held(one)]
            given = [one for one in free if self._said[one].most > 0]
            # What nobody said hides nothing, but that there is a second one that may have been said.
            if not given and (len(held) > 1 or not free):
                return
            self._hold([min(given or free, key=size.__getitem__)])

    def _are_many_codes(self, held: list[Said]) -> bool:
        """Whether two or more were given, and one of them may count as said by many."""
        few, given = self._few, [one for one in held if one.most > 0]
        return len(given) > 1 and any(
            not one.speakers < few.minimum_people and one.cases >= few.minimum_cases for one in given
        )

    def _are_many_kinds(self, held: list[Said]) -> bool:
        """Whether two kinds or more spoke, with enough voices together, and one of them in enough cases."""
        voices = [one.speakers for one in held if one.speakers > 0]
        cases = max((one.cases for one in held), default=0)
        many = sum(voices) >= self._few.minimum_people and cases >= self._few.minimum_cases
        return len(voices) > 1 and many

    def _key(self, place: Place) -> tuple[str, ...]:
        code, other, kind = place
        return self._book.id, self._wave, code, other, kind

    def _is_held(self, place: Place) -> bool:
        return self._key(place) in self._held

    def _hold(self, places: Iterable[Place]) -> None:
        for place in places:
            self._held.setdefault(self._key(place), "secondary")
