"""``dieuphoi backup`` and ``dieuphoi restore``: everything that is kept, into one file and out of it again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.service import database_of_user, settings_of_user
from api.cli.show import say_line
from api.cli.stop import files_of_user, stop


def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="New file to write.")],
    lang: Lang,
) -> None:
    """Copy everything the service keeps into one file, while it runs. The secret is not in it: keep that apart."""
    from api.store.backup import back_up

    if out.exists():
        stop("backup_exists", lang, path=out)
    database = database_of_user(settings_of_user(lang), lang)
    with files_of_user(lang):
        made = back_up(database, out)
    database.close()
    say_line("backup_made", lang, rows=sum(made.rows.values()), path=out)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `dieuphoi backup` has written.")],
    lang: Lang,
) -> None:
    """Fill an empty database from a backup, all of it or nothing; SQLite or PostgreSQL, whatever it was made of."""
    from api.store.backup import BackupError
    from api.store.backup import restore as fill

    database = database_of_user(settings_of_user(lang), lang)
    try:
        with files_of_user(lang):
            made = fill(database, file)
    except BackupError as error:
        stop(error.code, lang, path=file)
    finally:
        database.close()
    say_line("restored", lang, rows=sum(made.rows.values()), day=made.made_at)
