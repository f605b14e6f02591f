"""How far coders agree: which rows there are, what they are about, and why some have no number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.agreement import estimate_agreement, list_topics
from analysis.agreement.drift import order_units
from analysis.agreement.scopes import Topic, count_values, open_scopes
from analysis.contracts import AGREEMENT, CODINGS, UNITS
from analysis.study import Study
from analysis.tables import conform
from tests.unit.coding_study import CODEBOOK, code, coding_study, typed_codings

Frames = tuple[pd.DataFrame, pd.DataFrame]
EVERY = """
    one ann:open       bo:open       cy:open
    one ann:open+money bo:open       cy:brave
    one ann:           bo:           cy:
    one ann:law        bo:law        cy:law
    one ann:           bo:money      cy:
    two ann:brave      bo:brave      cy:brave
    two ann:           bo:           cy:
    two ann:law        bo:           cy:law
    two ann:low        bo:high       cy:high
    two ann:high       bo:high       cy:
    """
CODINGS_OF_EVERY = typed_codings(EVERY)
IN_ALL = {"field": "", "code": "", "units": "turn", "counted": "all", "coders": "all", "session": "all"}


def agree(frames: Frames = CODINGS_OF_EVERY, study: Study | None = None, **plan: object) -> pd.DataFrame:
    return estimate_agreement(study or coding_study(**plan), *frames)


def row(found: pd.DataFrame, statistic: str, **about: str) -> pd.Series:
    wanted = IN_ALL | about | {"statistic": statistic}
    rows = found[(found[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    assert len(rows) == 1, wanted
    return rows.iloc[0]


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return agree()


def test_numbers_by_hand(found: pd.DataFrame) -> None:
    about = {"field": "barriers", "code": "law"}
    percent, alpha, share = (
        row(found, name, **about) for name in ("percent", "krippendorff_nominal", "prevalence")
    )
    # Ten units of three codings: one unit of all, one of two of them, none else.
    assert percent["estimate"] == pytest.approx((9 + 1 / 3) / 10)
    assert (share["estimate"], share["prevalence"]) == pytest.approx((5 / 30, 5 / 30))
    assert alpha["estimate"] == pytest.approx(1 - 29 * (2 / 30) * 30 / (2 * 5 * 25))
    assert (percent["n_units"], percent["n_coded"], percent["n_coders"], percent["n_sessions"]) == (
        10,
        2,
        3,
        2,
    )


def test_agreement_seen_and_by_chance_stand_beside_every_coefficient(found: pd.DataFrame) -> None:
    rows = found[found["statistic"].str.contains("kripp|kappa|gwet") & (found["status"] == "ok")]
    assert len(rows) > 50 and rows[["observed", "by_chance"]].notna().all(axis=None)
    chance = (rows["observed"] - rows["by_chance"]) / (1 - rows["by_chance"])
    assert chance.to_numpy(float) == pytest.approx(rows["estimate"].to_numpy(float))
    percent = found[(found["statistic"] == "percent") & (found["status"] == "ok")]
    assert (percent["observed"] == percent["estimate"]).all() and percent["by_chance"].isna().all()


def test_every_number_has_an_interval_or_a_reason(found: pd.DataFrame) -> None:
    has = found["ci_low"].notna()
    assert (has == (found["reason"] == "")).all() and has.any() and (~has).any()
    assert ((found["ci_low"] <= found["estimate"]) & (found["estimate"] <= found["ci_high"]))[has].all()
    assert ((found["status"] == "ok") == found["estimate"].notna()).all()


def test_topics_are_all_codes_each_field_and_each_code() -> None:
    assert [(topic.field, topic.code) for topic in list_topics(CODEBOOK)] == [
        *(("", ""), ("values", ""), ("values", "open"), ("values", "brave")),
        *(("barriers", ""), ("barriers", "money"), ("barriers", "law")),
        *(("part", ""), ("part", "low"), ("part", "high")),
    ]


def test_all_units_and_those_somebody_coded(found: pd.DataFrame) -> None:
    coded = row(found, "percent", field="values", code="brave", counted="coded")
    assert (coded["n_units"], coded["n_coded"]) == (2, 2)
    assert coded["estimate"] == pytest.approx((1 + 1 / 3) / 2)
    field = row(found, "percent", field="values", counted="coded")
    assert field["n_units"] == 3
    everything = row(found, "percent", counted="coded")
    assert everything["n_units"] == 8 and everything["role"] == "primary"


def test_sets_of_codes_share_what_they_share(found: pd.DataFrame) -> None:
    sets, labels = (row(found, f"krippendorff_{name}") for name in ("set", "nominal"))
    # In the second unit, {open, money} and {open} are less far apart than two labels.
    assert sets["observed"] == pytest.approx(labels["observed"] + 2 * (1 / 2 * 2 / 3) / 2 / 30)
    assert sets["estimate"] > labels["estimate"]


def test_a_field_is_given_by_any_code_below_it(found: pd.DataFrame) -> None:
    assert row(found, "prevalence", field="values")["estimate"] == pytest.approx(9 / 30)


def test_steps_are_compared_where_two_gave_one(found: pd.DataFrame) -> None:
    alpha, ac2 = (
        row(found, name, field="part", code="part") for name in ("krippendorff_ordinal", "gwet_ac2")
    )
    assert alpha["n_units"] == ac2["n_units"] == 2 and alpha["reason"] == "too_few_units"
    # low, high, high and high, high: one pair of codings in each direction of four differs.
    assert alpha["observed"] == pytest.approx(1 - 2 / 5) and pd.isna(alpha["prevalence"])


def test_pairs_of_coders(found: pd.DataFrame) -> None:
    about = {"coders": "ann+bo", "field": "barriers", "code": "law"}
    kappa = row(found, "cohen_kappa", **about)
    assert kappa["estimate"] == pytest.approx((0.9 - 0.74) / 0.26) and kappa["n_coders"] == 2
    assert "Fleiss, Cohen & Everitt" in kappa["method"] and pd.isna(kappa["seed"])
    pairs = found[(found["coders"] != "all")]
    assert sorted(pairs["coders"].unique()) == ["ann+bo", "ann+cy", "bo+cy"]
    assert set(pairs.loc[pairs["code"] != "", "statistic"]) == {"cohen_kappa"}
    assert row(found, "krippendorff_set", coders="ann+bo")["n_units"] == 10


def test_sessions_are_told_apart(found: pd.DataFrame) -> None:
    first, second = (row(found, "percent", session=name) for name in ("s1", "s2"))
    assert (first["n_units"], second["n_units"], first["n_sessions"]) == (5, 5, 1)
    assert first["estimate"] + second["estimate"] == pytest.approx(2 * row(found, "percent")["estimate"])


def test_drift_is_the_later_half_minus_the_earlier(found: pd.DataFrame) -> None:
    # Without days, the session held first, s2, comes first.
    halves = [row(found, "percent", session=name)["estimate"] for name in ("s1", "s2")]
    drift = row(found, "drift")
    assert (
        drift["estimate"] == pytest.approx(halves[0] - halves[1]) and drift["ci_low"] < 0 < drift["ci_high"]
    )


def test_units_are_put_in_the_order_of_the_days_they_were_coded_on() -> None:
    units, codings = CODINGS_OF_EVERY
    day = np.where(codings["document"] == "one", "2018-04-01", "2018-04-09")
    days = codings.assign(coded_at=pd.array(np.where(codings["unit"] == 1, "2018-05-01", day), "string"))
    (scope,) = open_scopes(coding_study(), units, days)
    names = scope.decided.units["document"] + scope.decided.units["unit"].astype(str)
    ordered = names.to_numpy()[np.argsort(order_units(scope, days))]
    assert list(ordered[-2:]) == ["two1", "one1"] and list(ordered[:2]) == ["one2", "one3"]
    undated = days.assign(coded_at=days["coded_at"].mask(days["unit"] == 2, ""))
    assert names.to_numpy()[np.argsort(order_units(scope, undated))][0] == "two1"


def test_reasons_of_codes_that_nobody_gave_and_of_coders_who_never_differ(found: pd.DataFrame) -> None:
    never = agree(typed_codings("one ann:open bo:open\n" * 6 + "one ann: bo:\n" * 6))
    about = {"field": "barriers", "code": "law"}
    assert row(never, "krippendorff_nominal", **about)["reason"] == "code_never_given"
    assert row(never, "percent", **about)["reason"] == "coders_coincide"
    share = row(never, "prevalence", **about)
    assert (share["estimate"], share["status"], share["reason"]) == (0, "ok", "code_never_given")
    for name in ("percent", "krippendorff_nominal", "gwet_ac1", "fleiss_kappa"):
        assert row(never, name, **about, counted="coded")["reason"] == "code_never_given"
        agreed = row(never, name, field="values", code="open")
        assert (agreed["estimate"], agreed["reason"]) == (1, "coders_coincide")


def test_a_code_that_all_always_gave_does_not_vary() -> None:
    always = agree(typed_codings("one ann:open bo:open\n" * 6))
    about = {"field": "values", "code": "open"}
    assert row(always, "krippendorff_nominal", **about)["reason"] == "no_variance"
    assert row(always, "cohen_kappa", **about, coders="ann+bo")["reason"] == "no_variance"
    assert row(always, "prevalence", **about)["reason"] == "units_alike"
    assert row(always, "fleiss_kappa", **about)["by_chance"] == 1


def test_one_coder_is_a_row_with_a_reason() -> None:
    alone = agree(typed_codings("one ann:open unknown:open\none ann: unknown:law"))
    assert set(alone["reason"]) == {"one_coder"} and alone["estimate"].isna().all()
    assert set(alone["n_coders"]) == {1} and set(alone["coders"]) == {"all"}
    nobody = agree(typed_codings("one unknown:open\none"))
    assert set(nobody["reason"]) == {"one_coder"}


def test_coders_who_never_read_the_same_have_no_units() -> None:
    apart = agree(typed_codings("one ann:open\none bo:open\ntwo ann:\ntwo bo:"))
    assert row(apart, "percent")["reason"] == "too_few_units"
    assert row(apart, "cohen_kappa", coders="ann+bo")["reason"] == "too_few_units"


def test_fleiss_kappa_gives_each_unit_one_voice_where_coders_left_gaps() -> None:
    gaps = agree(typed_codings(EVERY + "two ann:open bo:open\n" * 3 + "two ann:law\n"))
    about = {"field": "values", "code": "open"}
    counts = np.array([[3, 0], [2, 1]] + [[0, 3]] * 8 + [[2, 0]] * 3)
    coders = counts.sum(axis=1)
    same = ((counts * (counts - 1)).sum(axis=1) / (coders * (coders - 1))).mean()
    by_chance = ((counts / coders[:, None]).mean(axis=0) ** 2).sum()
    fleiss = row(gaps, "fleiss_kappa", **about)
    assert fleiss["estimate"] == pytest.approx((same - by_chance) / (1 - by_chance))
    assert fleiss["by_chance"] == pytest.approx(by_chance) and fleiss["ci_low"] < fleiss["estimate"]
    for name in ("percent", "krippendorff_nominal", "gwet_ac1"):
        assert row(gaps, name, **about)["status"] == "ok" and row(gaps, name, **about)["n_units"] == 13


def test_a_coder_without_a_name_agrees_with_nobody(found: pd.DataFrame) -> None:
    units, codings = CODINGS_OF_EVERY
    unnamed = codings.assign(coder="unknown", code="law").drop_duplicates(["document", "unit"])
    pd.testing.assert_frame_equal(agree((units, pd.concat([codings, unnamed]))), found)


def test_other_kinds_of_units_are_sensitivity_rows() -> None:
    kinds = [typed_codings(EVERY, kind) for kind in ("turn", "segment", "paragraph")]
    frames = tuple(pd.concat(list(one), ignore_index=True) for one in zip(*kinds, strict=True))
    both = agree(frames, other_units=["segment", "paragraph"])
    assert set(both.loc[both["role"] == "primary", "units"]) == {"turn"}
    extra = both[both["role"] == "sensitivity"]
    assert set(extra["session"]) == set(extra["coders"]) == {"all"} and "drift" not in set(extra["statistic"])
    segments = extra[(extra["units"] == "segment") & (extra["counted"] == "all")]
    assert set(segments["reason"]) == {"no_uncoded_units"} and set(segments["field"]) == {""}


def test_segments_as_the_plan_s_unit_are_compared_where_coded() -> None:
    found = agree(typed_codings(EVERY, "segment"), unit="segment")
    pairs = found[found["coders"] != "all"]
    assert set(pairs["counted"]) == {"coded"}
    assert row(found, "drift", units="segment", counted="coded")["n_units"] == 8


def test_runs_of_characters_weigh_their_length_and_are_drawn_by_turn() -> None:
    units, codings = typed_codings(EVERY, "character")
    units = units.assign(weight=np.arange(1, 11), block=(units["unit"] + 1) // 2)
    found = agree((conform(units, UNITS), codings), unit="character")
    law = row(found, "percent", units="character", field="barriers", code="law")
    assert law["n_units"] == 55 and law["n_coded"] == 4 + 8
    assert law["estimate"] == pytest.approx((55 - 8 * 2 / 3) / 55) and "of turns" in law["method"]
    kappa = row(found, "cohen_kappa", units="character", coders="ann+bo")
    assert kappa["ci_low"] < kappa["estimate"] < kappa["ci_high"] and pd.notna(kappa["seed"])
    assert row(found, "gwet_ac1", units="character")["ci_low"] < 1
    scope = next(iter(open_scopes(coding_study(unit="character"), units, codings)))
    assert count_values(scope, Topic(), "all").units.blocks.tolist() == [0, 0, 1, 1, 2, 3, 3, 4, 4, 5]


def test_the_session_of_one_coder_is_a_row_with_a_reason() -> None:
    found = agree(typed_codings(EVERY + "three ann:open\nthree ann:"))
    assert row(found, "percent", session="s3")["reason"] == "one_coder"
    assert row(found, "percent")["n_units"] == 10


def test_waves_stand_apart() -> None:
    units, codings = CODINGS_OF_EVERY
    waves = [wave.id for wave in coding_study().settings.waves]
    held = dict(zip(("one", "two"), waves, strict=False))
    found = agree(
        (units.assign(wave=units["document"].map(held)), codings.assign(wave=codings["document"].map(held)))
    )
    assert sorted(found["wave"].unique()) == sorted(waves)
    assert set(found.loc[found["wave"] == waves[0], "n_sessions"]) <= {0, 1}


def test_nothing_to_compare_is_an_empty_table() -> None:
    plain = coding_study()
    none = replace(plain, plan=plain.plan.model_copy(update={"codings": {}}))
    empty = (
        conform(pd.DataFrame(columns=UNITS.names), UNITS),
        conform(pd.DataFrame(columns=CODINGS.names), CODINGS),
    )
    for study in (plain, none):
        found = agree(empty, study)
        assert found.empty and list(found.columns) == AGREEMENT.names


def test_a_code_more_in_the_book_leaves_the_other_codes_numbers(found: pd.DataFrame) -> None:
    grown = CODEBOOK.model_dump()
    grown["codes"][1]["codes"].append(code("time"))
    more = agree(study=coding_study(type(CODEBOOK).model_validate(grown)))
    keys = ["field", "code", "counted", "coders", "session", "statistic"]
    same = found.merge(more, on=keys, suffixes=("", "_more"))
    same = same[same["code"] != ""]
    assert len(same) > 50 and (same["ci_low"].fillna(9) == same["ci_low_more"].fillna(9)).all()
