"""Files that somebody sent, laid out as a folder: CSV tables, workbooks, or a zip of either, as their names say."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from optimizer.ingest.workbook import SUFFIXES

CHUNK_BYTES = 1 << 20
MOST_FILES = 100

_NAME = re.compile(r"\w[\w .()-]{0,59}")
_ZIP_TROUBLES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError)
"""What a broken, encrypted or exotic zip raises."""


class UploadError(ValueError):
    """Files that cannot be laid out; ``code`` is worded in the section ``problem``, ``most`` is a limit exceeded."""

    def __init__(self, code: str, most: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.most = most


@dataclass(frozen=True)
class UploadLimits:
    """The most that files may hold once they are unpacked.

    A table has at most as many rows as its file has lines; the rows of a workbook are counted as it is read.
    """

    bytes: int
    rows: int


def lay_out(files: Iterable[tuple[str, BinaryIO]], folder: Path, limits: UploadLimits) -> None:
    """Write named files into an empty folder, zips unpacked.

    Raises UploadError if a name or a zip cannot be used, or a limit is exceeded.
    """
    left = _Left(limits)
    for name, content in files:
        if PurePosixPath(name).suffix.lower() == ".zip":
            _unzip(content, folder, left)
        else:
            _write(name, content, folder, left)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by its name."""
    return path.suffix.casefold() in SUFFIXES


class _Left:
    """What is left of the limits."""

    def __init__(self, limits: UploadLimits) -> None:
        self._limits = limits
        self._bytes, self._rows, self._files = limits.bytes, limits.rows, MOST_FILES

    def count_file(self) -> None:
        self._files -= 1
        # The header of every table is a line, too.
        self._rows += 1
        if self._files < 0:
            raise UploadError("too_many_files", MOST_FILES)

    def count(self, chunk: bytes, *, has_lines: bool) -> None:
        self._bytes -= len(chunk)
        self._rows -= chunk.count(b"\n") if has_lines else 0
        if self._bytes < 0:
            raise UploadError("body_too_large", self._limits.bytes)
        if self._rows < 0:
            raise UploadError("too_many_rows", self._limits.rows)


def _unzip(content: BinaryIO, folder: Path, left: _Left) -> None:
    """Write the files of a zip, which all lie in one folder of it; what systems add of their own is left out."""
    try:
        with zipfile.ZipFile(content) as archive:
            paths = {
                info: PurePosixPath(info.filename)
                for info in archive.infolist()
                if not info.is_dir() and not _is_of_a_system(PurePosixPath(info.filename))
            }
            if len({path.parent for path in paths.values()}) > 1:
                raise UploadError("many_folders")
            for info, path in paths.items():
                with archive.open(info) as member:
                    _write(path.name, member, folder, left)
    except _ZIP_TROUBLES:
        raise UploadError("broken_zip") from None


def _is_of_a_system(path: PurePosixPath) -> bool:
    return path.name.startswith(".") or "__MACOSX" in path.parts


def _write(name: str, content: IO[bytes], folder: Path, left: _Left) -> None:
    target = folder / name
    if not _NAME.fullmatch(name) or target.exists():
        raise UploadError("bad_file_name")
    left.count_file()
    with target.open("wb") as file:
        while chunk := content.read(CHUNK_BYTES):
            left.count(chunk, has_lines=not is_workbook(target))
            file.write(chunk)
