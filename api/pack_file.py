"""A pack as one file: its documents in a zip that is the same for the same documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from optimizer.export.pack import Document, write_pack
from optimizer.plan import Plan

_TIME = (1980, 1, 1, 0, 0, 0)


def pack_file(documents: Sequence[Document], used: Mapping[str, bytes], plan: Plan) -> bytes:
    """All documents, filled into the templates that are ``used``, with ``pack.json``. Raises TemplateError."""
    buffer = io.BytesIO()
    with TemporaryDirectory() as path, zipfile.ZipFile(buffer, "w") as archive:
        folder = Path(path)
        write_pack(documents, used, plan, folder)
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            name = file.relative_to(folder).as_posix()
            archive.writestr(zipfile.ZipInfo(name, _TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
