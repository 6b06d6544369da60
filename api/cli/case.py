"""``dieuphoi case``: a provincial case as input tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.show import say_line
from api.cli.stop import files_of_user, stop
from scenarios.library import available_cases, write_case


def case(
    name: Annotated[str, typer.Argument(help="Name of the case, as `dieuphoi cases` lists it.")],
    out: Annotated[Path, typer.Option(help="Folder to write the tables and the policy to.")],
    lang: Lang,
) -> None:
    """Write the input tables and the policy of a provincial case."""
    if name not in available_cases():
        stop("no_case", lang, name=name, names=", ".join(available_cases()))
    with files_of_user(lang):
        write_case(name, out)
    say_line("case_written", lang, name=name, path=out)
