"""The survey at the start and the end: its instrument, who is drawn, and what the import makes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import ingest
from analysis.configuration import load_yaml
from analysis.instruments import Instrument
from analysis.persons.near_misses import find_near_misses
from analysis.problems import ProblemsFound
from analysis.reference_study import start_end_design as design
from analysis.reference_study import start_end_people, start_end_sheets
from analysis.reference_study.start_end import export_start_end
from analysis.reference_study.start_end_files import END_WAVE, FILES, FOLDER, START_WAVE
from analysis.reference_study.start_end_people import Filled, Participant, draw_all, list_participants
from analysis.reference_study.start_end_sheets import Form, draw_place_codes, fill_start_end_sheets
from analysis.study import Settings, Study, load_study
from tests.tiny_study import KEY

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = 2018
SOURCES = {START_WAVE: "startend-start", END_WAVE: "startend-end"}


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(REPOSITORY)


@pytest.fixture(scope="module")
def survey(study: Study) -> Instrument:
    return study.instruments["startend"]


@pytest.fixture(scope="module")
def imports(study: Study) -> dict[str, ingest.Imported]:
    return {wave: ingest.import_source(study, source, KEY) for wave, source in SOURCES.items()}


@pytest.fixture(scope="module")
def drawn(survey: Instrument) -> list[Filled]:
    return draw_all(survey, SEED)


@pytest.fixture(scope="module")
def people(imports: dict[str, ingest.Imported]) -> pd.DataFrame:
    return pd.concat([one.persons for one in imports.values()], ignore_index=True)


def find_form(study: Study) -> Form:
    answers = [
        {one.id: one.answer for one in several if one.answer is not None}
        for several in (study.settings.cases, study.settings.groups)
    ]
    return Form(study.instruments["startend"], *answers)


# The instrument.


def test_each_factor_has_four_items_of_its_own_one_worded_against_it(survey: Instrument) -> None:
    assert [scale.id for scale in survey.scales] == [factor.id for factor in design.TRUTHS.factors]
    used = [item for scale in survey.scales for item in scale.items]
    assert len(used) == len(set(used)) == 20
    assert used == [item.id for item in survey.items if item.part == "factors"]
    for scale in survey.scales:
        assert [survey.item(item).reverse for item in scale.items].count(True) == 1
        assert scale.minimum_answered == 2 and scale.source.ours and scale.source.note
        assert survey.limits(scale.id) == (1, 5) and not survey.has_neutral_reading(scale.id)
    assert survey.source.ours and "ours" in survey.source.note


def test_dont_know_is_missing_and_no_midpoint(survey: Instrument) -> None:
    answers = survey.answer_set("trust_1")
    assert answers.missing_reason(9) == "dont_know" and answers.valid_values() == [1, 2, 3, 4, 5]
    assert answers.random_variance == np.var([1, 2, 3, 4, 5])


@pytest.mark.parametrize("language", ["nb", "en"])
def test_labels_are_short_and_differ(survey: Instrument, language: str) -> None:
    labels = [item.label.in_language(language) for item in survey.items]
    assert len(set(labels)) == len(labels) and max(map(len, labels)) <= 60


def test_one_form_asks_for_the_group(survey: Instrument, study: Study) -> None:
    assert [version.group for version in survey.versions.values()] == ["*"]
    assert study.groups_of("startend") == list(design.GROUPS)
    assert study.cases_of("startend") == list(design.MUNICIPALITIES)


# The study.


def test_the_municipalities_are_cases_of_their_kind_on_both_occasions(study: Study) -> None:
    cases = {case.id: case for case in study.settings.cases}
    kinds = [kind.id for kind in study.settings.case_kinds]
    assert kinds == [design.PROJECT, design.SPARRING, design.FOLLOWER]
    for name, municipality in design.MUNICIPALITIES.items():
        assert cases[name].kind == municipality.kind and cases[name].waves == [START_WAVE, END_WAVE]
    assert Counter(one.kind for one in design.MUNICIPALITIES.values()) == {
        design.PROJECT: 2,
        design.SPARRING: 4,
        design.FOLLOWER: 8,
    }
    assert all(case.kind is None for name, case in cases.items() if name not in design.MUNICIPALITIES)


def test_the_waves_began_when_the_surveys_opened(study: Study) -> None:
    days = {wave.id: wave.date for wave in study.settings.waves}
    assert (days[START_WAVE], days[END_WAVE]) == (design.OPENED["start"], design.OPENED["end"])


def test_the_plan_compares_the_project_municipalities_with_all_others(study: Study) -> None:
    planned = study.plan.changes["start_to_end"]
    assert planned.scales == [factor.id for factor in design.TRUTHS.factors]
    assert (planned.before, planned.after) == (START_WAVE, END_WAVE)
    assert {*planned.treated, *planned.against} == {kind.id for kind in study.settings.case_kinds}
    again = study.plan.changes["survey_2018_to_2020"]
    assert again.scales == [scale.id for scale in study.instruments["ks2018"].scales]


def test_looks_of_groups_and_kinds_stand_out_from_white_and_apart_in_grey(study: Study) -> None:
    def shine(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    helix = [group for group in study.settings.groups if group.id in design.GROUPS]
    for looks in (helix, study.settings.case_kinds):
        light = [116 * shine(one.colour) ** (1 / 3) - 16 for one in looks]
        assert all(1.05 / (shine(one.colour) + 0.05) >= 4 for one in looks)
        assert np.diff(sorted(light)).min() > 8
        assert len({one.marker for one in looks}) == len(looks)


# Who is drawn.


def test_fewer_than_half_answer_both_times_everywhere() -> None:
    for name, place in design.MUNICIPALITIES.items():
        both, start, end = (sum(one) for one in (place.both, place.start, place.end))
        assert 0.4 <= both / start <= 0.5, name
        assert all(a <= min(b, c) for a, b, c in zip(place.both, place.start, place.end, strict=True))
        assert (20 <= start <= 30 and 19 <= end <= 30) or name == "traena"
    sizes = {name: sum(place.start) for name, place in design.MUNICIPALITIES.items()}
    assert min(sizes, key=lambda name: sizes[name]) == "traena"


def test_everybody_is_there_as_often_as_designed(drawn: list[Filled]) -> None:
    counts = Counter((one.participant.municipality, one.participant.group, one.wave) for one in drawn)
    for name, place in design.MUNICIPALITIES.items():
        for wave, sizes in (("start", place.start), ("end", place.end)):
            assert [counts[name, group, wave] for group in design.GROUPS] == list(sizes)
    both = Counter(one.participant.municipality for one in drawn if one.participant.stays)
    assert both == {name: 2 * sum(place.both) for name, place in design.MUNICIPALITIES.items()}


def test_one_more_municipality_changes_nobody_elses_sheet(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = find_form(study)
    before = fill_start_end_sheets(form, SEED)
    more = {"oslo": replace(design.MUNICIPALITIES["sola"])} | design.MUNICIPALITIES
    for module in (design, start_end_people, start_end_sheets):
        monkeypatch.setattr(module, "MUNICIPALITIES", more)
    after = fill_start_end_sheets(replace(form, cases={**form.cases, "oslo": 200}), SEED)
    for wave, sheets in before.items():
        kept = [sheet for sheet in after[wave] if sheet.cells["municipality"] != 200]
        assert kept == sheets and len(after[wave]) > len(sheets)


def test_one_more_person_changes_nobody_elses_answers(
    survey: Instrument, drawn: list[Filled], monkeypatch: pytest.MonkeyPatch
) -> None:
    stad = design.MUNICIPALITIES["stad"]
    more = {**design.MUNICIPALITIES, "stad": replace(stad, start=(stad.start[0] + 1, *stad.start[1:]))}
    monkeypatch.setattr(start_end_people, "MUNICIPALITIES", more)
    after = {(one.participant.name, one.wave): one.answers for one in draw_all(survey, SEED)}
    assert len(after) == len(drawn) + 1
    assert all(after[one.participant.name, one.wave] == one.answers for one in drawn)


def test_codes_of_a_municipality_differ_in_two_parts() -> None:
    for name in design.MUNICIPALITIES:
        codes = list(draw_place_codes(name, SEED).values())
        alike = [
            sum(a == b for a, b in zip(one, other, strict=True))
            for place, one in enumerate(codes)
            for other in codes[:place]
        ]
        assert max(alike) <= 1


def test_the_slips_are_those_of_people_who_exist() -> None:
    stay = {
        one.name
        for name, place in design.MUNICIPALITIES.items()
        for one in list_participants(name, place)
        if one.stays
    }
    everybody = {
        one.name for name, place in design.MUNICIPALITIES.items() for one in list_participants(name, place)
    }
    assert {*design.MISSPELT, design.TWICE} <= stay and design.TWICE not in design.MISSPELT
    assert not everybody & set(design.UNFINISHED)


def test_the_mean_of_a_person_is_put_together_of_the_truths() -> None:
    person = Participant("one", "stad", "citizens", ("start",))
    means = dict(zip([one.id for one in design.TRUTHS.factors], find_means(person), strict=True))
    trust = design.TRUTHS.factor("trust")
    assert means["trust"] == pytest.approx((trust.level - 0.2 - 0.2, trust.level - 0.2 - 0.2 + 0.5))
    stays = Participant("two", "sola", "public", ("start", "end"))
    optimism = design.TRUTHS.factor("optimism")
    assert find_means(stays)[2] == pytest.approx((optimism.level, optimism.level - 0.1))


def find_means(person: Participant) -> list[tuple[float, float]]:
    start, end = (start_end_people.find_mean(person, wave) for wave in ("start", "end"))
    return list(zip(start, end, strict=True))


# What the import makes of the files.


def test_the_committed_files_are_those_of_the_seed(study: Study) -> None:
    made = export_start_end(study.instruments["startend"], study.settings, study.settings.seed)
    assert sorted(made) == sorted(file.path for file in FILES)
    for path, content in made.items():
        assert (REPOSITORY / path).read_bytes() == content, path
    assert "Synthetic" in (REPOSITORY / FOLDER / "PROVENANCE.md").read_text("utf-8")


def test_the_import_reads_what_was_drawn(
    imports: dict[str, ingest.Imported], drawn: list[Filled], survey: Instrument
) -> None:
    items = [item.id for item in survey.items if item.part == "factors"]
    for wave, name in ((START_WAVE, "start"), (END_WAVE, "end")):
        responses = imports[wave].responses[["case", "group", *items]]
        read = responses.astype(object).where(responses.notna(), None)
        expected = [
            (one.participant.municipality, one.participant.group, *(one.answers[item] for item in items))
            for one in drawn
            if one.wave == name
        ]
        kept = [tuple(None if cell == 9 else cell for cell in cells) for cells in expected]
        assert Counter(read.itertuples(index=False, name=None)) == Counter(kept)


def test_dont_knows_and_blanks_keep_their_reasons(
    imports: dict[str, ingest.Imported], drawn: list[Filled]
) -> None:
    given = Counter(value for one in drawn for value in one.answers.values())
    reasons: Counter[str] = Counter()
    for one in imports.values():
        missing = one.responses[[name for name in one.responses if str(name).endswith("__missing")]]
        reasons.update(missing.stack().dropna())
    assert (reasons["dont_know"], reasons["no_answer"]) == (given[9], given[None])


def test_who_answered_twice_counts_once_and_who_did_not_finish_never(
    imports: dict[str, ingest.Imported],
) -> None:
    lines = imports[END_WAVE].receipts
    out = lines[lines["what"] == "row_left_out"]["why"]
    assert sorted(out) == ["earlier_answer", "status_partial", "status_partial"]
    assert not (imports[START_WAVE].receipts["what"] == "row_left_out").any()


def test_linked_people_are_those_who_answer_both_times_but_for_the_slips(
    people: pd.DataFrame, study: Study
) -> None:
    waves = {wave: set(inside["respondent"]) for wave, inside in people.groupby("wave")}
    both = sum(sum(place.both) for place in design.MUNICIPALITIES.values())
    assert len(waves[START_WAVE] & waves[END_WAVE]) == both - len(design.MISSPELT)
    near = find_near_misses(people, study)
    assert sorted(zip(near["case"], near["group"], strict=True)) == sorted(
        tuple(name.split()[:2]) for name in design.MISSPELT
    )


def test_two_slips_are_decided_and_one_is_open(people: pd.DataFrame, study: Study) -> None:
    near = find_near_misses(people, study)
    pairs = [{(row.source, row.row), (row.same_source, row.same_row)} for row in near.itertuples()]
    decided = [set(link.places) for link in study.links if link.source in SOURCES.values()]
    assert len(decided) == 2 and all(places in pairs for places in decided) and len(pairs) == 3


# What stops it.


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "  - id: stad\n",
            "  - id: stadt\n",
            "case stad: the reference study needs this case with its answer",
        ),
        ("    kind: project\n", "    kind: sparring\n", "needs this case as one of the kind “project”"),
        (
            "waves: [start2021, end2024]",
            "waves: [end2024]",
            "needs this case in the waves start2021 and end2024",
        ),
        ("    answer: 4\n\n#", "\n#", "group research: the reference study needs this group with its answer"),
    ],
)
def test_a_study_without_them_is_told(
    survey: Instrument, tmp_path: Path, before: str, after: str, told: str
) -> None:
    text = (REPOSITORY / "config" / "study.yaml").read_text("utf-8")
    assert before in text
    (tmp_path / "study.yaml").write_text(text.replace(before, after, 1), "utf-8")
    settings = load_yaml(tmp_path / "study.yaml", Settings, tmp_path)
    with pytest.raises(ProblemsFound) as caught:
        export_start_end(survey, settings, SEED)
    assert told in str(caught.value)
