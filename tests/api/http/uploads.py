"""Tables as files to upload."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from optimizer.domain import Dataset
from optimizer.ingest import write_folder

POLICY = "as_of = 2025-10-20\n"


def files_of(dataset: Dataset, policy: str = POLICY) -> dict[str, bytes]:
    """The files of a dataset by name, its policy among them."""
    with TemporaryDirectory() as folder:
        write_folder(dataset, Path(folder))
        files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return {**files, "policy.toml": policy.encode()}


def zipped(files: dict[str, bytes], folder: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
    return buffer.getvalue()


def upload(client: httpx.Client, files: dict[str, bytes], name: str = "Bắc Ninh", **form: str) -> httpx.Response:
    """Send files under a name."""
    return client.post("/v1/datasets", data={"name": name, **form}, files=[("files", file) for file in files.items()])
