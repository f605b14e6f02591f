"""The command line: the verbs a person uses, and every step of the workflow."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

from analysis import verbs
from analysis.problems import ProblemsFound

SHOWN_PROBLEMS = 200


def main(arguments: list[str]) -> int:
    """Do what the words say; 0 if it went well, 2 if an input must be mended first."""
    words = vars(_parser(arguments).parse_args(arguments))
    verb: Callable[..., int | None] = words.pop("verb")
    parameters = inspect.signature(verb).parameters.values()
    placed = [words.pop(one.name) for one in parameters if one.kind is one.POSITIONAL_ONLY]
    try:
        return verb(*placed, **words) or 0
    except ProblemsFound as found:
        print(tell_problems(found), file=sys.stderr)
        return 2


def list_verbs() -> list[str]:
    """Every verb: those a person uses, then the steps in the order of the workflow."""
    return [_name(function) for function in [*_functions_of(verbs), *_steps()]]


def tell_problems(found: ProblemsFound) -> str:
    """All problems as one readable block."""
    shown = [str(problem) for problem in found.problems[:SHOWN_PROBLEMS]]
    count = len(found.problems)
    head = "1 problem must be mended first:" if count == 1 else f"{count} problems must be mended first:"
    rest = [f"… and {count - SHOWN_PROBLEMS} more"] if count > SHOWN_PROBLEMS else []
    return "\n\n".join([head, *shown, *rest, "Nothing was changed; the results from before still stand."])


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 run.py", description=__doc__)
    added = parser.add_subparsers(metavar="verb", required=True)
    functions = _functions_of(verbs)
    if not arguments or arguments[0] not in map(_name, functions):
        # Their tables need pandas, which a person's verb may well do without.
        functions += _steps()
    for function in functions:
        _add_verb(added, function)
    return parser


def _steps() -> list[Callable[..., Any]]:
    from analysis.steps import answers, changes, codings, publication

    return [step for module in (answers, codings, changes, publication) for step in _functions_of(module)]


def _functions_of(module: ModuleType) -> list[Callable[..., Any]]:
    own = (one for _, one in inspect.getmembers(module, inspect.isfunction))
    public = [one for one in own if one.__module__ == module.__name__ and not one.__name__.startswith("_")]
    return sorted(public, key=lambda one: one.__code__.co_firstlineno)


def _name(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", "-")


def _add_verb(added: Any, function: Callable[..., Any]) -> None:
    summary = (inspect.getdoc(function) or "").split("\n")[0]
    verb = added.add_parser(_name(function), help=summary, description=summary)
    hints = get_type_hints(function)
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.POSITIONAL_ONLY:
            given = (
                {} if parameter.default is parameter.empty else {"nargs": "?", "default": parameter.default}
            )
            verb.add_argument(name, type=hints[name], metavar=name.upper(), **given)
        else:
            _add_flag(verb, name, hints[name], parameter.default)
    verb.set_defaults(verb=function)


def _add_flag(verb: argparse.ArgumentParser, name: str, kind: Any, default: Any) -> None:
    flag = "--" + name.replace("_", "-")
    required = default is inspect.Parameter.empty
    if kind is bool:
        verb.add_argument(flag, action="store_true")
    elif kind == list[Path]:
        verb.add_argument(flag, type=Path, nargs="*", required=required)
    else:
        verb.add_argument(flag, type=kind, required=required, default=None if required else default)
