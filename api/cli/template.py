"""``dieuphoi template``: the workbook that communes fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.show import say_line
from api.cli.stop import files_of_user, stop
from optimizer.domain import Dataset
from optimizer.export import write_template
from optimizer.ingest.workbook import WORKBOOK_SUFFIX
from scenarios.library import fields


def template(
    out: Annotated[Path, typer.Argument(help="Workbook to write, .xlsx.")],
    lang: Lang,
) -> None:
    """Write an empty workbook with instructions, notes, lists to choose from and the fields of commune posts."""
    if out.suffix.casefold() != WORKBOOK_SUFFIX:
        stop("not_a_workbook", lang, path=out)
    with files_of_user(lang):
        write_template(out, lang, Dataset.of(fields=fields()))
    say_line("template_written", lang, path=out)
