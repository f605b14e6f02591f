"""What the calls of a notebook show, and what they show when there is nothing to show yet."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from analysis import reports
from analysis.displays import RESTRICTED_TABLES, TABLES
from analysis.figures import FIGURES
from analysis.reports.report import Report
from analysis.reports.shown import Shown, plain, read_figure, show_figure
from analysis.study import Study, load_study
from analysis.wording import Wording
from tests.tiny_study import write_tiny_study
from tests.unit.report_studies import list_optional, write_shown_study

OF_TWO_WAVES = ("attrition", "case_links")
SILENT = (*OF_TWO_WAVES, "reliability_by_wave", "retest")
UNPLANNED = ("published_findings", "several_groups", "equivalence", *list_optional("table"))
"""Tables of which the plan of the small study has nothing to show."""
PUBLIC_FIGURES = [
    name
    for name, (editions, _, _) in FIGURES.items()
    if "public" in editions and name not in list_optional("figure")
]
"""The public figures of a study without codings."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return write_shown_study(tmp_path_factory.mktemp("reports") / "study")


def bundle(shown: Shown) -> dict[str, str]:
    return shown._repr_mimebundle_()[0]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", PUBLIC_FIGURES)
def test_a_figure_has_its_words_in_both_forms(study: Study, language: str, name: str) -> None:
    told = json.loads((study.root / f"results/public/figures/{language}/{name}.json").read_text("utf-8"))
    shown = Report(study, language, "public").figure(name)
    page = unescape(shown.html)
    assert told["caption"] in page
    assert re.search(r'<img src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]+" alt="[^"]{40,}">', page)
    assert f'alt="{told["alt"]}"' in page
    assert f"(results/public/figures/{language}/{name}.svg)" in shown.markdown
    assert str(study.root) not in shown.html + shown.markdown


def test_figures_and_tables_are_numbered_as_they_come_and_keep_their_numbers(study: Study) -> None:
    report = Report(study, "nb", "public")
    assert "Figur 1." in report.figure("contact").html
    assert "Figur 2." in report.figure("reliability").html
    assert "Figur 1." in report.figure("contact").html
    assert "Tabell 1." in report.table("reliability").html
    assert "Tabell 2." in report.versions().html
    assert "Tabell 1." in report.table("reliability").html


@pytest.mark.parametrize("name", [name for name in TABLES if name not in (*SILENT, *UNPLANNED)])
def test_a_table_scrolls_where_the_page_is_narrow(study: Study, name: str) -> None:
    shown = Report(study, "en", "public").table(name)
    assert shown.html.startswith('<div class="table">\n<div class="scroll" role="group" tabindex="0"')
    assert "<caption><span" in shown.html
    assert shown.markdown.lstrip().startswith("|")


def test_a_note_under_a_table_stands_outside_it(study: Study) -> None:
    shown = Report(study, "en", "public").table("reliability")
    assert "† " in shown.markdown.replace("\N{NO-BREAK SPACE}", " ").split("::: {.note")[1]


def test_what_is_withheld_from_the_public_is_not_in_the_public_edition(study: Study) -> None:
    public, restricted = (
        Report(study, "en", edition).table("reliability").markdown for edition in ("public", "restricted")
    )
    assert "withheld" in public
    assert "withheld" not in restricted


def test_the_public_edition_opens_nothing_restricted(study: Study, tmp_path: Path) -> None:
    shutil.copytree(study.root, tmp_path / "study")
    shutil.rmtree(tmp_path / "study" / "results" / "restricted")
    report = Report(load_study(tmp_path / "study"), "nb", "public")
    shown = [report.title_page(), *(report.table(name) for name in TABLES)]
    shown += [report.figure(name) for name in PUBLIC_FIGURES]
    assert not [name for one in shown for name in one.missing]


@pytest.mark.parametrize("name", SILENT)
def test_a_study_of_one_wave_has_no_empty_table(study: Study, name: str) -> None:
    assert bundle(Report(study, "en", "public").table(name)) == {"text/markdown": ""}


@pytest.mark.parametrize("name", [*OF_TWO_WAVES, "retest"])
def test_a_study_of_one_wave_has_a_sentence(study: Study, name: str) -> None:
    report = Report(study, "en", "public")
    told = report.sentence(name).markdown
    assert "in one wave so far" in told or "No case takes part in more than one wave" in told


def test_the_team_is_told_that_nothing_is_undecided(study: Study) -> None:
    shown = Report(study, "nb", "restricted").table("near_misses", only="restricted")
    assert shown.markdown.startswith("Det er ingen besvarelser med nesten like koder")


@pytest.mark.parametrize(
    "name", [name for name in RESTRICTED_TABLES if name not in ("near_misses", *UNPLANNED)]
)
def test_what_is_restricted_is_only_named_in_the_public_edition(study: Study, name: str) -> None:
    shown = Report(study, "en", "public").table(name, only="restricted")
    assert bundle(shown) == {"text/markdown": "Shown in the restricted edition only."}
    assert Report(study, "en", "restricted").table(name, only="restricted").html.startswith("<div")


def test_results_that_are_not_made_are_told_with_the_command_that_makes_them(tmp_path: Path) -> None:
    report = Report(load_study(write_tiny_study(tmp_path)), "nb", "public")
    for shown in (report.title_page(), report.figure("contact"), report.table("reliability")):
        assert "`python3 run.py`" in shown.markdown
        assert shown.missing and all(name.startswith("results/public/") for name in shown.missing)
    assert report.figure("contact").missing == ("results/public/figures/nb/contact.svg",)


def test_what_the_plan_does_not_ask_for_is_not_missing(study: Study) -> None:
    report = Report(study, "en", "public")
    for shown in (report.figure("no_such_figure"), report.table("published_findings")):
        assert shown.missing == ()
        assert "asks for nothing" in shown.markdown


def test_a_figure_of_several_pages_is_shown_whole(study: Study, tmp_path: Path) -> None:
    source = study.root / "results" / "public" / "figures" / "en"
    for ending in ("json", "svg"):
        shutil.copy(source / f"contact.{ending}", tmp_path / f"contact.{ending}")
        text = (source / f"contact.{ending}").read_text("utf-8")
        (tmp_path / f"contact_2.{ending}").write_text(
            text.replace('"name": "contact"', '"name": "contact_2"'), "utf-8"
        )
    found = read_figure(tmp_path, "contact")
    assert [figure.name for figure in found] == ["contact", "contact_2"]
    shown = [show_figure(figure, 3, tmp_path, Wording("en")) for figure in found]
    assert ["contact.svg" in shown[0].markdown, "contact_2.svg" in shown[1].markdown] == [True, True]
    assert read_figure(tmp_path, "contac") == []


def test_the_origins_name_every_figure_that_was_shown(study: Study) -> None:
    report = Report(study, "en", "public")
    report.figure("contact")
    report.figure("barriers")
    text = report.origins().markdown
    assert "Figure 1" in text and "Figure 2" in text and "Figure 3" not in text
    assert "draw-figures --edition public" in text.replace("\\", "")
    assert "results/public/estimates/descriptives.csv" in text.replace("\\", "")


def test_the_inputs_are_the_raw_files_with_their_hashes(study: Study) -> None:
    text = Report(study, "en", "public").inputs().markdown
    for file in study.sources:
        assert file.sha256 in text and file.path.replace("_", "\\_") in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", ("Offentlig utgave", "Syntetiske data")), ("en", ("Public edition", "Synthetic data"))],
)
def test_the_first_page_says_that_the_data_are_synthetic(
    study: Study, language: str, words: tuple[str, str]
) -> None:
    front = Report(study, language, "public").front_page()
    text = front.as_markdown()
    assert text.startswith(f"# {study.settings.title.in_language(language)}")
    assert all(word in text for word in words)
    assert front.mark == words[1]
    assert len(front.summary) == 2


def test_the_restricted_edition_says_so_on_every_page(study: Study) -> None:
    front = Report(study, "en", "restricted").front_page()
    assert front.mark == "Synthetic data · Restricted edition"
    assert "Do not share this edition" in front.as_markdown()
    assert "Restricted edition" in front.as_word_markdown()


def test_data_that_are_not_synthetic_are_not_marked(study: Study) -> None:
    settings = study.settings.model_copy(update={"synthetic": False})
    real = Study(**{**vars(study), "settings": settings})
    front = Report(real, "nb", "public").front_page()
    assert front.notices == () and front.mark == ""
    assert "yntet" not in front.as_markdown()


def test_an_unknown_edition_is_refused(study: Study) -> None:
    with pytest.raises(ValueError, match="no edition secret; there is public, restricted"):
        Report(study, "nb", "secret")


def test_a_report_opens_the_study_its_notebook_stands_in(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = study.root / "notebooks"
    inside.mkdir(exist_ok=True)
    monkeypatch.delenv("ANALYSIS_STUDY", raising=False)
    monkeypatch.chdir(inside)
    assert reports.open_report("en", "public").study.root == study.root.resolve()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"study\.yaml"):
        reports.open_report()
    monkeypatch.setenv("ANALYSIS_STUDY", str(study.root))
    assert reports.open_report().language == "nb"


def test_plain_text_holds_no_markup() -> None:
    assert plain("a_b *c* [d](e) <f>\n`g`") == r"a\_b \*c\* \[d\](e) \<f\> \`g\`"
