"""Options that several commands share."""

from __future__ import annotations

import os
from typing import Annotated

import typer

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
