"""Every word the reports say, in both languages; the study's own names come from its configuration.

`nb.yaml` and `en.yaml` hold the same keys with the same placeholders (a test holds them in step). A
text that depends on a number has the forms `one` and `other`, chosen by the value `count` with the
language's own rule.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Formatter

import yaml
from babel import Locale

LANGUAGES = ("nb", "en")
PLURAL_FORMS = {"one", "other"}
Entry = str | dict[str, str]


class Wording:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self._texts = read_catalogue(language)

    def text(self, key: str, /, **values: object) -> str:
        """The text of a key with its placeholders filled in.

        A text with plural forms needs the value `count`. Raises KeyError for an unknown key and for a
        placeholder without a value: both are errors in our code.
        """
        entry = self._texts[key]
        if isinstance(entry, dict):
            entry = entry[self.locale.plural_form(abs(int(str(values["count"]))))]
        return entry.format(**values)

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self._texts

    def keys(self, start: str) -> list[str]:
        """The last parts of the keys that begin so, in the order of the catalogue."""
        return [key.removeprefix(start) for key in self._texts if key.startswith(start)]

    def listed(self, parts: list[str]) -> str:
        """The parts as one enumeration: "a", "a and b", "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.text('list.and')} {parts[-1]}"


@cache
def read_catalogue(language: str) -> dict[str, Entry]:
    """One language's texts by dotted key; a text with plural forms is a mapping of its forms."""
    if language not in LANGUAGES:
        raise KeyError(f"no wording in {language}; there is {', '.join(LANGUAGES)}")
    text = (Path(__file__).parent / f"{language}.yaml").read_text("utf-8")
    return dict(_flatten(yaml.safe_load(text), ""))


def _flatten(tree: dict[str, object], above: str) -> list[tuple[str, Entry]]:
    flat: list[tuple[str, Entry]] = []
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, dict) and set(value) != PLURAL_FORMS:
            flat += _flatten(value, f"{key}.")
        elif isinstance(value, dict):
            flat.append((key, {str(form): str(text) for form, text in value.items()}))
        else:
            flat.append((key, str(value)))
    return flat


def placeholders(entry: Entry) -> set[str]:
    """The names that a text, in any of its forms, is filled in with."""
    texts = list(entry.values()) if isinstance(entry, dict) else [entry]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
