"""The cases of the library by name, and how one is written as input tables."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tomli_w

from optimizer.ingest import write_folder
from scenarios.library.case import Case
from scenarios.library.synthesize import synthesize
from scenarios.library.tables import FOLDER


def available_cases() -> tuple[str, ...]:
    """Names of the cases of the library, sorted: one TOML file each.

    >>> "bac-ninh" in available_cases()
    True
    """
    return tuple(sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml")))


def load_case(name: str) -> Case:
    """A case of the library. Raises KeyError for an unknown name."""
    return parse_case(_text(name))


def parse_case(text: str) -> Case:
    """A case from the text of a case file.

    Raises tomllib.TOMLDecodeError or pydantic.ValidationError.
    """
    return Case.model_validate(tomllib.loads(text))


def write_case(name: str, folder: Path) -> None:
    """Write a case as input of a plan: its tables, ``policy.toml``, and ``case.toml`` with the cited figures.

    Raises KeyError for an unknown name, OSError if the folder cannot be written.
    """
    text = _text(name)
    case = parse_case(text)
    folder.mkdir(parents=True, exist_ok=True)
    write_folder(synthesize(case), folder)
    policy = tomli_w.dumps(case.policy.model_dump(exclude_unset=True))
    (folder / "policy.toml").write_text(policy, encoding="utf-8", newline="\n")
    (folder / "case.toml").write_text(text, encoding="utf-8", newline="\n")


def _text(name: str) -> str:
    if name not in available_cases():
        raise KeyError(name)
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
