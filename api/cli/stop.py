"""How a command ends when it cannot go on: one sentence, an exit code, never a stack trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from rich.text import Text

from api.cli.show import STDERR
from optimizer.text import Language, say

FOUND = 1
"""Exit code: the input has findings that are errors, or the plan has violations."""

USAGE = 2
"""Exit code: the command cannot be carried out as it was given."""


def stop(code: str, language: Language, **figures: object) -> NoReturn:
    """Say why the command as given cannot be carried out, and end it."""
    STDERR.print(Text(say(f"command.{code}", language, **figures), "red"), soft_wrap=True)
    raise typer.Exit(USAGE)


def require_folder(folder: Path, language: Language) -> None:
    """End the command if a folder to read is not there."""
    if not folder.is_dir():
        stop("no_folder", language, path=folder)


@contextmanager
def files_of_user(language: Language) -> Iterator[None]:
    """End the command with a sentence if a file or folder in it cannot be read or written."""
    try:
        yield
    except OSError as error:
        stop("file_trouble", language, path=error.filename or "", reason=error.strerror or type(error).__name__)
