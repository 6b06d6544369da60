"""The command line ``dieuphoi``: one command a file.

Exit codes: 0 done, 1 findings in the input or violations in a plan, 2 wrong usage.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.audit import app as audit
from api.cli.backup import backup, restore
from api.cli.calendar import calendar
from api.cli.case import case
from api.cli.cases import cases
from api.cli.check import check
from api.cli.compare import compare
from api.cli.explain import explain
from api.cli.export import export
from api.cli.ingest import ingest
from api.cli.ledger import ledger
from api.cli.limits import limits
from api.cli.nation import nation
from api.cli.pack import pack, templates
from api.cli.plan import plan
from api.cli.profiles import profiles
from api.cli.roles import roles
from api.cli.rounds import rounds
from api.cli.rules import rules
from api.cli.scenario import app as scenario
from api.cli.serve import serve
from api.cli.sweep import sweep
from api.cli.template import template
from api.cli.token import token
from api.cli.travel import travel
from api.cli.verify import verify
from api.cli.worker import worker
from optimizer.version import VERSION

app = typer.Typer(
    name="dieuphoi",
    help="Điều Phối: plans transfers and secondments between the communes and departments of a province.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    backup,
    calendar,
    case,
    cases,
    check,
    compare,
    explain,
    export,
    ingest,
    ledger,
    limits,
    nation,
    pack,
    plan,
    profiles,
    restore,
    roles,
    rounds,
    rules,
    serve,
    sweep,
    template,
    templates,
    token,
    travel,
    verify,
    worker,
):
    app.command()(command)
app.add_typer(audit, name="audit")
app.add_typer(scenario, name="scenario")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"dieuphoi {VERSION}")
        raise typer.Exit()


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options before any command; its help is the app's own."""
