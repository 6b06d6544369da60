"""A dataset as one file: its tables and policy in a zip that is the same for equal tables."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from optimizer.domain import Dataset
from optimizer.ingest import write_folder
from optimizer.policy import POLICY_FILE

_TIME = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip can tell: the hour of packing is no part of the data."""


def pack(dataset: Dataset, policy: str) -> bytes:
    """The tables of a dataset, and the text of its policy unless that is empty."""
    buffer = io.BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(buffer, "w") as archive:
        write_folder(dataset, Path(folder))
        if policy:
            (Path(folder) / POLICY_FILE).write_text(policy, encoding="utf-8")
        for path in sorted(Path(folder).iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name, _TIME), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


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
