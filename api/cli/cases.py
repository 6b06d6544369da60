"""``dieuphoi cases``: the cases of the library."""

from __future__ import annotations

import typer

from scenarios.library import available_cases


def cases() -> None:
    """List the provincial cases of the library."""
    for name in available_cases():
        typer.echo(name)
