"""A pack as one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from api.zip_file import zipped
from optimizer.export.pack import Document, templates, write_pack
from optimizer.plan import Plan


def pack_file(documents: Sequence[Document], plan: Plan) -> bytes:
    """All documents, filled in, with ``pack.json``. Raises TemplateError."""
    with TemporaryDirectory() as folder:
        write_pack(documents, templates(), plan, Path(folder))
        return zipped(Path(folder))
