"""Signs that the fonts of the PDF do not have, put into words: people write emoji, and talk is quoted."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

SELECTORS = ("\N{VARIATION SELECTOR-15}", "\N{VARIATION SELECTOR-16}")
"""Signs that choose the picture of the sign before them."""


def font_folder() -> Path:
    """The folder of the fonts that stand in where the PDF's own font has no sign: those of matplotlib."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _known_signs() -> frozenset[int]:
    """The code points that the font standing in has, which are more than those of the PDF's own."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_folder() / "DejaVuSans.ttf")).get_charmap())


def name_strange_signs(text: str) -> str:
    """The text with each sign that no font of the PDF has as its name in brackets: [SEEDLING]."""
    if text.isascii():
        return text
    strange = {sign: _name(sign) for sign in set(text) if ord(sign) not in _known_signs() or _is_bare(sign)}
    return "".join(strange.get(sign, sign) for sign in text)


def _name(sign: str) -> str:
    """What stands for a sign that no font has; breaks of lines stay, and signs without a form go."""
    if unicodedata.category(sign) == "Cc":
        return sign
    return "" if _is_bare(sign) else f"[{unicodedata.name(sign, f'U+{ord(sign):04X}')}]"


def _is_bare(sign: str) -> bool:
    """Whether a sign has no form of its own: it joins others, or says where lines may break."""
    return unicodedata.category(sign) == "Cf" or sign in SELECTORS
