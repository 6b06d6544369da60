"""``dieuphoi token``: a token given out on the machine itself."""

from __future__ import annotations

from typing import Annotated

import typer

from api.access import EVERY_PROVINCE, Role
from api.cli.options import Lang
from api.cli.service import database_of_user, settings_of_user
from optimizer.text import say


def token(
    name: Annotated[str, typer.Argument(help="Whose token it is.")],
    lang: Lang,
    role: Annotated[Role, typer.Option(help="What it may be used for.")] = Role.VIEWER,
    province: Annotated[str, typer.Option(help="Code of the province it is held to; * for all.")] = EVERY_PROVINCE,
    days: Annotated[int, typer.Option(min=1, max=366, help="Days for which it holds.")] = 90,
) -> None:
    """Give out a token for the service, on the machine that keeps its data."""
    from api.store.tokens import issue_token

    database = database_of_user(settings_of_user(lang), lang)
    _, text = issue_token(database, province=province, name=name, role=role, days=days)
    database.close()
    typer.echo(say("command.new_token", lang, days=days, token=text))
