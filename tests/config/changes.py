"""Changes to a study's configuration and all that is then told, as `tests/config/bad/` lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.problems import ProblemsFound
from analysis.study import load_study

BAD = Path(__file__).parent / "bad"


@dataclass(frozen=True)
class Change:
    """One passage of one file, what it is changed to, and all that is then told."""

    name: str
    file: str
    before: str
    after: str
    told: str


def read_changes(files: Mapping[str, str]) -> Iterator[Change]:
    """The changes that the lists of these names hold, each list about one file of the configuration."""
    for name, file in files.items():
        text = (BAD / f"{name}.txt").read_text("utf-8")
        for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
            title, *lines = block.strip("\n").split("\n")
            before = "\n".join(line[4:] for line in lines if line.startswith("---")).replace("⇥", "\t")
            after = "\n".join(line[4:] for line in lines if line.startswith("+++")).replace("⇥", "\t")
            told = "\n".join(line for line in lines if line[:3] not in ("---", "+++"))
            yield Change(f"{name}: {title}", file, before, after, told)


def tell(study: Path, file: str, text: str) -> str:
    """All that is told while a file of the study holds another text."""
    path = study / file
    right = path.read_text("utf-8")
    path.write_text(text, "utf-8", newline="\n")
    try:
        load_study(study)
    except ProblemsFound as found:
        return str(found)
    finally:
        path.write_text(right, "utf-8", newline="\n")
    return "nothing"
