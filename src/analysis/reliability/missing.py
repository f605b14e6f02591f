"""How many gave no answer to an item, by the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.instruments import AnswerSet
from analysis.populations import Basis, Population, Row
from analysis.reliability.extremes import count_of
from analysis.reliability.scale_answers import ScaleAnswers
from analysis.study import Study

COUNT = "people without an answer for this reason; n times Wilson's interval of the share"
SHARE = "share without an answer for this reason, of all who were asked; Wilson's interval"
REASONS = ("not_relevant", "dont_know", "refused")


def count_missing(
    study: Study,
    scale: ScaleAnswers,
    populations: Sequence[Population],
    answers: pd.DataFrame,
    met: Sequence[str],
) -> Iterator[Row]:
    """`count` and `share` of the people who gave no answer to each item, category `missing:<reason>`.

    The reasons are those that the answers of the instrument allow, `no_answer`, and whatever further
    ones are `met` with any item (`list_reasons`), so that which rows there are tells nothing of an item.
    n is how many were asked.
    """
    for item in scale.items:
        given = answers[f"{item}__missing"].fillna("").astype(str).to_numpy()
        allowed = _allowed_reasons(scale.kind)
        for reason in (*allowed, *(one for one in met if one not in allowed)):
            subject = scale.of_item(item, f"missing:{reason}")
            for population in populations:
                count = int((given[population.rows] == reason).sum())
                basis = Basis(population.rows, len(population.rows))
                yield from count_of(study, subject, population, count, basis, (COUNT, SHARE))


def list_reasons(answers: pd.DataFrame) -> list[str]:
    """The reasons for which anybody of a table of responses gave no answer to any item."""
    columns = [answers[name] for name in answers.columns if name.endswith("__missing")]
    return sorted(set(pd.concat(columns).dropna().astype(str)) - {""})


def _allowed_reasons(kind: AnswerSet) -> tuple[str, ...]:
    coded = [reason for reason in REASONS if getattr(kind, reason)]
    return tuple(dict.fromkeys((*coded, kind.blank, "no_answer")))
