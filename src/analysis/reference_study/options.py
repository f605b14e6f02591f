"""What can be chosen in a question of a made-up form."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.instruments import AnswerSet

Shown = Mapping[str, tuple[int, str]]
"""For each case or group, the answer that means it and the label shown."""


def list_options(answers: AnswerSet, cases: Shown, groups: Shown | None = None) -> list[tuple[int, str]]:
    """The code and the text of each option, in order; none for a question that is answered in writing."""
    named = {"case": cases, "group": groups or {}}
    if answers.kind in named:
        return list(named[answers.kind].values())
    return [(answer.value, answer.label.nb) for answer in answers.answers]
