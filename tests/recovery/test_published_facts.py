"""The reference study, read and analysed as any other, gives back what was printed in 2018."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from analysis import ingest
from analysis.descriptives import describe_responses
from analysis.differences import compare_groups
from analysis.findings import assess_findings
from analysis.reference_study import design
from analysis.scoring import score_scales
from analysis.study import Study, load_study
from tests.tiny_study import KEY

REPOSITORY = Path(__file__).resolve().parents[2]
FACTORS = [f"f{number:02d}" for number in range(1, 21)]
BARRIERS = ["not_invented_here", "hoarding", "search", "transfer"]
QUARTER = 99 / 4


@dataclass(frozen=True)
class Analysed:
    """The study, its answers, and the tables made of them."""

    study: Study
    responses: pd.DataFrame
    scores: pd.DataFrame
    findings: pd.DataFrame

    def case_means(self, scales: list[str]) -> pd.DataFrame:
        """Mean scores, cases by scales."""
        main = self.scores[(self.scores["sensitivity"] == "main") & self.scores["scale"].isin(scales)]
        return main.pivot_table(index="case", columns="scale", values="score")[scales]

    def people_of(self, case: str) -> pd.DataFrame:
        """The answers of one case."""
        return self.responses[self.responses["case"] == case]


def analyse(study: Study, responses: pd.DataFrame) -> Analysed:
    tables = {"ks2018": responses}
    scores = score_scales(responses, study.instruments["ks2018"])
    described, compared = describe_responses(study, tables, scores), compare_groups(study, scores)
    found = assess_findings(study, tables, scores, described, compared)
    return Analysed(study, responses, scores, found)


@pytest.fixture(scope="module")
def analysed() -> Analysed:
    study = load_study(REPOSITORY)
    imported = [
        ingest.import_source(study, source, KEY) for source in ("ks2018-municipality", "ks2018-enterprise")
    ]
    tables = [(one.responses, one.persons) for one in imported]
    return analyse(study, ingest.combine(tables, study, study.instruments["ks2018"]))


def test_every_printed_fact_is_given_back(analysed: Analysed) -> None:
    found = analysed.findings
    assert dict(zip(found["fact"], found["agrees"], strict=True)) == dict.fromkeys(found["fact"], "yes")
    assert set(found["finding"]) == {*"123456789", "10"}


def test_the_printed_numbers_come_out(analysed: Analysed) -> None:
    told = dict(zip(analysed.findings["fact"], analysed.findings["recomputed"], strict=True))
    expected = {
        "people": "18",
        "municipal_people": "11",
        "enterprise_people": "7",
        "cases": "6",
        "municipalities": "5",
        "frequent_contact": "5/18",
        "cases_with_frequent_contact": "3/6",
        "close_contact": "5/18",
        "close_contact_municipal": "4/11",
        "factors_higher": "20/20",
        "sessions": "7",
        "largest_session": "17",
        "largest_session_municipal": "6/17",
        "jodacare_municipal": "5/7",
    }
    assert {fact: told[fact] for fact in expected} == expected


def test_with_the_sides_exchanged_the_facts_about_them_fail(analysed: Analysed) -> None:
    sides = {design.MUNICIPALITY: design.ENTERPRISE, design.ENTERPRISE: design.MUNICIPALITY}
    turned = analysed.responses.assign(group=analysed.responses["group"].map(sides))
    agrees = analyse(analysed.study, turned).findings.set_index("fact")["agrees"]
    about_sides = ["municipal_people", "close_contact_municipal", "practice_higher", "factors_higher"]
    assert set(agrees[[*about_sides, "barriers_lower", "barriers_far_lower"]]) == {"no"}
    assert set(agrees[["people", "frequent_contact", "good_at_everything", "factor_profiles_differ"]]) == {
        "yes"
    }


def test_one_respondent_is_far_more_negative_than_the_rest_of_the_case(analysed: Analysed) -> None:
    scores = analysed.scores
    factors = scores[scores["scale"].isin(FACTORS) & (scores["sensitivity"] == "main")]
    inside = factors[factors["case"] == design.FRISKGARDEN]
    means = inside.groupby("respondent")["score"].mean().sort_values()
    assert means.iloc[1] - means.iloc[0] > 1.2
    assert means.iloc[-1] - means.iloc[1] < 1.2


def test_one_case_varies_as_much_as_can_be_on_transfer(analysed: Analysed) -> None:
    answers = analysed.people_of(design.FRISKGARDEN)[["q79", "q80", "q81"]].astype(float)
    assert (answers.min().min(), answers.max().max()) == (1, 100)


def test_one_case_is_near_the_average_with_one_weak_spot(analysed: Analysed) -> None:
    means = analysed.case_means(FACTORS)
    deviations = (means - means.mean()).loc[design.TRONDHEIM]
    assert deviations.idxmin() == "f09"
    assert deviations["f09"] <= -0.6
    assert deviations.drop("f09").between(-0.5, 0.9).all()


def test_one_case_is_generally_above_the_average(analysed: Analysed) -> None:
    means = analysed.case_means(FACTORS)
    assert (means.loc[design.NOEN] > means.mean()).sum() >= 16


def test_one_case_has_the_lowest_barriers_but_for_hoarding(analysed: Analysed) -> None:
    levels = analysed.case_means(BARRIERS).loc[design.TRANOY]
    assert (levels.drop("hoarding") <= 1 + QUARTER).all()
    assert 1 + QUARTER < levels["hoarding"] <= 1 + 2 * QUARTER


def test_one_case_is_better_on_the_first_two_barriers_and_worse_on_the_last_two(analysed: Analysed) -> None:
    means = analysed.case_means(BARRIERS)
    deviations = (means - means.mean()).loc[design.ASKER]
    assert (deviations[BARRIERS[:2]] < 0).all() and (deviations[BARRIERS[2:]] > 0).all()


def test_one_case_is_spread_over_every_kind_of_informal_contact(analysed: Analysed) -> None:
    assert sorted(analysed.people_of(design.ASKER)["q06"].astype(int)) == [1, 2, 3, 4]


def test_every_case_has_both_sides_and_cases_differ_in_size(analysed: Analysed) -> None:
    sizes = analysed.responses.groupby(["case", "group"]).size().unstack()
    assert (sizes >= 1).all().all()
    assert set(sizes.sum(axis=1)) == {2, 3, 4}


def test_no_group_gives_one_answer_alike_and_few_items_have_under_five(analysed: Analysed) -> None:
    items = [item for scale in analysed.study.instruments["ks2018"].scales for item in scale.items]
    grouped = analysed.responses.groupby("group")[items]
    assert (grouped.nunique() > 1).all().all()
    few = (grouped.count() < 5).any()
    assert set(few[few].index) == {"q20", "q23", "q77"}
