"""How much was checked before occasions were compared, and what that stopped or marked."""

from __future__ import annotations

from analysis.displays import Voice


def tell_comparability(voice: Voice) -> str:
    """How many checks there were, how many found a difference, and how many comparisons that touches."""
    checked = voice.showing.tables["comparability"]
    if not len(checked):
        return ""
    counts = {same: int((checked["same"] == same).sum()) for same in ("no", "unknown")}
    values = {
        "checks": voice.numbers.counted("checks", len(checked)),
        "differing": voice.numbers.count(counts["no"]),
        "unknown": voice.numbers.count(counts["unknown"]),
    }
    told = [voice.text("sentence.comparability", **values)]
    for consequence in ("stopped", "marked"):
        count = int((checked["consequence"] == consequence).sum())
        key = f"sentence.comparability_{consequence}"
        told.append(voice.text(key, count=count, number=voice.numbers.count(count)) if count else "")
    if not checked["consequence"].isin(["stopped", "marked"]).any():
        told.append(voice.text("sentence.comparability_none"))
    return " ".join(one for one in told if one)
