"""Who counts as a respondent: each row of an export by what it is and by the study's stated rule."""

from __future__ import annotations

from analysis.ingest.exports import Export


def leave_out(export: Export) -> dict[int, tuple[str, str]]:
    """The rows that do not count: why, and what they say of themselves."""
    others = export.statuses[export.statuses != "completed"]
    return {int(row): (f"status_{status}", export.words.get(int(row), "")) for row, status in others.items()}
