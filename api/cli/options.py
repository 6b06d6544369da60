"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import date
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from api.cli.stop import stop
from optimizer.domain.cells import Day
from optimizer.text import Language


def language_of_user() -> Language:
    """English if the environment's locale is English, else Vietnamese, the language of the planners."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := os.environ.get(variable):
            return "en" if locale.startswith("en") else "vi"
    return "vi"


Lang = Annotated[
    Language,
    typer.Option(
        "--lang",
        envvar="DIEUPHOI_LANG",
        default_factory=language_of_user,
        show_default="en in an English locale, else vi",
        help="Language of what is printed and written.",
    ),
]


AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Day looked at; by default the policy's.")]


def day_of_user(text: str | None, language: Language) -> date | None:
    """The day that an option names, written as tables write days; None if it is not given. Else ends the command."""
    if text is None:
        return None
    try:
        return TypeAdapter(Day).validate_python(text)
    except ValidationError:
        stop("no_day", language, value=text)
