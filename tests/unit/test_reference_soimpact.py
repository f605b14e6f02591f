"""The made-up SoImpact workbooks: read as they were designed, and holding what they are to show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.change.indicators import measure_progress
from analysis.contracts import COMPARABILITY
from analysis.ingest.measurements import Measured, read_measurements
from analysis.reference_study import design
from analysis.reference_study.soimpact_books import export_workbooks
from analysis.reference_study.soimpact_design import SCORED, SEEN, TREND, TRUTHS
from analysis.reference_study.soimpact_files import FILES, FOLDER
from analysis.reference_study.soimpact_goals import GOALS
from analysis.study import Study, load_study
from analysis.tables import conform
from tests.tiny_study import KEY

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = 2018


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(REPOSITORY)


@pytest.fixture(scope="module")
def read(study: Study) -> Measured:
    return read_measurements(study, KEY)


def test_the_files_are_those_that_the_seed_gives(study: Study) -> None:
    for name, content in export_workbooks(SEED).items():
        assert (REPOSITORY / FOLDER / name).read_bytes() == content, name
    entered = [file for file in study.sources if file.kind == "measurements"]
    assert [file.source for file in entered] == ["soimpact-asker", "soimpact-steinkjer", "soimpact-arendal"]
    assert [file.path for file in entered] == [file.path for file in FILES]


def test_another_seed_gives_other_scores_and_the_same_truths(study: Study, tmp_path: Path) -> None:
    books = export_workbooks(7)
    assert books != export_workbooks(SEED)
    for name, content in books.items():
        (tmp_path / FOLDER).mkdir(parents=True, exist_ok=True)
        (tmp_path / FOLDER / name).write_bytes(content)
    files = tuple(file for file in study.sources if file.kind == "measurements")
    other = read_measurements(replace(study, root=tmp_path, sources=files), KEY)
    check_way(other)


def pick(table: pd.DataFrame, key: tuple[str, str, object]) -> pd.DataFrame:
    """The rows of one version of an indicator."""
    return table[(table[["case", "indicator", "version"]] == list(key)).all(axis=1)]


def check_way(read: Measured) -> None:
    """Every designed share of the way is the one of the last measurement."""
    measured = read.measurements.sort_values("date")
    for key, truth in TRUTHS.items():
        own, target = pick(measured, key), pick(read.indicators, key)
        baselines = own.loc[own["phase"] == "baseline", "value"]
        if truth.way is None:
            assert (
                baselines.empty
                or target["target"].isna().all()
                or target["target"].iloc[0] == baselines.iloc[0]
            )
            continue
        way = (own["value"].iloc[-1] - baselines.iloc[0]) / (target["target"].iloc[0] - baselines.iloc[0])
        # What single people scored is drawn around its truth.
        assert way == pytest.approx(truth.way, abs=0.5 if key[1] == SCORED[0] else 1e-9), key


def test_what_was_designed_is_read(read: Measured) -> None:
    designed = {(case, row["indicator"], row["version"]) for case, rows in GOALS.items() for row in rows}
    keys = read.indicators[["case", "indicator", "version"]].itertuples(index=False, name=None)
    assert set(keys) == designed == set(TRUTHS)
    for case, rows in SEEN.items():
        for row in rows:
            found = pick(read.measurements, (case, str(row["indicator"]), row["version"]))
            found = found[found["date"] == str(row["date"])]
            value = row["value"] if "value" in row else row["numerator"] / row["denominator"]  # type: ignore[operator]
            assert found["value"].tolist() == [value]
    check_way(read)


def test_each_case_shows_what_it_is_for(read: Measured) -> None:
    indicators, measured = read.indicators, read.measurements
    assert indicators.groupby("case")["level"].nunique().tolist() == [3, 3, 3]
    garden = indicators[indicators["case"] == design.FRISKGARDEN].set_index(["indicator", "version"])
    assert garden.loc[("fulle_dager", 1), "status"] == "retired"
    assert garden.loc["skole_arbeid", "status"].tolist() == ["redefined", "active"]
    assert garden.loc["skole_arbeid", "label"].nunique() == 2
    keys = ["case", "indicator", "version"]
    begun = measured[measured["phase"] == "baseline"].set_index(keys).index
    without = indicators.set_index(keys).index.difference(begun).tolist()
    assert without == [(design.ARENDAL, "spraakproeve", 1)]
    assert (measured.groupby(keys)["date"].size() >= 5).sum() == 1
    assert measured["denominator"].min() == 4 and measured["also_at_baseline"].notna().any()
    assert (measured["stated"] == "yes").sum() == 2
    assert {"reached", "beyond", "backwards", "on_the_way"} <= {truth.verdict for truth in TRUTHS.values()}
    assert "late" in {truth.due for truth in TRUTHS.values()}


def test_people_answer_again_and_some_leave(read: Measured) -> None:
    scores = read.individual_scores
    days = [set(own["person"]) for _, own in scores.groupby("date")]
    assert [len(day) for day in days] == list(SCORED[2])
    assert days[0] == days[1] > days[2]
    assert scores["score"].between(0, 10).all()
    wide = scores.pivot(index="person", columns="date", values="score").dropna()
    assert wide.corr().to_numpy().min() > 0.3


def test_the_trend_lies_close_to_its_line(read: Measured) -> None:
    name, first, added, length = TREND
    values = pick(read.measurements, (design.ASKER, name, 1)).sort_values("date")["value"]
    line = pd.Series([first + added * number for number in range(length)], index=values.index)
    assert (values - line).abs().max() <= 1 and values.iloc[-1] == line.iloc[-1]


def test_the_analysis_finds_what_is_true(study: Study, read: Measured) -> None:
    nothing_checked = conform(pd.DataFrame(columns=COMPARABILITY.names), COMPARABILITY)
    progress = measure_progress(
        study, read.indicators, read.measurements, read.individual_scores, nothing_checked
    )
    for key, truth in TRUTHS.items():
        own = pick(progress, key)
        way = own[own["statistic"] == "share_of_way"].sort_values("date").iloc[-1]
        assert way["verdict"] == truth.verdict, key
        if truth.way is not None:
            assert way["estimate"] == pytest.approx(truth.way, abs=0.2 if key[1] == SCORED[0] else 1e-9)
        target = own[own["statistic"] == "target"].iloc[0]
        assert not truth.due or target["verdict"] == truth.due, key
