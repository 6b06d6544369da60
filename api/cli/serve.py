"""``dieuphoi serve``: the service over HTTP."""

from __future__ import annotations

import sys

import typer

from api.cli.beside import worker_beside
from api.cli.options import Lang
from api.cli.service import database_of_user, require_jobs, settings_of_user
from api.cli.stop import require_folder
from optimizer.text import say


def serve(lang: Lang) -> None:
    """Serve the API, by default on http://127.0.0.1:8000; settings are read from the environment (docs/settings.md)."""
    # Loaded here, so that the commands that plan do not wait for a web server.
    import uvicorn

    from api.http import create_app
    from api.store.tokens import FIRST_DAYS, issue_first_token

    settings = settings_of_user(lang)
    require_jobs(settings, lang)
    if settings.templates_dir is not None:
        require_folder(settings.templates_dir, lang)
    database = database_of_user(settings, lang)
    token = issue_first_token(database)
    if token is not None:
        # Straight to the terminal, unfolded: it has to be copied whole.
        typer.echo(say("command.first_token", lang, days=FIRST_DAYS, token=token))
        sys.stdout.flush()
    with worker_beside():
        uvicorn.run(
            create_app(settings, database),
            host=settings.host,
            port=settings.port,
            server_header=False,
            # Whoever watches a run would keep the server from ending.
            timeout_graceful_shutdown=5,
        )
    database.close()
