"""The joint display held against what it names, and the mapping of the reference study."""

from pathlib import Path
from typing import Any

import pytest

from analysis.constructs import JointDisplay, check_joint_display, load_joint_display
from analysis.instruments import Instrument
from analysis.problems import ProblemsFound
from analysis.study import Study, load_study
from tests.small_study import INSTRUMENT, label, scale
from tests.unit.coding_study import CODEBOOK

REPOSITORY = Path(__file__).resolve().parents[2]


def check(instrument: Instrument = INSTRUMENT, **construct: Any) -> list[str]:
    """What is wrong with a display of one construct."""
    about = {"label": label("display"), "instrument": "small", "codebook": "frame", "wave": "before"}
    one = {"id": "daring", "label": label("daring")} | construct
    display = JointDisplay.model_validate(about | {"constructs": [one]})
    try:
        check_joint_display(display, {"small": instrument}, {"frame": CODEBOOK}, {}, ["before"])
    except ProblemsFound as found:
        return [problem.what for problem in found.problems]
    return []


def test_a_source_may_have_nothing_on_a_construct() -> None:
    assert check() == []
    assert check(scales=["trio", "single"], barriers=["pair"], codes=["values"]) == []


def test_scales_of_one_construct_have_one_range() -> None:
    long = INSTRUMENT.model_dump() | {
        "scales": [scale("trio", ["a1", "a2"], 1), scale("long", ["s1", "s2"], 1)]
    }
    assert check(Instrument.model_validate(long), scales=["trio", "long"]) == [
        "the scale “long” has another range than the first one"
    ]
    assert check(Instrument.model_validate(long), scales=["long"]) == []


def test_what_is_named_is_not_checked_against_a_file_that_cannot_be_read() -> None:
    about = {"label": label("display"), "instrument": "small", "codebook": "frame", "wave": "before"}
    one = {"id": "daring", "label": label("daring"), "scales": ["unknown"], "codes": ["unknown"]}
    display = JointDisplay.model_validate(about | {"scorecard": "card", "constructs": [one]})
    check_joint_display(display, {"small": None}, {"frame": None}, {"card": None}, ["before"])


def test_a_study_without_the_file_has_no_display(tmp_path: Path) -> None:
    assert load_joint_display(tmp_path / "config" / "joint_display.yaml", tmp_path) is None


@pytest.fixture(scope="module")
def reference() -> Study:
    return load_study(REPOSITORY, check_hashes=False)


def test_the_seven_fields_of_action_are_the_constructs(reference: Study) -> None:
    display = reference.joint_display
    assert display is not None
    fields = [code.id for code in reference.codebooks["samskaping2018"].code("fields").codes]
    assert [construct.id for construct in display.constructs] == fields
    assert [construct.scorecard_field for construct in display.constructs] == fields
    assert all(construct.id in construct.codes for construct in display.constructs)


def test_no_scale_speaks_of_two_constructs(reference: Study) -> None:
    display = reference.joint_display
    assert display is not None
    used = [name for one in display.constructs for name in (*one.scales, *one.barriers)]
    assert len(used) == len(set(used))
    assert all(one.scales for one in display.constructs)


def test_every_scale_of_the_display_is_described_in_the_plan(reference: Study) -> None:
    display = reference.joint_display
    assert display is not None
    described = {name for one in reference.plan.descriptions.values() for name in one.scales}
    assert {name for one in display.constructs for name in (*one.scales, *one.barriers)} <= described
