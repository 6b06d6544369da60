"""What commands that read workbooks share: repairs, and copies with the findings in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.cli.show import say_line
from optimizer.export import write_marked
from optimizer.findings import Finding
from optimizer.ingest.workbook import Workbooks
from optimizer.text import Language

Repairs = Annotated[
    bool, typer.Option("--accept-repairs", help="Apply the repairs that are proposed for a workbook; each is listed.")
]

Marked = Annotated[
    Path | None, typer.Option(help="Folder for copies of the workbooks with bad cells coloured and commented.")
]


def write_marked_copies(books: Workbooks, findings: Sequence[Finding], folder: Path | None, language: Language) -> None:
    """Write a marked copy of every workbook that could be opened, under a name of its own, if a folder is named.

    Raises OSError.
    """
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for book in books.books:
        if book.pages:
            write_marked(book, findings, folder / f"{Path(book.file).stem}-marked.xlsx", language)
    say_line("marked_written", language, path=folder)
