"""``dieuphoi serve``: the service over HTTP."""

from __future__ import annotations

from pydantic import ValidationError

from api.cli.options import Lang
from api.cli.stop import files_of_user, stop
from api.settings import Settings
from optimizer.text import Language


def serve(lang: Lang) -> None:
    """Serve the API, by default on http://127.0.0.1:8000; settings are read from the environment (docs/settings.md)."""
    import uvicorn

    from api.http import create_app

    settings = settings_of_user(lang)
    with files_of_user(lang):
        settings.make_data_dir()
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, server_header=False)


def settings_of_user(language: Language) -> Settings:
    """The settings of the environment; ends the command if one cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        stop("bad_setting", language, name=f"DIEUPHOI_{name}", reason=first["msg"])
