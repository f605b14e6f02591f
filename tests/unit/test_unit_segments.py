import numpy as np
import pytest

from analysis.units import divide_texts
from analysis.units.matching import match_stretches
from tests.unit.coding_study import coded, coding_study, written_documents, written_segments


def match(*stretches: tuple[int, int], tolerance: int = 10) -> tuple[list[int], list[tuple[int, int]]]:
    places = np.array(stretches, dtype=np.int64).reshape(-1, 2)
    member, spans = match_stretches(places[:, 0], places[:, 1], tolerance)
    return member.tolist(), list(zip(spans.start.tolist(), spans.end.tolist(), strict=True))


def test_stretches_whose_ends_lie_near_are_one_segment() -> None:
    assert match((100, 150), (104, 160), (110, 151)) == ([0, 0, 0], [(100, 160)])


@pytest.mark.parametrize("other", [(111, 150), (100, 161), (89, 150), (100, 139)])
def test_both_ends_must_lie_near(other: tuple[int, int]) -> None:
    member, segments = match((100, 150), other)
    assert len(segments) == 2 and sorted(member) == [0, 1]
    assert match((100, 150), other, tolerance=11)[1] != segments


def test_every_pair_of_a_segment_lies_near() -> None:
    # The second is near the first and the third, but those two are not near each other.
    member, segments = match((100, 200), (108, 208), (116, 216))
    assert member == [0, 0, 1]
    assert segments == [(100, 208), (116, 216)]


def test_the_order_of_the_stretches_does_not_matter() -> None:
    stretches = [(100, 200), (108, 208), (116, 216), (5, 20), (100, 200), (7, 29)]
    member, segments = match(*stretches)
    turned, same = match(*reversed(stretches))
    assert turned == member[::-1] and same == segments == [(5, 29), (100, 208), (116, 216)]


def test_short_stretches_beside_each_other_are_not_the_same() -> None:
    assert match((0, 5), (5, 10))[1] == [(0, 5), (5, 10)]


def test_without_tolerance_only_equal_stretches_are_the_same() -> None:
    assert match((0, 5), (0, 5), (0, 6), tolerance=0) == ([0, 0, 1], [(0, 5), (0, 6)])


def test_what_holds_no_words_belongs_to_no_segment() -> None:
    assert match((3, 3), (3, 9)) == ([-1, 0], [(3, 9)])
    assert match() == ([], [])


def test_only_what_somebody_coded_is_a_segment_and_the_others_gave_it_nothing() -> None:
    text = "Kommune 1: Vi åpner døra for uvante forslag.\nVirksomhet 1: Målene flytter seg.\n"
    rows = [
        coded(text, "Vi åpner døra", "open"),
        coded(text, "åpner døra ", "brave", "bo"),
        coded(text, "Målene", "law", "cy"),
    ]
    study = coding_study(unit="segment", tolerance=3)
    divided = divide_texts(study, written_documents(one=text), written_segments(*rows))
    assert divided.units["text"].tolist() == ["Vi åpner døra", "Målene"]
    assert divided.units["block"].tolist() == [1, 2]
    assert divided.units["participants"].tolist() == ["municipality", "enterprise"]
    given = {(row.unit, row.coder): row.code for row in divided.codings.itertuples()}
    assert given == {
        **{(1, "ann"): "open", (1, "bo"): "brave", (1, "cy"): ""},
        **{(2, "ann"): "", (2, "bo"): "", (2, "cy"): "law"},
    }


def test_a_speakers_label_makes_no_other_segment() -> None:
    text = "Kommune 1: Vi åpner døra.\nVirksomhet 1: Målene flytter seg.\nKommune 2: Ja.\n"
    rows = [
        coded(text, "Virksomhet 1: Målene flytter seg.\nKommune 2:", "open"),
        coded(text, "Målene flytter seg.", "open", "bo"),
        coded(text, "Kommune 2", "law", "cy"),
    ]
    divided = divide_texts(
        coding_study(unit="segment", tolerance=0), written_documents(one=text), written_segments(*rows)
    )
    assert divided.units["text"].tolist() == ["Målene flytter seg.", "Kommune 2"]
    assert divided.units["block"].tolist() == [2, 3]
