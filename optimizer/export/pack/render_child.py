"""The program that fills templates in: reads jobs as JSON, prints documents as JSON; runs by itself, under limits.

A template may be anybody's. It is rendered by a sandbox that gives it texts, numbers and lists
and no way to Python behind them.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import zipfile
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

_DAY = (2000, 1, 1, 0, 0, 0)
"""Stands for the time of writing, so that the same plan gives the same bytes."""


def main() -> None:
    """Fill in every template with the contexts given for it."""
    given = json.loads(sys.stdin.buffer.read())
    templates = {name: base64.b64decode(content) for name, content in given["templates"].items()}
    documents = [_filled(templates[job["template"]], job["context"]) for job in given["jobs"]]
    json.dump([base64.b64encode(document).decode() for document in documents], sys.stdout)


def _filled(template: bytes, context: dict[str, Any]) -> bytes:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, jinja_env=environment, autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return _dated(buffer.getvalue())


def _dated(package: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
