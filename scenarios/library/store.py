"""The cases of the library by name, and how one is written as input tables."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tomli_w
from pydantic import ValidationError

from optimizer.findings import Finding, Severity
from optimizer.ingest import write_folder
from optimizer.policy import POLICY_FILE
from scenarios.library.case import Case
from scenarios.library.synthesize import synthesize
from scenarios.library.tables import FOLDER

CASE_FILE = "case.toml"
"""Name of the case file beside the tables made of it."""


def available_cases() -> tuple[str, ...]:
    """Names of the cases of the library, sorted: one TOML file each.

    >>> "bac-ninh" in available_cases()
    True
    """
    return tuple(sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml")))


def load_case(name: str) -> Case:
    """A case of the library. Raises KeyError for an unknown name."""
    return parse_case(case_text(name))


def parse_case(text: str) -> Case:
    """A case from the text of a case file.

    Raises tomllib.TOMLDecodeError or pydantic.ValidationError.
    """
    return Case.model_validate(tomllib.loads(text))


def case_text(name: str) -> str:
    """The text of a case file of the library. Raises KeyError for an unknown name."""
    if name not in available_cases():
        raise KeyError(name)
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def read_case(text: str, file: str) -> tuple[Case | None, tuple[Finding, ...]]:
    """The case of a file's text, or what keeps it from being one, its margins being contradictory among it."""

    def error(code: str, reason: object, place: str | None = None) -> Finding:
        return Finding(Severity.ERROR, code, file, None, place, {"reason": str(reason)})

    try:
        case = parse_case(text)
        synthesize(case)
    except tomllib.TOMLDecodeError as trouble:
        return None, (error("case_syntax", trouble),)
    except ValidationError as trouble:
        found = trouble.errors(include_url=False, include_input=False)
        return None, tuple(error("case_value", one["msg"], ".".join(map(str, one["loc"])) or None) for one in found)
    except ValueError as trouble:
        return None, (error("case_margins", trouble),)
    return case, ()


def write_case(name: str, folder: Path) -> None:
    """Write a case of the library as input of a plan. Raises KeyError for an unknown name, OSError."""
    write_case_text(case_text(name), folder)


def write_case_text(text: str, folder: Path) -> None:
    """Write the case of a file's text as input of a plan.

    That is its tables, ``policy.toml``, ``case.toml`` with the cited figures, and every what-if as
    a scenario on them. Raises as :func:`parse_case` does, ValueError if its margins contradict
    one another, OSError if the folder cannot be written.
    """
    case = parse_case(text)
    tables = synthesize(case)
    folder.mkdir(parents=True, exist_ok=True)
    write_folder(tables, folder)
    files = {POLICY_FILE: tomli_w.dumps(case.policy.model_dump(exclude_unset=True)), CASE_FILE: text}
    for name, scenario in case.what_ifs.items():
        files[f"what-if-{name}.toml"] = tomli_w.dumps({"base": ".", **scenario.model_dump(exclude_unset=True)})
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
