"""Settings and database of the commands that serve; each ends the command with a sentence if it cannot be used."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from pydantic import ValidationError

from api.access import Keys, read_key_file
from api.cli.stop import files_of_user, stop
from api.settings import Settings
from optimizer.text import Language

if TYPE_CHECKING:
    from api.store import Database


def settings_of_user(language: Language) -> Settings:
    """The settings of the environment."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        stop("bad_setting", language, name=f"DIEUPHOI_{name}", reason=first["msg"])


def require_jobs(settings: Settings, language: Language) -> None:
    """End the command where runs cannot be carried out: the database is too old for it, or Dask is not installed."""
    from api.jobs.worker import jobs_can_run

    if not jobs_can_run(settings.jobs_url):
        stop("old_sqlite", language)
    if settings.scheduler is not None and find_spec("distributed") is None:
        stop("no_extra", language, extra="cluster")


def keys_of_user(settings: Settings, language: Language) -> Keys:
    """The keys of the settings' secret, or of the file that is made for it."""
    with files_of_user(language):
        settings.make_data_dir()
        given = settings.secret_key
        secret = read_key_file(settings.key_file) if given is None else given.get_secret_value()
    try:
        return Keys.of(secret)
    except ValueError as error:
        stop("bad_setting", language, name=settings.key_file, reason=error)


def database_of_user(settings: Settings, language: Language) -> Database:
    """The database of the settings, its tables up to date."""
    from sqlalchemy.exc import SQLAlchemyError

    from api.store import WrongKeyError, open_database

    keys = keys_of_user(settings, language)
    try:
        return open_database(settings.store_url, keys)
    except WrongKeyError:
        stop("wrong_key", language)
    except SQLAlchemyError as error:
        # Its message may hold the URL, and so a password.
        stop("no_database", language, reason=type(error).__name__)
