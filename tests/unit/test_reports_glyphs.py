"""Signs that the PDF cannot print are told by their names, and all others are left alone."""

import pytest

from analysis.reports.glyphs import font_folder, name_strange_signs


def test_what_the_fonts_have_is_left_alone() -> None:
    text = "Blåbærsyltetøy «på» 3,5 − 2 ≥ κ, α ✖ ◆ ▲\n\tCafe\u0301 😂"
    assert name_strange_signs(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Det gror 🌱 her", "Det gror [SEEDLING] her"),
        ("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{EAR OF RICE}", "[WOMAN][EAR OF RICE]"),
        ("☀\N{VARIATION SELECTOR-16}", "☀"),
        ("\ue000\u200b", "[U+E000]"),
    ],
)
def test_a_sign_without_a_form_is_told_by_its_name(text: str, told: str) -> None:
    assert name_strange_signs(text) == told


def test_the_fonts_that_stand_in_are_there() -> None:
    assert (font_folder() / "DejaVuSans.ttf").is_file()
