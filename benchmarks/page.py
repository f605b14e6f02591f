"""docs/benchmarks.md, of which each benchmark writes its own part."""

from __future__ import annotations

import os
import platform
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "benchmarks.md"
OPENING = """# Benchmarks

Written by `python3 run.py benchmark`; measured, never asserted by a test.
"""


def write_part(heading: str, lines: list[str], page: Path = PAGE) -> None:
    """Put a part under its heading in place of the one that stands there, or at the end."""
    whole = page.read_text("utf-8") if page.is_file() else ""
    parts = dict(part.split("\n", 1) for part in whole.split("\n## ")[1:])
    parts[heading] = "\n".join(["", *lines, ""])
    told = "".join(f"\n## {name}\n{text.rstrip()}\n" for name, text in parts.items())
    page.write_text(OPENING + told, "utf-8")


def describe_machine() -> str:
    """The machine that a part was measured on."""
    system = f"{platform.system()} {platform.machine()}"
    return f"Machine: {os.cpu_count()} cores, {system}, Python {platform.python_version()}"
