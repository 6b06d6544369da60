"""The keys of datasets, one each, wrapped. Deleting a dataset destroys its key, and so every copy of its content."""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, LargeBinary, String, Table, insert, select

from api.access.sealing import new_wrapped_key, seal, unseal
from api.store.columns import METADATA
from api.store.database import keys_of

DATASET_KEYS = Table(
    "dataset_keys",
    METADATA,
    Column("dataset", String(32), ForeignKey("datasets.id"), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)


def new_key(connection: Connection, dataset: str, province: str, content: bytes) -> tuple[bytes, dict[str, object]]:
    """Content sealed under a dataset's new key, and the row to keep once the dataset's own is there."""
    keys = keys_of(connection)
    wrapped = new_wrapped_key(keys, dataset)
    return seal(keys, wrapped, dataset, content), {"dataset": dataset, "province": province, "wrapped": wrapped}


def keep_key(connection: Connection, row: dict[str, object]) -> None:
    """Keep the key of a dataset."""
    connection.execute(insert(DATASET_KEYS).values(**row))


def sealed_for(connection: Connection, dataset: str, content: bytes) -> bytes:
    """Content under a dataset's key. Raises NoResultFound once that is destroyed."""
    return seal(keys_of(connection), _wrapped(connection, dataset), dataset, content)


def opened_for(connection: Connection, dataset: str, content: bytes) -> bytes:
    """What was sealed under a dataset's key. Raises NoResultFound once that is destroyed, SealedError if changed."""
    return unseal(keys_of(connection), _wrapped(connection, dataset), dataset, content)


def _wrapped(connection: Connection, dataset: str) -> bytes:
    query = select(DATASET_KEYS.c.wrapped).where(DATASET_KEYS.c.dataset == dataset)
    wrapped: bytes = connection.execute(query).scalar_one()
    return wrapped
