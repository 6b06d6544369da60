"""``dieuphoi audit``: whether the audit log is as it was written."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.service import database_of_user, settings_of_user
from api.cli.show import MOST_LINES, say_line
from api.cli.stop import FOUND, stop
from optimizer.text import say

app = typer.Typer(help="The audit log of the service.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Options before any command; its help is the app's own."""


@app.command()
def verify(
    lang: Lang,
    known: Annotated[
        str | None,
        typer.Option(help="NUMBER:SEAL that an earlier check printed: the log must still hold that row."),
    ] = None,
) -> None:
    """Check every row of the audit log; exit code 1 if one was altered, taken out or put elsewhere."""
    from api.store.audit_check import Anchor, check_log

    try:
        anchor = None if known is None else Anchor.parse(known)
    except ValueError:
        stop("no_anchor", lang, value=known)
    database = database_of_user(settings_of_user(lang), lang)
    with database.reading() as connection:
        check = check_log(connection, anchor)
    database.close()
    for trouble in check.troubles[:MOST_LINES]:
        typer.echo(say(f"audit.{trouble.damage}", lang, number=trouble.number))
    if check.troubles:
        say_line("audit_damaged", lang, number=len(check.troubles), rows=check.rows)
        raise typer.Exit(FOUND)
    say_line("audit_whole", lang, rows=check.rows, last=check.last or "0")
