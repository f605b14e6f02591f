"""The made-up survey at the start and the end of the project, as two survey tools export it."""

from __future__ import annotations

from analysis.instruments import Instrument
from analysis.problems import ProblemList
from analysis.reference_study import nettskjema_export, surveyxact_export
from analysis.reference_study.options import Shown
from analysis.reference_study.start_end_design import GROUPS, MUNICIPALITIES
from analysis.reference_study.start_end_files import END_WAVE, FOLDER, START_WAVE
from analysis.reference_study.start_end_people import WAVES
from analysis.reference_study.start_end_sheets import Form, fill_start_end_sheets
from analysis.settings import Settings


def export_start_end(instrument: Instrument, settings: Settings, seed: int) -> dict[str, bytes]:
    """The files of both waves, by path; raises `ProblemsFound` where the study lacks a case or a group."""
    cases, groups = _find_cases(settings), _find_groups(settings)
    sheets = fill_start_end_sheets(Form(instrument, _find_answers(cases), _find_answers(groups)), seed)
    start, end = (sheets[wave] for wave in WAVES)
    return {
        f"{FOLDER}/start_answers.csv": nettskjema_export.export_answers(start, instrument),
        f"{FOLDER}/start_codebook.json": nettskjema_export.export_codebook(instrument, cases, groups),
        f"{FOLDER}/end_dataset.csv": surveyxact_export.export_dataset(end, instrument),
        f"{FOLDER}/end_structure.csv": surveyxact_export.export_structure(instrument),
        f"{FOLDER}/end_labels.csv": surveyxact_export.export_labels(instrument, cases, groups),
    }


def _find_answers(shown: Shown) -> dict[str, int]:
    return {name: answer for name, (answer, _) in shown.items()}


def _find_cases(settings: Settings) -> Shown:
    """The municipalities; raises `ProblemsFound` where the study does not have them as they are designed."""
    found = ProblemList("config/study.yaml")
    known = {case.id: case for case in settings.cases}
    shown: dict[str, tuple[int, str]] = {}
    for name, design in MUNICIPALITIES.items():
        case = known.get(name)
        if case is None or case.answer is None:
            what = "the reference study needs this case with its answer"
        elif not {START_WAVE, END_WAVE} <= set(case.waves):
            what = f"the reference study needs this case in the waves {START_WAVE} and {END_WAVE}"
        elif case.kind != design.kind:
            what = f"the reference study needs this case as one of the kind “{design.kind}”"
        else:
            shown[name] = (case.answer, case.label)
            continue
        found.add(f"case {name}", what, remedy="correct the case, or do not simulate the reference study")
    found.raise_any()
    return shown


def _find_groups(settings: Settings) -> Shown:
    """The groups that the form asks for; raises `ProblemsFound` where the study has no answer for one."""
    found = ProblemList("config/study.yaml")
    known = {group.id: group for group in settings.groups}
    shown: dict[str, tuple[int, str]] = {}
    for name in GROUPS:
        group = known.get(name)
        if group is None or group.answer is None:
            what = "the reference study needs this group with its answer"
            found.add(f"group {name}", what, remedy="add it, or do not simulate the reference study")
        else:
            shown[name] = (group.answer, group.label.nb)
    found.raise_any()
    return shown
