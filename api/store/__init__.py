"""What the service keeps: SQLAlchemy Core over SQLite or PostgreSQL, one file for each kind of thing."""

from api.store.database import Database, WrongKeyError, open_database

__all__ = ["Database", "WrongKeyError", "open_database"]
