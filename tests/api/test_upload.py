"""Files that somebody sent: what is laid out, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from api.upload import UploadError, UploadLimits, lay_out

LIMITS = UploadLimits(bytes=10_000, rows=50)


def zipped(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def laid_out(folder: Path, *files: tuple[str, bytes]) -> dict[str, bytes]:
    lay_out(((name, io.BytesIO(content)) for name, content in files), folder, LIMITS)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refusal(folder: Path, *files: tuple[str, bytes]) -> str:
    with pytest.raises(UploadError) as refused:
        laid_out(folder, *files)
    return refused.value.code


def test_files_and_zips_become_one_folder(tmp_path: Path) -> None:
    archive = zipped(("a/posts.csv", b"p"), ("a/.DS_Store", b"?"), ("__MACOSX/a/posts.csv", b"?"))
    assert laid_out(tmp_path, ("units.csv", b"u"), ("Dữ liệu.ZIP", archive)) == {"units.csv": b"u", "posts.csv": b"p"}


@pytest.mark.parametrize("name", ["../units.csv", "/units.csv", "", ".", "a/units.csv", "a\\b.csv", "x" * 200, "a\0"])
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, (name, b"u")) == "bad_file_name"
    assert list(tmp_path.iterdir()) == []


def test_a_zip_cannot_write_outside_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    laid_out(folder, ("a.zip", zipped(("../../units.csv", b"u"))))
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, ("units.csv", b"u"), ("a.zip", zipped(("units.csv", b"v")))) == "bad_file_name"


def test_files_in_several_folders_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, ("a.zip", zipped(("a/units.csv", b"u"), ("b/posts.csv", b"v")))) == "many_folders"


def test_a_zip_that_unpacks_to_too_much_is_stopped_there(tmp_path: Path) -> None:
    bomb = zipped(("units.csv", b"0" * 5_000_000))
    assert len(bomb) < 10_000
    assert refusal(tmp_path, ("a.zip", bomb)) == "body_too_large"


def test_too_many_rows_and_files_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, ("units.csv", b"\n" * 52)) == "too_many_rows"
    assert refusal(tmp_path, *((f"{number}.csv", b"") for number in range(101))) in ("too_many_files", "too_many_rows")


def test_broken_and_encrypted_zips_are_refused(tmp_path: Path) -> None:
    whole = zipped(("units.csv", b"code,name,kind\n" * 20))
    encrypted = bytearray(whole)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.index(signature) + offset
        encrypted[place : place + 2] = struct.pack("<H", 1)
    flipped = bytearray(whole)
    flipped[45] ^= 0xFF
    for number, broken in enumerate(
        (b"", b"PK", whole[:-10], whole[: len(whole) // 2], bytes(encrypted), bytes(flipped))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert refusal(folder, ("a.zip", broken)) == "broken_zip", number
