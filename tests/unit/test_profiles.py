"""Finding what is shown."""

from dataclasses import replace

import pandas as pd

from analysis.profiles import (
    Shown,
    by_limits,
    case_means,
    case_sides,
    count_signs,
    described_scales,
    open_showing,
)
from analysis.study import Study
from tests.unit.estimates_frames import withhold

Results = dict[str, pd.DataFrame]


def test_scales_are_found_by_their_good_end(tiny: Study, tiny_results: Results) -> None:
    showing = open_showing(tiny_results, tiny)
    higher = described_scales(showing, "higher")
    assert [(one.scale.id, one.analysis, one.comparison) for one in higher] == [
        ("trust", "practice", "practice_by_group"),
        ("clarity", "practice", "practice_by_group"),
    ]
    lower = described_scales(showing, "lower")
    assert [one.scale.id for one in lower] == ["hoarding"]
    assert [limits for limits, _ in by_limits(showing, [*higher, *lower])] == [(1, 5), (1, 100)]


def test_an_estimate_that_is_not_there_is_absent(tiny: Study, tiny_results: Results) -> None:
    showing = open_showing(tiny_results, tiny)
    missing = showing.descriptives.get("practice", "mean", scale="no-such-scale")
    assert missing.status == "absent" and not missing.known and missing.value != missing.value


def test_the_main_wave_is_shown_else_the_last_with_answers(tiny: Study, tiny_results: Results) -> None:
    later = tiny.settings.waves[0].model_copy(update={"id": "w2020"})
    latest = tiny.settings.waves[0].model_copy(update={"id": "w2022"})
    settings = tiny.settings.model_copy(update={"waves": [*tiny.settings.waves, later, latest]})
    study = replace(tiny, settings=settings)
    assert open_showing(tiny_results, study).wave == "w2018"
    sources = (*tiny.sources, tiny.sources[0].model_copy(update={"wave": "w2020"}))
    assert open_showing(tiny_results, replace(study, sources=sources)).wave == "w2020"
    named = settings.model_copy(update={"main_wave": "w2018"})
    showing = open_showing(tiny_results, replace(study, sources=sources, settings=named))
    assert showing.wave == "w2018" and showing.descriptives.rows


def test_cases_come_in_the_order_of_the_reports(ks2018: Study, ks2018_results: Results) -> None:
    showing = open_showing(ks2018_results, ks2018)
    assert [case.id for case in showing.cases] == [case.id for case in showing.programme_cases if case.waves]
    shown = described_scales(showing, "higher")[0]
    assert [mean.n for mean in case_means(showing, shown)] == [3] * len(showing.cases)
    sides = case_sides(showing, shown)[0]
    assert [mean.n for mean in sides.means] == [2, 1] and sides.gap.known


def test_signs_leave_out_what_is_withheld(tiny: Study, tiny_results: Results) -> None:
    frame = withhold(tiny_results["differences"], scale="trust")
    showing = open_showing(tiny_results | {"differences": frame}, tiny)
    (signs,) = count_signs(showing, described_scales(showing, "higher")).values()
    assert signs.known == 1
    uncompared = Shown(described_scales(showing, "higher")[0].scale, "practice")
    assert count_signs(showing, [uncompared]) == {}
