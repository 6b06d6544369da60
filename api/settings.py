"""What a server is told by its environment, each variable with the prefix ``DIEUPHOI_`` (docs/settings.md)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting with its default; a description each, which docs/settings.md repeats.

    >>> Settings(port=9000).port
    9000

    Raises pydantic.ValidationError for a value that cannot be used.
    """

    model_config = SettingsConfigDict(env_prefix="DIEUPHOI_", frozen=True)

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data_dir: Path = Field(
        default=Path("data"), description="Folder of everything that is kept, open to its owner alone."
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Where things are kept; without it SQLite in the folder of data. PostgreSQL: `postgresql+psycopg://...`.",
    )
    requests_per_second: int = Field(
        default=200,
        ge=1,
        description="Most requests of one address, counted over ten seconds; further ones answer 429.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Secret of audit log and encryption, one for all machines on a database; else in the file `key`.",
    )
    max_body_bytes: int = Field(default=50_000_000, ge=1_000, description="Largest body of a request.")
    max_unpacked_bytes: int = Field(
        default=500_000_000, ge=1_000, description="Most that the files of an upload hold once they are unpacked."
    )
    body_seconds: float = Field(default=60, gt=0, description="Seconds in which a body has to arrive.")
    max_rows: int = Field(default=200_000, ge=1, description="Most rows that the tables of a request have together.")
    allowed_hosts: str = Field(
        default="127.0.0.1 localhost",
        description="Names by which the server may be asked for, separated by spaces.",
    )
    session_hours: int = Field(default=10, ge=1, le=72, description="Hours for which a person stays signed in.")
    plan_seconds: float = Field(
        default=60, gt=0, le=600, description="Longest search of a plan that is asked for and answered in one request."
    )
    plans_at_once: int = Field(
        default=1, ge=1, le=64, description="Such plans searched for at a time; further requests answer 503."
    )

    runs_at_once: int = Field(default=2, ge=1, le=64, description="Runs that a worker carries out at a time.")
    run_seconds: float = Field(default=600, gt=0, le=86_400, description="Longest search of a run.")
    scheduler: str | None = Field(
        default=None, description="Address of the Dask scheduler on whose cluster points of sweeps are planned."
    )
    templates_dir: Path | None = Field(
        default=None, description="Folder of Word templates, as `dieuphoi templates` writes them, in place of ours."
    )

    def make_data_dir(self) -> Path:
        """The folder of data, made if it is not there, with mode 0700 in any case. Raises OSError."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir.chmod(0o700)
        return self.data_dir

    @property
    def key_file(self) -> Path:
        """Where the secret is kept that no setting gives."""
        return self.data_dir / "key"

    @property
    def store_url(self) -> str:
        """The URL of the database."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir.resolve() / 'dieuphoi.sqlite'}"

    @property
    def jobs_url(self) -> str:
        """The URL of what DBOS keeps: a file beside the database, or the same PostgreSQL, in a schema of its own."""
        if self.store_url.startswith("sqlite"):
            return f"sqlite:///{self.data_dir.resolve() / 'jobs.sqlite'}"
        return self.store_url
