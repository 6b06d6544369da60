"""The program that opens a workbook: prints its cells as JSON, or the code of why it cannot be read.

It runs by itself (:func:`optimizer.limited.run_limited`), so it imports nothing of ours. No macro
and no formula is ever run: values are those that the program which saved the workbook left.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MAX_UNPACKED_BYTES = 400_000_000
"""Most that all parts of a workbook may unpack to: 12,000 people of all columns take about 40 million."""

MAX_PARTS = 5_000
MAX_CELLS = 20_000_000
"""Cells of the smallest rectangle around everything in a sheet; few of them need hold anything."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SIGNS = (b'"e"', b"'e'", b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
"""One of these stands in every sheet that has an error or a formula; to look for them is faster than to parse."""

_CELL = re.compile(rb"<((?:\w+:)?)c((?:\s[^>]*?)?)(?:/>|>(.*?)</\1c\s*>)", re.DOTALL)
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_VALUE = re.compile(rb"<((?:\w+:)?)v(?:\s[^>]*)?>(.*?)</\1v\s*>", re.DOTALL)


class Unreadable(Exception):  # noqa: N818 - an answer, not an error of the program
    """The workbook cannot be read; the argument is the code of the finding."""


def main(path: Path) -> None:
    """Print the answer."""
    try:
        answer: Mapping[str, object] = {"sheets": list(_sheets(path))}
    except Unreadable as trouble:
        answer = {"unreadable": str(trouble)}
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=_plain)
    sys.stdout.buffer.write(text.encode())


def _sheets(path: Path) -> Iterator[Mapping[str, object]]:
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise Unreadable("workbook_encrypted" if _ENCRYPTED in path.read_bytes() else "workbook_old_format")
    try:
        with zipfile.ZipFile(path) as package:
            _require_harmless(package)
            part_of = _parts_by_sheet(package)
            workbook = CalamineWorkbook.from_path(path)
            for metadata in workbook.sheets_metadata:
                if metadata.typ is SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(metadata.name)
                    is_hidden = metadata.visible is not SheetVisibleEnum.Visible
                    yield {
                        "name": metadata.name,
                        "is_hidden": is_hidden,
                        "rows": _rows(sheet),
                        "merged": sheet.merged_cell_ranges or [],
                        **_without_value(package.read(part_of[metadata.name])),
                    }
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, KeyError, OSError) as error:
        raise Unreadable("workbook_broken") from error
    except RuntimeError as error:  # what zipfile says of a part that asks for a password
        raise Unreadable("workbook_encrypted") from error


def _require_harmless(package: zipfile.ZipFile) -> None:
    """Raise if the parts unpack to too much, hold macros, or are those of another kind of document."""
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise Unreadable("workbook_too_large")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith(("vbaproject.bin", ".xlm")) or "/macrosheets/" in name for name in names):
        raise Unreadable("workbook_with_macros")
    if "xl/workbook.xml" not in names:
        raise Unreadable("workbook_old_format")


def _parts_by_sheet(package: zipfile.ZipFile) -> Mapping[str, str]:
    """The part of the package that holds each sheet."""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    target_of = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = ElementTree.fromstring(package.read("xl/workbook.xml")).findall(".//{*}sheet")
    targets = {sheet.get("name", ""): target_of.get(sheet.get(_RELATION), "") for sheet in sheets}
    return {name: target[1:] if target.startswith("/") else f"xl/{target}" for name, target in targets.items()}


def _rows(sheet: CalamineSheet) -> Sequence[Sequence[object]]:
    """All cells from A1 on; numbers are floats, empty cells empty texts."""
    if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MAX_CELLS:
        raise Unreadable("workbook_too_large")
    return sheet.to_python(skip_empty_area=False)


def _plain(value: object) -> str:
    """What JSON does not know: dates as ``yyyy-mm-dd``, with the time of day if there is one."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _without_value(xml: bytes) -> Mapping[str, list[tuple[int, int, str]]]:
    """Cells that hold an error, and formulas of which nobody has stored a value: both are read as empty.

    Row and column count from zero.
    """
    errors, uncached = [], []
    if any(sign in xml for sign in _SIGNS):
        for cell in _CELL.finditer(xml):
            attributes, content = cell[2], cell[3] or b""
            reference = _REFERENCE.search(attributes)
            value = _VALUE.search(content)
            if reference is None:
                continue
            place = int(reference[2]) - 1, _column(reference[1])
            if _IS_ERROR.search(attributes):
                errors.append((*place, value[2].decode("utf-8", "replace")[:20] if value else ""))
            elif _FORMULA.search(content) and not (value and value[2]) and b"<is" not in content:
                uncached.append((*place, ""))
    return {"errors": errors, "uncached": uncached}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
