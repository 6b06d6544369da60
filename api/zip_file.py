"""A folder as one file: a zip that is the same for the same files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_TIME = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip can tell: the hour of packing is no part of the data."""


def zipped(folder: Path) -> bytes:
    """All files below a folder, in the order of their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            name = file.relative_to(folder).as_posix()
            archive.writestr(zipfile.ZipInfo(name, _TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
