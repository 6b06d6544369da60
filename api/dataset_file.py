"""A dataset as one file: its tables and policy, the same bytes for equal tables."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from api.zip_file import zipped
from optimizer.domain import Dataset
from optimizer.ingest import write_folder
from optimizer.policy import POLICY_FILE


def pack(dataset: Dataset, policy: str) -> bytes:
    """The tables of a dataset, and the text of its policy unless that is empty."""
    with TemporaryDirectory() as folder:
        write_folder(dataset, Path(folder))
        if policy:
            (Path(folder) / POLICY_FILE).write_text(policy, encoding="utf-8")
        return zipped(Path(folder))


def unpack(content: bytes, folder: Path) -> None:
    """The files of a packed dataset, into a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)


def rows_of_table(content: bytes, table: str) -> Iterator[Sequence[str]]:
    """The header of a table in a packed dataset, then its rows, as texts, one at a time."""
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        archive.open(f"{table}.csv") as member,
        io.TextIOWrapper(member, encoding="utf-8", newline="") as text,
    ):
        yield from csv.reader(text)
