"""Columns that bear the same name, in exports of tools that are known to write such."""

from __future__ import annotations

from dataclasses import replace

from analysis.ingest.files.sheets import Line, Sheet


def number_doubles(sheet: Sheet) -> Sheet:
    """The sheet whose later columns of one name are called “name (2)” and so on, each with a receipt."""
    taken = set(sheet.header)
    seen: dict[str, int] = {}
    header: list[str] = []
    receipts: list[Line] = []
    for name in sheet.header:
        seen[name] = seen.get(name, 0) + 1
        called = name
        if name.strip() and seen[name] > 1:
            while (called := f"{name} ({seen[name]})") in taken:
                seen[name] += 1
            taken.add(called)
            line = {"what": "header_read", "why": "header_numbered", "column": called, "before": name}
            receipts.append({**line, "after": called})
        header.append(called)
    return replace(sheet, header=header, receipts=[*sheet.receipts, *receipts])
