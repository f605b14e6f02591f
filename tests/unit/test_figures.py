"""The figures: the same bytes, readable in print, and honest about what is not there."""

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.displays import Voice
from analysis.figures import FIGURES, draw_figures
from analysis.figures.drawing import Drawing
from analysis.figures.style import WIDTH, applied_style, luminance, readable_on, text_width, wrap_text
from analysis.profiles import open_showing
from analysis.study import Study
from tests.unit.estimates_frames import make_results, unsettle, withhold

Results = dict[str, pd.DataFrame]
PUBLIC = [
    "sample_flow",
    "contact",
    "factor_profile",
    "barriers",
    "group_differences",
    "specification_curve",
    "across_cases",
    "reliability",
    "case_means",
]
RESTRICTED = [*PUBLIC, "case_factor_map", "case_sides", "distances"]
OF_CODINGS = ["agreement"]
"""Figures that a study without codings does not have."""
TALLEST = 23.0


@pytest.fixture(scope="module")
def gaps(ks2018_results: Results) -> Results:
    """Results in which numbers of every kind are missing."""
    descriptives = withhold(
        ks2018_results["descriptives"], scale="f05", group="social_enterprise", case="all"
    )
    descriptives = withhold(descriptives, scale="f06", case="all")
    descriptives = withhold(descriptives, item="q04", group="social_enterprise")
    descriptives = withhold(descriptives, item="q05", category="2")
    differences = withhold(ks2018_results["differences"], scale="f06")
    differences = unsettle(differences, "no_case_with_both_groups", scale="f09")
    reliability = withhold(ks2018_results["reliability"], scale="f10")
    return ks2018_results | {
        "descriptives": descriptives,
        "differences": differences,
        "reliability": reliability,
    }


def draw(name: str, results: Results, study: Study, language: str = "nb") -> Drawing:
    with applied_style():
        (drawing,) = FIGURES[name][1](Voice(open_showing(results, study), language))
    return drawing


def texts_of(drawing: Drawing) -> list[tuple[Text, Bbox]]:
    """Every text of a figure that is seen, and the room it takes in pixels."""
    figure = drawing.sheet.figure
    with applied_style():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        found = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
        return [(one, one.get_window_extent(canvas.get_renderer())) for one in found]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", [*RESTRICTED, *OF_CODINGS])
def test_every_text_can_be_read(name: str, language: str, ks2018: Study, gaps: Results) -> None:
    drawing = draw(name, gaps, ks2018, language)
    texts = texts_of(drawing)
    assert drawing.sheet.width == WIDTH and drawing.sheet.height < TALLEST
    assert min(text.get_fontsize() for text, _ in texts) >= 8
    page = drawing.sheet.figure.bbox
    outside = [text.get_text() for text, box in texts if not page.padded(1).contains(*box.min)]
    outside += [text.get_text() for text, box in texts if not page.padded(1).contains(*box.max)]
    assert outside == []
    overlaps = [
        (first.get_text(), second.get_text())
        for (first, one), (second, other) in combinations(texts, 2)
        if _overlap(one, other)
    ]
    assert overlaps == []


def _overlap(one: Bbox, other: Bbox) -> bool:
    """Whether two texts share more than the empty edge of their boxes."""
    shared = Bbox.intersection(one, other)
    return shared is not None and shared.width > 2 and shared.height > 2


@pytest.mark.parametrize(("edition", "names"), [("public", PUBLIC), ("restricted", RESTRICTED)])
def test_an_edition_has_its_figures(
    edition: str, names: list[str], tiny: Study, tiny_results: Results, tmp_path: Path
) -> None:
    assert draw_figures(tiny_results, tiny, "en", tmp_path, edition) == names
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{name}.{ending}" for name in names for ending in ("svg", "png", "json")
    }
    for name in names:
        told = json.loads((tmp_path / f"{name}.json").read_text("utf-8"))
        assert list(told) == ["name", "caption", "alt", "command", "inputs"]
        assert told["name"] == name and len(told["alt"]) > 40
        assert f"--edition {edition}" in told["command"]
        assert told["inputs"] and all(path.startswith(f"results/{edition}/") for path in told["inputs"])
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        ElementTree.parse(tmp_path / f"{name}.svg")


def test_the_same_results_give_the_same_bytes(tiny: Study, tiny_results: Results, tmp_path: Path) -> None:
    import matplotlib

    draw_figures(tiny_results, tiny, "nb", tmp_path / "a", "restricted")
    with matplotlib.rc_context({"font.size": 20, "savefig.bbox": "tight", "svg.fonttype": "none"}):
        draw_figures(tiny_results, tiny, "nb", tmp_path / "b" / "c", "restricted")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / "c" / path.name).read_bytes(), path.name


def test_figures_have_no_date_and_name_no_place(tiny: Study, tiny_results: Results, tmp_path: Path) -> None:
    draw_figures(tiny_results, tiny, "nb", tmp_path, "public")
    for path in tmp_path.glob("*.svg"):
        text = path.read_text("utf-8")
        assert "<dc:date>" not in text and "matplotlib.org" not in text and str(tmp_path) not in text


def test_what_is_withheld_is_marked_where_it_would_stand(ks2018: Study, gaps: Results) -> None:
    def marks(name: str) -> list[str]:
        return [
            text.get_text() for text, _ in texts_of(draw(name, gaps, ks2018, "en")) if "†" in text.get_text()
        ]

    assert len(marks("factor_profile")) == 2
    assert len(marks("group_differences")) == 1
    assert len(marks("reliability")) == 1
    assert sorted(mark.replace("\xa0", " ") for mark in marks("contact")) == [
        "a, b, c and d: † withheld",
        "b: † withheld",
        "b: † withheld",
        "b: † withheld",
    ]
    assert "numbers of the figure are withheld (†)" in draw("factor_profile", gaps, ks2018, "en").caption


def test_what_cannot_be_estimated_says_why_in_its_row(ks2018: Study, gaps: Results) -> None:
    shown = [
        text.get_text().replace("\xa0", " ") for text, _ in texts_of(draw("group_differences", gaps, ks2018))
    ]
    assert "– ingen case med begge grupper" in shown
    shown = [text.get_text().replace("\xa0", " ") for text, _ in texts_of(draw("reliability", gaps, ks2018))]
    single = [scale for scale in ks2018.instruments["ks2018"].scales if len(scale.items) == 1]
    assert shown.count("– bare ett spørsmål") == len(single) > 0


def test_the_level_of_the_intervals_comes_from_the_estimates(ks2018: Study, ks2018_results: Results) -> None:
    names = ("descriptives", "differences", "reliability")
    results = ks2018_results | {name: ks2018_results[name].assign(ci_level=0.9) for name in names}
    for name in ("factor_profile", "barriers", "group_differences", "reliability"):
        caption = draw(name, results, ks2018, "en").caption
        assert "90% intervals" in caption and "95%" not in caption


def test_captions_tell_n_and_alternatives_the_main_numbers(ks2018: Study, ks2018_results: Results) -> None:
    drawing = draw("factor_profile", ks2018_results, ks2018, "en")
    assert "n = 11 (municipalities) and n = 7 (social enterprises)" in drawing.caption.replace("\xa0", " ")
    frame = ks2018_results["descriptives"]
    means = frame[
        (frame["statistic"] == "mean") & (frame["group"] == "municipality") & (frame["case"] == "all")
    ]
    shown = means[means["analysis"].isin(["practice", "success_factors"]) & (means["sensitivity"] == "main")]
    lowest = shown[shown["scale"] != ""]["estimate"].min()
    assert f"Municipalities: from {lowest:.2f} (" in drawing.alt


def test_a_study_with_many_cases_continues_on_another_sheet(ks2018: Study) -> None:
    base = ks2018.settings.cases[0]
    more = [base.model_copy(update={"id": f"case-{number}", "answer": None}) for number in range(9)]
    settings = ks2018.settings.model_copy(update={"cases": more})
    study = replace(ks2018, settings=settings)
    voice = Voice(open_showing(make_results(study), study), "nb")
    with applied_style():
        assert [one.name for one in FIGURES["case_factor_map"][1](voice)] == [
            "case_factor_map",
            "case_factor_map_2",
        ]
        assert [one.name for one in FIGURES["case_sides"][1](voice)] == ["case_sides", "case_sides_2"]


def test_a_plan_without_an_analysis_has_no_figure_of_it(
    tiny: Study, tiny_results: Results, tmp_path: Path
) -> None:
    description = {name: one for name, one in tiny.plan.descriptions.items() if name == "contact"}
    plan = tiny.plan.model_copy(update={"descriptions": description, "comparisons": {}, "reliability": {}})
    study = Study(
        tiny.root, tiny.settings, tiny.sources, plan, tiny.municipalities, tiny.instruments, tiny.codebooks
    )
    assert draw_figures(tiny_results, study, "nb", tmp_path, "public") == ["sample_flow", "contact"]


def test_cells_have_text_that_stands_out() -> None:
    for step in range(256):
        shade = (step / 255, step / 255, step / 255)
        ink = 0.0 if readable_on(shade) == "#000000" else 1.0
        light, dark = max(luminance(shade), ink), min(luminance(shade), ink)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_text_is_wrapped_and_never_lost() -> None:
    text = "Vansker med å overføre kunnskap og samhandlingskompetanseutvikling"
    lines = wrap_text(text, 2.5)
    assert all(text_width(line) <= 2.5 for line in lines)
    assert "".join(line.removesuffix("-") for line in lines).replace(" ", "") == text.replace(" ", "")
