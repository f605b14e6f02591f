"""The two studies whose results the tests of figures, tables and sentences show."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.study import Study, load_study
from tests.tiny_study import REPOSITORY, write_tiny_study
from tests.unit.estimates_frames import make_results

Results = dict[str, pd.DataFrame]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder: Path = write_tiny_study(tmp_path_factory.mktemp("shown") / "study")
    return load_study(folder)


@pytest.fixture(scope="session")
def ks2018() -> Study:
    return load_study(REPOSITORY, check_hashes=False)


@pytest.fixture(scope="session")
def tiny_results(tiny: Study) -> Results:
    return make_results(tiny)


@pytest.fixture(scope="session")
def ks2018_results(ks2018: Study) -> Results:
    return make_results(ks2018)
