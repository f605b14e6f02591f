"""How a tool writes its separated text, and the words for it in messages."""

from __future__ import annotations

from dataclasses import dataclass

SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "upright strokes"}
ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "mac_roman": "Mac Roman"}


@dataclass(frozen=True)
class Dialect:
    """How a tool writes its files: its name, and the encodings and separators it is known to use.

    Encodings are out of `ENCODINGS`; text that is plain ASCII takes the first one's name. `ends_rows` tells
    whether the tool writes a line break after the last row too; where it does, a file without one was
    cut off, and where it does not, such a file is read if its last row is whole (`no_final_line_break`).
    """

    tool: str
    encodings: tuple[str, ...]
    separators: tuple[str, ...]
    ends_rows: bool = True

    def name_encodings(self) -> str:
        """The encodings, for a message."""
        return " or ".join(ENCODINGS[one] for one in self.encodings)

    def name_separators(self) -> str:
        """The separators, for a message."""
        return " or ".join(SEPARATORS[one] for one in self.separators)

    @property
    def remedy(self) -> str:
        """What to do about a file that is not as the tool writes it."""
        return f"export it from {self.tool} again, and do not save it from another program"
