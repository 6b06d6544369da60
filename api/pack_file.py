"""A pack as one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from api.zip_file import zipped
from optimizer.export.pack import Document, write_pack
from optimizer.plan import Plan


def pack_file(documents: Sequence[Document], used: Mapping[str, bytes], plan: Plan) -> bytes:
    """All documents, filled into the templates that are ``used``, with ``pack.json``. Raises TemplateError."""
    with TemporaryDirectory() as folder:
        write_pack(documents, used, plan, Path(folder))
        return zipped(Path(folder))
