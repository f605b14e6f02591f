"""Paragraphs, whose every number must be one of the results'."""

import re

import pandas as pd
import pytest

from analysis.sentences import SENTENCES, build_sentence
from analysis.study import Study
from tests.unit.estimates_frames import withhold

Results = dict[str, pd.DataFrame]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", list(SENTENCES))
def test_every_sentence_can_be_built(
    name: str, language: str, ks2018: Study, ks2018_results: Results
) -> None:
    told = build_sentence(name, ks2018_results, ks2018, language)
    assert told and "{" not in told and "None" not in told and not re.search(r"\bnan\b", told)
    assert "-0" not in told and "  " not in told


def test_the_sample_in_both_numbers(ks2018: Study, ks2018_results: Results, tiny: Study) -> None:
    told = build_sentence("sample", ks2018_results, ks2018, "en")
    assert told.startswith("18 people answered, 11 from municipalities and 7 from social enterprises.")
    assert "They come from 6 cases." in told and "Roskilde – INSP! is part of the study" in told
    sample = ks2018_results["sample"]
    single = sample.assign(n=1)[sample["case"].isin(["all", "steinkjer-noen"])]
    told = build_sentence("sample", ks2018_results | {"sample": single}, ks2018, "nb")
    assert told.startswith(
        "1 person svarte, 1 fra kommuner og 1 fra sosiale virksomheter. De kommer fra 1 case."
    )


def test_contact_tells_what_may_be_told(tiny: Study, tiny_results: Results) -> None:
    frame = withhold(tiny_results["descriptives"], item="q02", category="2")
    told = build_sentence("contact", tiny_results | {"descriptives": frame}, tiny, "nb")
    assert "«Ukentlig»" in told and "«Månedlig»" not in told and "de andre svarene er holdt tilbake" in told
    frame = withhold(tiny_results["descriptives"], item="q02")
    told = build_sentence("contact", tiny_results | {"descriptives": frame}, tiny, "nb")
    assert told == "Svarene på spørsmål 2 er holdt tilbake."


def test_directions_count_only_what_is_known(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["differences"].copy()
    raw = frame["statistic"] == "mean_difference"
    frame.loc[raw & (frame["scale"] == "trust"), "estimate"] = 0.5
    frame.loc[raw & (frame["scale"] == "clarity"), "estimate"] = 0.0
    told = build_sentence("factor_profile", tiny_results | {"differences": frame}, tiny, "en")
    assert "on 1 of 2 scales and lower on 0 (equal on 1)." in told
    hidden = withhold(frame, scale="clarity")
    told = build_sentence("factor_profile", tiny_results | {"differences": hidden}, tiny, "en")
    assert "on 1 of 1 scale and lower on 0." in told


def test_bands_are_those_of_the_codebook(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["descriptives"].copy()
    means = (frame["statistic"] == "mean") & (frame["group"] == "municipality") & (frame["case"] == "all")
    for scale, mean in (("trust", 4.0), ("clarity", 3.999)):
        frame.loc[means & (frame["scale"] == scale), "estimate"] = mean
    told = build_sentence("factor_profile", tiny_results | {"descriptives": frame}, tiny, "en")
    assert "Municipalities have their mean in these bands on 2 scales: “discuss” 1 and “strength” 1." in told


def test_the_second_reading_is_compared_sign_by_sign(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["differences"].copy()
    within = frame["statistic"] == "within_case_difference"
    frame.loc[within, ["estimate", "p_adjusted"]] = [0.4, 0.5]
    told = build_sentence("readings", tiny_results | {"differences": frame}, tiny, "en")
    assert "turns the sign of the difference on 0 of 2 scales." in told
    neutral = within & (frame["sensitivity"] == "neutral")
    frame.loc[neutral & (frame["scale"] == "trust"), "estimate"] = -0.1
    frame.loc[neutral & (frame["scale"] == "clarity"), "p_adjusted"] = 0.01
    told = build_sentence("readings", tiny_results | {"differences": frame}, tiny, "en")
    assert "turns the sign of the difference on 1 of 2 scales (“Trust”)." in told
    assert "on the other side of 0.05 on 1 of 2 scales (“Clarity”)." in told


def test_the_largest_difference_comes_with_its_interval(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["differences"].copy()
    row = (frame["statistic"] == "hedges_g") & (frame["scale"] == "trust") & (frame["sensitivity"] == "main")
    frame.loc[row, ["estimate", "ci_low", "ci_high", "ci_level"]] = [-2.284, -3.46, -1.07, 0.9]
    within = (frame["statistic"] == "within_case_difference") & (frame["scale"] == "trust")
    frame.loc[within, "p_adjusted"] = 0.0321
    told = build_sentence("differences", tiny_results | {"differences": frame}, tiny, "nb")
    largest = "«Tillit», g = −2,28 (90 %-intervall fra −3,46 til −1,07), justert p = 0,032"
    ending = "; der kommer kommuner best ut."
    assert f"Størst er forskjellen på {largest}{ending}" in told.replace("\xa0", " ")


def test_findings_that_do_not_agree_are_named(ks2018: Study, ks2018_results: Results) -> None:
    findings = ks2018_results["published_findings"].copy()
    findings.loc[findings["fact"] == "practice_close", "agrees"] = "no"
    told = build_sentence(
        "published_findings", ks2018_results | {"published_findings": findings}, ks2018, "en"
    )
    assert f"{len(findings) - 1} of {len(findings)} facts" in told
    assert "This one does not agree: “The differences in part 1 are small”." in told


def test_a_sentence_types_in_no_number(tiny: Study, tiny_results: Results) -> None:
    """With every result withheld no digit is left but those of the configuration."""
    blank = {
        name: frame.assign(
            status="withheld", reason="minimum_people", estimate=pd.NA, p_adjusted=pd.NA, n=pd.NA
        )
        for name, frame in tiny_results.items()
        if name in ("descriptives", "reliability", "differences")
    }
    for name in ("contact", "factor_profile", "barriers", "reach", "readings"):
        told = build_sentence(name, tiny_results | blank, tiny, "en")
        assert not set(re.findall(r"\d+", told)) - {"2"}, told
