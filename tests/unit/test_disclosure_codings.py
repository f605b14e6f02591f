"""The gate of the codings: nothing of one session, nothing that few people said, nothing to work it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.contracts import (
    AGREEMENT,
    CODED,
    ESTIMATES,
    JOINT,
    OCCURRENCES,
    PLACEMENTS,
    RECEIPTS,
    SATURATION,
    Contract,
)
from analysis.disclosure.codings import protect_codings
from analysis.disclosure.talk import judge_occurrences
from analysis.provenance import REPOSITORY
from analysis.study import Study, load_study
from analysis.tables import conform

WAVE = {"analysis": "focus_groups", "codebook": "samskaping2018", "wave": "w2018"}


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(REPOSITORY, check_hashes=False)


def make(contract: Contract, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a table of a contract; what they do not say is empty."""
    text = [column.name for column in contract.columns if column.kind == "text"]
    return conform(
        pd.DataFrame([dict.fromkeys(text, "") | row for row in rows], columns=contract.names), contract
    )


def said(code: str, units: int, cases: int, speakers: int | None, **about: Any) -> dict[str, Any]:
    return {
        **WAVE,
        "statistic": "units",
        "code": code,
        "case": "all",
        "participants": "all",
        "estimate": units,
        "ci_low": units - 1,
        "ci_high": units + 1,
        "bounds": "rules",
        "n_units": 100,
        "n_speakers": speakers,
        "n_cases": cases,
        "status": "ok",
        **about,
    }


def protect(study: Study, **tables: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    contracts = {
        "descriptives": ESTIMATES,
        "agreement": AGREEMENT,
        "occurrences": OCCURRENCES,
        "saturation": SATURATION,
        "placements": PLACEMENTS,
        "joint": JOINT,
        "coded": CODED,
        "receipts": RECEIPTS,
    }
    return protect_codings(
        study, **{name: make(contract, tables.get(name, [])) for name, contract in contracts.items()}
    )


def rules(study: Study, rows: list[dict[str, Any]], *names: str) -> dict[tuple[str, ...], str]:
    """The rule that holds for each row, which the public table does not always tell."""
    frame = make(OCCURRENCES, rows)
    return reasons(frame.assign(reason=judge_occurrences(study, frame)), *names)


def reasons(frame: pd.DataFrame, *names: str) -> dict[tuple[str, ...], str]:
    return {tuple(row[name] for name in names): row["reason"] for _, row in frame.iterrows()}


def test_a_study_without_codings_gives_empty_tables(study: Study) -> None:
    assert {name: len(frame) for name, frame in protect(study).items()} == dict.fromkeys(
        (
            *("agreement", "occurrences", "saturation", "placements", "joint_display", "coded"),
            *("coding_receipts", "disclosure_log_codings"),
        ),
        0,
    )


def test_no_number_of_a_single_case_and_none_that_few_said(study: Study) -> None:
    rows = [
        said("communication", 40, 7, 20),
        said("communication", 6, 1, 9, case="arendal-kirkens-bymisjon"),
        said("equality", 9, 4, 4),
        said("anchoring", 9, 2, 8),
        said("facilitation", 0, 0, 0, ci_low=0, ci_high=0),
        said("shared_goals", 12, 5, 11),
        said("complementary_competence", 14, 5, 11),
        said("designing", 0, 0, 0, ci_low=0, ci_high=2),
    ]
    assert rules(study, rows, "code", "case") == {
        ("communication", "all"): "",
        ("communication", "arendal-kirkens-bymisjon"): "one_session",
        ("equality", "all"): "few_speakers",
        ("anchoring", "all"): "few_cases",
        ("facilitation", "all"): "",
        ("shared_goals", "all"): "secondary",
        ("complementary_competence", "all"): "",
        ("designing", "all"): "few_speakers",
    }
    public = protect(study, occurrences=rows)["occurrences"]
    withheld = public[public["status"] == "withheld"]
    assert (
        withheld[["estimate", "ci_low", "ci_high", "n_units", "n_speakers", "n_cases"]].isna().all(axis=None)
    )
    assert set(withheld["reason"]) == {"one_session", "few_speakers"}, "which is the small one is not told"


def test_what_is_withheld_of_a_field_is_the_talk_of_many(study: Study) -> None:
    rows = [
        said("fields", 70, 7, 30),
        said("communication", 40, 7, 20),
        said("equality", 9, 4, 4),
        said("anchoring", 5, 4, 3),
        said("shared_goals", 12, 5, 11),
        said("openness", 20, 7, 12),
        said("openness", 9, 5, 6, statistic="together", other="communication"),
        said("openness", 8, 5, 6, statistic="together", other="shared_goals"),
        said("communication", 9, 5, 6, statistic="together", other="shared_goals"),
        said("shared_goals", 9, 5, 7, participants="municipality"),
        said("shared_goals", 0.12, 5, 11, statistic="share", ci_low=None, ci_high=None),
    ]
    held = rules(study, rows, "code", "other", "participants", "statistic")
    assert held == {
        ("fields", "", "all", "units"): "",
        ("communication", "", "all", "units"): "",
        ("equality", "", "all", "units"): "few_speakers",
        ("anchoring", "", "all", "units"): "few_speakers",
        ("shared_goals", "", "all", "units"): "secondary",
        ("shared_goals", "", "all", "share"): "secondary",
        ("shared_goals", "", "municipality", "units"): "secondary",
        ("openness", "", "all", "units"): "",
        ("openness", "communication", "all", "together"): "secondary",
        ("openness", "shared_goals", "all", "together"): "secondary",
        ("communication", "shared_goals", "all", "together"): "same_field",
    }


def test_without_a_companion_the_code_above_goes_and_what_would_tell_it(study: Study) -> None:
    rows = [said("fields", 9, 4, 9), said("equality", 9, 4, 4)]
    assert rules(study, rows, "code") == {("fields",): "secondary", ("equality",): "few_speakers"}
    rows = [
        said("process", 50, 7, 20),
        said("citizens_part", 9, 5, 9),
        said("citizens_influence", 30, 7, 9),
        said("citizens_resources", 20, 4, 4),
        said("initiating", 5, 5, 6),
        said("designing", 6, 5, 6),
        said("substituting", 20, 4, 4),
    ]
    held = rules(study, rows, "code")
    assert held[("citizens_part",)] == held[("initiating",)] == "secondary", (
        "what is below tells what is above"
    )
    assert held[("process",)] == held[("citizens_influence",)] == held[("designing",)] == ""


def test_what_one_analysis_withholds_the_other_does_not_tell(study: Study) -> None:
    plan = study.plan.model_copy(
        update={"codings": dict.fromkeys(("focus_groups", "any_coder"), study.plan.codings["focus_groups"])}
    )
    rows = [said("own_judgement", 9, 4, 4), said("own_judgement", 30, 7, 9, analysis="any_coder")]
    held = rules(replace(study, plan=plan), rows, "analysis")
    assert set(held.values()) == {"few_speakers"}


def test_a_count_and_its_share_are_told_or_withheld_together(study: Study) -> None:
    never = {"ci_low": 0, "ci_high": 3}
    rows = [
        said("political", 0, 0, 0, **never),
        said("political", 0.0, 0, 0, statistic="share"),
        said("openness", 0, 0, 0, statistic="together", other="political", **never),
        said("openness", 0.0, 0, 0, statistic="overlap", other="political"),
    ]
    for row in (rows[1], rows[3]):
        row |= {"ci_low": None, "ci_high": None}
    assert set(rules(study, rows, "code", "statistic").values()) == {"few_speakers"}


def test_the_only_withheld_pair_takes_another_with_it(study: Study) -> None:
    def both(first: str, second: str, units: int, speakers: int) -> dict[str, Any]:
        cases = 5 if units else 0
        return said(first, units, cases, speakers, statistic="together", other=second, ci_high=units)

    alone = [said(name, 20, 7, 12) for name in ("openness", "legal", "equality")]
    rows = [
        both("openness", "equality", 3, 3),
        both("openness", "legal", 7, 6),
        both("equality", "legal", 0, 0),
    ]
    held = rules(study, [*alone, *rows], "code", "other")
    assert held[("openness", "legal")] == "secondary" and held[("equality", "legal")] == ""
    rows[1] = both("openness", "legal", 0, 0)
    held = rules(study, [*alone, *rows], "code", "other")
    assert sorted(rule for (_, other), rule in held.items() if other) == ["", "few_speakers", "secondary"]


def of_kind(kind: str, speakers: int, cases: int = 7) -> dict[str, Any]:
    return said("own_judgement", speakers + 1, cases, speakers, participants=kind)


def test_kinds_are_withheld_until_they_have_enough_voices_together(study: Study) -> None:
    many = [of_kind("municipality", 14), of_kind("state", 6)]
    small = [of_kind("politicians", 1), of_kind("county", 3), of_kind("research", 2)]
    held = rules(study, [*many, *small], "participants")
    assert held[("municipality",)] == held[("state",)] == ""
    held = rules(study, [*many, small[0]], "participants")
    assert held == {("municipality",): "", ("state",): "secondary", ("politicians",): "few_speakers"}


def test_a_kind_that_spoke_in_few_cases_is_withheld(study: Study) -> None:
    rows = [of_kind("municipality", 14), of_kind("state", 6), of_kind("volunteers", 8, cases=1)]
    held = rules(study, rows, "participants")
    assert held[("volunteers",)] == "few_cases" and held[("state",)] == "secondary"


def test_one_withheld_kind_of_speaker_takes_another_with_it(study: Study) -> None:
    rows = [
        said("communication", 40, 7, 20),
        said("communication", 30, 7, 14, participants="municipality"),
        said("communication", 10, 3, 2, participants="politicians"),
        said("equality", 40, 7, 20),
        said("equality", 30, 7, 14, participants="municipality"),
        said("equality", 0, 0, 0, participants="politicians"),
    ]
    held = rules(study, rows, "code", "participants")
    assert held[("communication", "municipality")] == "secondary"
    assert held[("communication", "politicians")] == "few_speakers"
    assert held[("equality", "politicians")] == "few_speakers", "that nobody of few said it tells of them"
    assert held[("communication", "all")] == ""


def test_agreement_falls_with_the_count_and_tells_no_frequency_of_a_session(study: Study) -> None:
    about = {
        **WAVE,
        "units": "turn",
        "counted": "all",
        "coders": "all",
        "statistic": "percent",
        "estimate": 0.9,
        "prevalence": 0.1,
        "observed": 0.9,
        "by_chance": 0.5,
        "n_units": 80,
        "n_coded": 12,
        "status": "ok",
    }
    public = protect(
        study,
        occurrences=[
            said("equality", 9, 4, 4),
            said("shared_goals", 12, 5, 11),
            said("communication", 40, 7, 20),
        ],
        agreement=[
            about | {"field": "fields", "code": "equality", "session": "all"},
            about | {"field": "fields", "code": "communication", "session": "all"},
            about | {"session": "arendal"},
            about | {"session": "arendal", "statistic": "prevalence"},
        ],
    )["agreement"]
    held = reasons(public, "code", "session", "statistic")
    assert held == {
        ("equality", "all", "percent"): "few_speakers",
        ("communication", "all", "percent"): "",
        ("", "arendal", "percent"): "",
        ("", "arendal", "prevalence"): "one_session",
    }
    single = public[public["session"] == "arendal"]
    assert single[["prevalence", "n_coded"]].isna().all(axis=None)
    assert single.set_index("statistic")["estimate"].notna().to_dict() == {
        "percent": True,
        "prevalence": False,
    }


def test_the_order_of_sessions_is_withheld_and_the_mean_over_orders_is_not(study: Study) -> None:
    rows = [
        {**WAVE, "order": order, "sessions": k, "estimate": 5 * k, "n_codes": 30, "status": "ok"}
        for order in ("dated", "any")
        for k in (1, 2, 3)
    ]
    public = protect(study, saturation=rows)["saturation"]
    assert set(reasons(public, "order").items()) == {(("dated",), "one_session"), (("any",), "")}
    two = protect(study, saturation=[row for row in rows if row["sessions"] < 3])["saturation"]
    assert set(two["status"]) == {"withheld"}


def test_a_judgement_of_a_case_is_public_and_the_index_of_its_session_is_not(study: Study) -> None:
    about = {"wave": "w2018", "case": "roskilde-insp", "estimate": 8.0, "n": 3, "n_cases": 7, "status": "ok"}
    public = protect(
        study,
        placements=[
            about | {"statistic": "placement"},
            about | {"statistic": "index"},
            about | {"statistic": "tau_index", "case": "all"},
        ],
    )["placements"]
    assert reasons(public, "statistic") == {
        ("placement",): "",
        ("index",): "one_session",
        ("tau_index",): "",
    }


def joint_row(study: Study, **about: Any) -> dict[str, Any]:
    assert study.joint_display is not None
    parts = {f"{part}_direction": "none" for part in ("factors", "barriers", "codings", "scorecard")}
    construct = study.joint_display.constructs[0].id
    return {"wave": "w2018", "case": "all", "construct": construct, "verdict": "silent", **parts, **about}


def with_display(study: Study, difficulty: list[str] | None = None, **construct: Any) -> Study:
    """The study with a joint display of one construct, whatever the configuration says."""
    from analysis.constructs import Construct, JointDisplay

    display = JointDisplay.model_validate(
        {
            "label": {"nb": "x", "en": "x"},
            "instrument": "ks2018",
            "codebook": "samskaping2018",
            "wave": "w2018",
            "rule": {"difficulty": difficulty or []},
            "constructs": [Construct(id="one", label={"nb": "x", "en": "x"}, **construct)],
        }
    )
    return replace(study, joint_display=display)


def mean_row(scale: str, estimate: float | None, status: str = "ok") -> dict[str, Any]:
    return {
        "analysis": "success_factors",
        "instrument": "ks2018",
        "scale": scale,
        "case": "all",
        "wave": "w2018",
        "group": "all",
        "statistic": "mean",
        "sensitivity": "main",
        "estimate": estimate,
        "status": status,
        "purpose": "descriptive",
    }


def test_the_joint_display_tells_what_follows_from_published_means(study: Study) -> None:
    shown = with_display(study, scales=["f14", "f15"])
    row = joint_row(
        shown, factors=4.0, factors_low=3.5, factors_high=4.5, factors_n=18, factors_direction="up"
    )
    told = protect(shown, joint=[row], descriptives=[mean_row("f14", 3.8), mean_row("f15", 4.2)])
    assert told["joint_display"]["verdict"].to_list() == ["silent"]
    held = protect(shown, joint=[row], descriptives=[mean_row("f14", 3.8), mean_row("f15", None, "withheld")])
    public = held["joint_display"].iloc[0]
    assert public["verdict"] == "withheld" and public["factors_direction"] == "withheld"
    assert pd.isna(public["factors"]) and pd.isna(public["factors_n"])
    other = protect(shown, joint=[row], descriptives=[mean_row("f14", 3.8), mean_row("f15", 4.3)])
    assert other["joint_display"].iloc[0]["factors_direction"] == "withheld", "it is made of other numbers"
    log = held["disclosure_log_codings"]
    assert log["table"].to_list() == ["joint_display"] and log["rule"].to_list() == ["secondary"]


@pytest.mark.parametrize(("share", "n", "told"), [(0.5, 40, True), (0.9, 40, False), (1.0, 40, True)])
def test_the_talk_of_a_construct_is_told_unless_few_units_lie_on_one_side(
    study: Study, share: float, n: int, told: bool
) -> None:
    shown = with_display(study, codes=["communication"])
    row = joint_row(shown, codings=share, codings_n=n, codings_direction="up", codings_share=0.2)
    public = protect(shown, joint=[row], occurrences=[said("communication", n, 7, 20)])["joint_display"].iloc[
        0
    ]
    assert (public["codings_direction"] == "up") is told
    assert pd.notna(public["codings_share"]) is told


def told_talk(study: Study, codes: list[str], rows: list[dict[str, Any]], **about: Any) -> pd.Series:
    """The public row of a construct with these codes, of which half of forty units have no difficulty."""
    row = {"codings": 0.5, "codings_n": 40, "codings_direction": "mixed", "codings_share": 0.2} | about
    shown = with_display(study, codes=codes, difficulty=["barriers"])
    return protect(shown, joint=[joint_row(shown, **row)], occurrences=rows)["joint_display"].iloc[0]


@pytest.mark.parametrize(("speakers", "cases", "told"), [(5, 3, True), (4, 3, False), (9, 2, False)])
def test_both_sides_of_a_construct_are_the_talk_of_many(
    study: Study, speakers: int, cases: int, told: bool
) -> None:
    rows = [said("communication", 40, 7, 20)]
    row = told_talk(study, ["communication"], rows, codings_speakers=speakers, codings_cases=cases)
    assert pd.notna(row["codings_n"]) == told
    assert pd.isna(row["codings_speakers"]) and pd.isna(row["codings_cases"])


def test_a_construct_tells_nothing_of_a_withheld_code_not_even_that_it_has_no_units(study: Study) -> None:
    rows = [said("communication", 0, 0, 0, ci_low=0, ci_high=2)]
    row = told_talk(study, ["communication"], rows, codings=None, codings_n=0, codings_direction="none")
    assert (
        pd.isna(row["codings_n"]) and pd.isna(row["codings_share"]) and row["codings_direction"] == "withheld"
    )


def test_two_codes_of_a_construct_do_not_tell_the_few_units_with_both(study: Study) -> None:
    rows = [said("anchoring", 27, 7, 20), said("anchoring_of_case", 15, 7, 12)]
    both = {"statistic": "together", "other": "anchoring_of_case"}
    for speakers, told in ((2, False), (6, True)):
        pair = said("anchoring", 2, 3, speakers, **both)
        row = told_talk(study, ["anchoring", "anchoring_of_case"], [*rows, pair])
        assert pd.notna(row["codings_n"]) == told
    row = told_talk(study, ["anchoring", "anchoring_of_case"], rows)
    assert pd.isna(row["codings_n"]), "what is not known may be few"


def test_the_units_with_a_difficulty_do_not_tell_a_single_withheld_pair(study: Study) -> None:
    def row_with(*speakers: int) -> pd.Series:
        pairs = [
            said("communication", 9, 4, count, statistic="together", other=kind)
            for kind, count in zip(("organisational", "legal", "financial"), speakers, strict=True)
        ]
        return told_talk(study, ["communication"], [said("communication", 40, 7, 20), *pairs])

    assert row_with(8, 8, 8)["codings_n"] == 40
    assert row_with(3, 3, 8)["codings_n"] == 40, "their sum is not told"
    # Alone it would take another with it, which there is not.
    alone = [
        said("communication", 40, 7, 20),
        said("communication", 6, 4, 3, statistic="together", other="legal"),
    ]
    assert pd.isna(told_talk(study, ["communication"], alone)["codings_n"])


def test_where_the_talk_of_a_case_points_is_not_told_nor_that_there_is_little(study: Study) -> None:
    shown = with_display(study, codes=["communication"])
    rows = [
        joint_row(shown, case=case, codings_n=n, codings_direction=direction)
        for case, n, direction in (("roskilde-insp", 2, "none"), ("tranoy-safegroup", 30, "up"))
    ]
    public = protect(shown, joint=rows)["joint_display"]
    assert (public["codings_direction"] == "withheld").all()


def curve(*numbers: float) -> list[dict[str, Any]]:
    return [
        {**WAVE, "order": "any", "sessions": k, "estimate": number, "n_codes": 30, "status": "ok"}
        for k, number in enumerate(numbers, 1)
    ]


def held_by(code: str, *cases: str) -> list[dict[str, Any]]:
    """How many units of each of three cases have a code, where these have it."""
    all_cases = ("arendal-kirkens-bymisjon", "roskilde-insp", "tranoy-safegroup")
    rows = [said(code, 3 * (case in cases), 1, 5, case=case) for case in all_cases]
    return [*rows, said(code, 9, len(cases), 8)]


def test_the_curve_of_saturation_is_counted_without_withheld_codes(study: Study) -> None:
    three = ("arendal-kirkens-bymisjon", "roskilde-insp", "tranoy-safegroup")
    rows = [*held_by("openness", *three), *held_by("legal", three[0]), *held_by("initiating", *three)]
    public = protect(study, occurrences=rows, saturation=curve(2.33, 2.67, 3))["saturation"]
    assert public["estimate"].to_list() == [2, 2, 2] and set(public["n_codes"]) == {2}
    assert public["new"].to_list() == [2, 0, 0] and public["ci_low"].to_list() == [2, 2, 2]
    same = protect(study, occurrences=held_by("openness", *three), saturation=curve(1, 1, 1))["saturation"]
    assert set(same["n_codes"]) == {30}, "nothing is withheld"
    several = protect(study, occurrences=rows, saturation=curve(2, 2.5, 2.8, 3))["saturation"]
    assert set(several["reason"]) == {"secondary"}, "a case had two sessions"


def test_withheld_codes_of_the_index_are_not_told_by_its_units(study: Study) -> None:
    about = {"wave": "w2018", "case": "all", "estimate": 0.9, "n": 60, "n_cases": 7, "status": "ok"}
    rows = [about | {"statistic": "tau_index_published"}, about | {"statistic": "tau_index", "n": 3}]
    for speakers, told in ((4, False), (12, True)):
        counts = [said("initiating", 8, 4, speakers)]
        public = protect(study, placements=rows, occurrences=counts)["placements"].set_index("statistic")
        assert pd.notna(public.loc["tau_index_published", "n"]) == told
        assert public.loc["tau_index", "n"] == 3 and (public["status"] == "ok").all()


def test_how_many_different_codes_a_session_has_is_not_told(study: Study) -> None:
    row = {"wave": "w2018", "session": "asker", "case": "asker-sisters-in-business", "coder": "coder_a"}
    counts = {"n_documents": 1, "n_codings": 80, "n_codes": 30, "n_mismatched": 0}
    public = protect(study, coded=[row | {"codebook": "samskaping2018"} | counts])["coded"].iloc[0]
    assert pd.isna(public["n_codes"]) and public["n_codings"] == 80


def test_a_coefficient_of_a_field_tells_no_split_of_its_withheld_codes(study: Study) -> None:
    about = {**WAVE, "units": "turn", "coders": "all", "session": "all", "status": "ok"}
    of_code = {"field": "barriers", "statistic": "percent", "estimate": 0.9, "n_units": 400, "counted": "all"}
    codes = [
        about | of_code | {"code": code, "prevalence": 0.03, "n_coded": 20} for code in ("legal", "cultural")
    ]
    alpha = {"field": "barriers", "statistic": "krippendorff_set", "estimate": 0.7449, "ci_low": 0.6123}
    chance = {"observed": 0.95, "by_chance": 0.8}
    fields = [
        about | alpha | chance | {"counted": "all", "n_units": 400, "n_coded": 90},
        about | alpha | chance | {"counted": "coded", "n_units": 90, "n_coded": 90},
        about | alpha | {"statistic": "percent", "counted": "coded", "n_units": 90, "n_coded": 90},
    ]
    rows = [said("barriers", 90, 7, 30), said("organisational", 60, 7, 20)]
    rows += [said("legal", 9, 5, 4), said("cultural", 9, 5, 8)]
    public = protect(study, occurrences=rows, agreement=[*codes, *fields])["agreement"].query("code == ''")
    held = reasons(public, "statistic", "counted")
    assert held == {
        ("krippendorff_set", "all"): "few_speakers",
        ("krippendorff_set", "coded"): "few_speakers",
        ("percent", "coded"): "",
    }
    assert public["estimate"].dropna().to_list() == [0.74] and public["by_chance"].isna().all()
    whole = about | alpha | chance | {"field": "", "session": "arendal", "counted": "all"}
    session = protect(study, occurrences=rows, agreement=[*codes, whole | {"n_units": 60, "n_coded": 40}])[
        "agreement"
    ].query("session != 'all'")
    assert session["estimate"].to_list() == [0.74], "so many sets of codes tell no code of a session"
    told = [row | {"prevalence": 0.003} for row in codes]
    public = protect(study, occurrences=rows, agreement=[*told, *fields])["agreement"].query("code == ''")
    assert reasons(public, "statistic", "counted")[("krippendorff_set", "all")] == "", (
        "they are too few to show"
    )


def test_of_a_session_only_agreement_on_all_codes_is_told(study: Study) -> None:
    about = {**WAVE, "units": "turn", "counted": "all", "coders": "all", "session": "arendal", "status": "ok"}
    numbers = {"estimate": 0.8349, "n_units": 60, "n_coded": 40, "observed": 0.9, "by_chance": 0.4}
    rows = [
        about | numbers | {"statistic": "percent"},
        about | numbers | {"statistic": "percent", "field": "barriers"},
        about
        | {
            "statistic": "krippendorff_set",
            "n_coded": 40,
            "status": "not_estimable",
            "reason": "no_variance",
        },
        about | numbers | {"statistic": "percent", "session": "asker", "n_coded": 4},
    ]
    public = protect(study, agreement=rows)["agreement"]
    assert reasons(public, "session", "field", "statistic") == {
        ("arendal", "", "percent"): "",
        ("arendal", "barriers", "percent"): "one_session",
        ("arendal", "", "krippendorff_set"): "one_session",
        ("asker", "", "percent"): "one_session",
    }
    assert public["estimate"].dropna().to_list() == [0.83] and public["by_chance"].isna().all()


def test_a_row_of_one_case_is_withheld_as_a_whole(study: Study) -> None:
    shown = with_display(study, codes=["communication"], scorecard_field=None)
    case = joint_row(shown, case="roskilde-insp", scorecard=7.0, scorecard_n=6, scorecard_direction="up")
    few = joint_row(shown, scorecard=7.0, scorecard_n=2, scorecard_direction="up")
    public = protect(shown, joint=[case, few])["joint_display"]
    assert public["reason"].to_list() == ["secondary", "one_session"]
    assert public["scorecard"].isna().all() and (public["verdict"] == "withheld").all()


@pytest.mark.parametrize(("low", "told"), [(6.5, True), (None, False)])
def test_a_mean_of_sheets_that_are_alike_is_withheld(study: Study, low: float | None, told: bool) -> None:
    shown = with_display(study, codes=[], scorecard_field=None)
    ends = {"scorecard_low": low, "scorecard_high": None if low is None else 7.5}
    row = joint_row(shown, scorecard=7.0, scorecard_n=6, scorecard_direction="up", **ends)
    public = protect(shown, joint=[row])["joint_display"]
    assert public["scorecard"].notna().all() == told


def test_receipts_of_codings_are_counted_without_places_or_texts(study: Study) -> None:
    lines = [
        {
            "source": "s",
            "what": "coding_left_out",
            "why": "text_differs",
            "row": place,
            "count": 1,
            "before": "Kari",
        }
        for place in (3, 9)
    ]
    public = protect(study, receipts=lines)["coding_receipts"]
    assert public[["source", "count", "status"]].to_numpy().tolist() == [["s", 2, "ok"]]
    assert "before" not in public.columns
