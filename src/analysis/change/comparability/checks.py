"""One check of two occasions: what was seen at each, whether it is the same, and what follows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.planned_changes import Comparability

Seen = Mapping[str, str]
"""What was found at one occasion, by aspect; empty where it is not known."""

FOLLOWS = {"stop": "stopped", "mark": "marked", "ignore": "none"}


def list_checks(
    named: Mapping[str, str], before: Seen, after: Seen, rules: Comparability
) -> list[dict[str, Any]]:
    """The rows (COMPARABILITY) of the aspects that were looked at, in their order.

    `named` holds the columns that name the comparison. What is not known of either occasion is the same
    as nothing: the check is unknown, with the consequence that the plan says for that.
    """
    return [
        {
            **named,
            "aspect": aspect,
            "seen_before": before[aspect],
            "seen_after": after[aspect],
            "same": (same := _compare(before[aspect], after[aspect])),
            "consequence": _find_consequence(aspect, same, rules),
        }
        for aspect in before
    ]


def _compare(before: str, after: str) -> str:
    if not before or not after:
        return "unknown"
    return "yes" if before == after else "no"


def _find_consequence(aspect: str, same: str, rules: Comparability) -> str:
    if same == "yes":
        return "none"
    return FOLLOWS[rules.unknown if same == "unknown" else getattr(rules, aspect)]


def hash_texts(texts: Iterable[str]) -> str:
    """Twelve hexadecimal digits that stand for texts in their order."""
    return hashlib.sha256("\x1f".join(texts).encode("utf-8")).hexdigest()[:12]
