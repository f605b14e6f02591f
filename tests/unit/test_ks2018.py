"""The codebook of the 2018 survey says what the survey is, and marks what this project chose."""

from pathlib import Path

import pytest

from analysis.instruments import Instrument, load_instrument

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST_LABEL = 60
"""Longest label in characters; a longer one is cut or wrapped in the figures."""

FREE_TEXT = {"q03", "q14", "q15", "q16", "q25", "q82"}
REVERSED = {"q10", "q18", "q22", "q23"}
TURNED_ROUND = {
    *("q04", "q13", "q15", "q23", "q26", "q34", "q36", "q37", "q45"),
    *("q70", "q71", "q72", "q73", "q74", "q75", "q76", "q81"),
}


@pytest.fixture(scope="module")
def survey() -> Instrument:
    return load_instrument(REPOSITORY / "config" / "instruments" / "ks2018.yaml", REPOSITORY)


def between(first: int, last: int) -> set[str]:
    return {f"q{number:02d}" for number in range(first, last + 1)}


def test_it_holds_the_82_questions_in_order(survey: Instrument) -> None:
    assert [item.number for item in survey.items] == list(range(1, 83))
    assert [item.id for item in survey.items] == sorted(between(1, 82))


def test_every_question_stands_in_its_part(survey: Instrument) -> None:
    parts = {part: {item.id for item in survey.items if item.part == part} for part in survey.parts}
    assert parts == {
        "background": between(1, 6),
        "practice": between(7, 25),
        "success_factors": between(26, 69),
        "barriers": between(70, 82),
    }


def test_every_question_has_its_kind_of_answers(survey: Instrument) -> None:
    of = {name: {item.id for item in survey.items if item.answers == name} for name in survey.answer_sets}
    assert of == {
        "case": {"q01"},
        "leader": {"q02"},
        "cooperation": {"q04"},
        "planned_contact": {"q05"},
        "informal_contact": {"q06"},
        "text": FREE_TEXT,
        "agreement": between(7, 13) | between(17, 24) | between(26, 69),
        "hundred": between(70, 81),
    }


def test_three_is_no_answer_on_the_scale_of_agreement(survey: Instrument) -> None:
    agreement = survey.answer_sets["agreement"]
    assert agreement.values() == [1, 2, 3, 4, 5]
    assert agreement.not_relevant == [3]
    assert agreement.neutral == 3
    assert agreement.blank == "no_answer"


def test_a_blank_means_not_relevant_only_in_the_third_part(survey: Instrument) -> None:
    blank = {name for name, answers in survey.answer_sets.items() if answers.blank == "not_relevant"}
    assert blank == {"hundred"}
    assert survey.answer_sets["hundred"].limits() == (1, 100)
    assert survey.answer_sets["hundred"].neutral is None


def test_the_variance_of_random_answers_is_that_of_equally_likely_ones(survey: Instrument) -> None:
    agreement, hundred = survey.answer_sets["agreement"], survey.answer_sets["hundred"]
    given = [value for value in agreement.values() if value not in agreement.not_relevant]
    assert agreement.random_variance == spread(given)
    assert hundred.random_variance == spread(list(range(1, 101)))


def spread(values: list[int]) -> float:
    """The mean squared distance from the mean."""
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / len(values)


def test_most_contact_comes_first(survey: Instrument) -> None:
    first = {item: survey.answer_set(item).answers[0] for item in ("q05", "q06")}
    assert (first["q05"].value, first["q05"].label.en) == (1, "At least weekly")
    assert (first["q06"].value, first["q06"].label.en) == (1, "Close and trusting")


def test_four_questions_speak_against_what_they_measure(survey: Instrument) -> None:
    assert {item.id for item in survey.items if item.reverse} == REVERSED


def test_every_agreement_and_every_barrier_counts_in_exactly_one_scale(survey: Instrument) -> None:
    counted = [item for scale in survey.scales for item in scale.items]
    assert sorted(counted) == sorted(between(7, 13) | between(17, 24) | between(26, 69) | between(70, 81))


def test_there_are_twenty_factors_in_six_families(survey: Instrument) -> None:
    factors = [scale for scale in survey.scales if scale.bands == "success_factors"]
    assert [scale.id for scale in factors] == [f"f{number:02d}" for number in range(1, 21)]
    assert list(dict.fromkeys(scale.family for scale in factors)) == [
        *("environment", "membership", "process", "communication", "purpose", "resources"),
    ]


def test_the_authors_additions_have_no_bands(survey: Instrument) -> None:
    added = [scale for scale in survey.scales if scale.family == "own_additions"]
    assert [scale.id for scale in added] == ["k1", "k2", "k3_control", "k3_exploring", "k3_goals"]
    assert {scale.bands for scale in added} == {None}


def test_four_barriers_are_of_two_kinds_and_low_is_good(survey: Instrument) -> None:
    barriers = {scale.id: scale for scale in survey.scales if scale.better == "lower"}
    assert {name: scale.family for name, scale in barriers.items()} == {
        "not_invented_here": "motivation",
        "hoarding": "motivation",
        "search": "ability",
        "transfer": "ability",
    }
    assert [item for scale in barriers.values() for item in scale.items] == sorted(between(70, 81))


def test_a_score_needs_at_least_half_of_the_items(survey: Instrument) -> None:
    for scale in survey.scales:
        assert scale.minimum_answered == -(-len(scale.items) // 2), scale.id


def test_every_key_is_marked_as_ours_with_its_reason(survey: Instrument) -> None:
    for scale in survey.scales:
        assert scale.source.ours, scale.id
        assert scale.source.note, scale.id
        for item in scale.items:
            assert str(survey.item(item).number) in scale.source.place, scale.id


def test_the_bands_close_the_printed_gaps(survey: Instrument) -> None:
    ends = {name: [(band.low, band.high) for band in bands.bands] for name, bands in survey.band_sets.items()}
    assert ends["success_factors"] == [(1, 3), (3, 4), (4, 5)]
    assert ends["barriers"] == [(1, 25.75), (25.75, 50.5), (50.5, 75.25), (75.25, 100)]


def test_the_two_versions_word_the_turned_questions_differently(survey: Instrument) -> None:
    assert {item.id for item in survey.items if item.versions} == TURNED_ROUND
    for name in sorted(TURNED_ROUND):
        item = survey.item(name)
        worded = [item.label, item.label_in("municipality"), item.label_in("social_enterprise")]
        assert len({label.nb for label in worded}) == 3, name
        assert len({label.en for label in worded}) == 3, name


@pytest.mark.parametrize("language", ["nb", "en"])
def test_labels_are_short_and_tell_the_questions_apart(survey: Instrument, language: str) -> None:
    for version in survey.versions:
        labels = [item.label_in(version).in_language(language) for item in survey.items]
        assert len(set(labels)) == 82
        assert [label for label in labels if len(label) > LONGEST_LABEL] == []
    scales = [scale.label.in_language(language) for scale in survey.scales]
    assert len(set(scales)) == len(scales)
    assert [label for label in scales if len(label) > LONGEST_LABEL] == []


def test_every_label_is_written_in_both_languages(survey: Instrument) -> None:
    labels = [item.label_in(version) for item in survey.items for version in survey.versions]
    labels += [scale.label for scale in survey.scales]
    assert [label.nb for label in labels if label.nb == label.en] == []


def test_exports_name_the_columns_in_two_ways(survey: Instrument) -> None:
    assert list(survey.column_names(survey.item("q07"))) == ["q07", "s_7"]
    assert list(survey.column_names(survey.item("q26"))) == ["q26", "s_26"]
