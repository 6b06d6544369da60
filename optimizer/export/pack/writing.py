"""The decision pack: templates, ours or an administrator's, filled in by a process of its own, and written."""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from optimizer.export.pack.documents import DECISIONS, Document
from optimizer.export.pack.layout import template
from optimizer.limited import LimitedError, Limits, Trouble, run_limited
from optimizer.plan import Plan

PACK_FILE = "pack.json"
_CHILD = Path(__file__).with_name("render_child.py")
_SECONDS, _SECONDS_A_DOCUMENT = 20, 1


class TemplateError(ValueError):
    """A template cannot be filled in; ``trouble`` says which limit it met, if one."""

    def __init__(self, error: LimitedError) -> None:
        super().__init__(error.detail or str(error.trouble))
        self.trouble: Trouble = error.trouble


def templates() -> dict[str, bytes]:
    """Our own templates by name: what an administrator may write down, change in Word and use instead."""
    drafts = tomllib.loads(resources.files(__package__).joinpath("drafts.toml").read_text(encoding="utf-8"))
    people = drafts.pop("list")
    made = {name: template(drafts[name], None) for name in ("to_trinh", "bao_cao_tuan")}
    made["phu_luc"] = template(drafts["phu_luc"], people)
    for name in DECISIONS.values():
        made[f"{name}_don_vi"] = template(drafts[name], people)
        made[f"{name}_ca_nhan"] = template(drafts[name], None)
    return made


def read_templates(folder: Path) -> dict[str, bytes]:
    """Our templates, with those that a folder has as ``<name>.docx`` in their place. Raises OSError."""
    own = templates()
    return {name: path.read_bytes() if (path := folder / f"{name}.docx").is_file() else own[name] for name in own}


def write_templates(folder: Path) -> None:
    """Write our templates as Word files. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in templates().items():
        (folder / f"{name}.docx").write_bytes(content)


def rendered(documents: Sequence[Document], used: Mapping[str, bytes]) -> tuple[bytes, ...]:
    """Every document filled in, in a sandbox, in a limited process. Raises TemplateError."""
    given = {
        "templates": {name: base64.b64encode(content).decode() for name, content in used.items()},
        "jobs": [{"template": document.template, "context": document.context} for document in documents],
    }
    limits = Limits(seconds=_SECONDS + _SECONDS_A_DOCUMENT * len(documents))
    try:
        answer = run_limited(_CHILD, given=json.dumps(given).encode(), limits=limits)
    except LimitedError as error:
        raise TemplateError(error) from error
    return tuple(base64.b64decode(content) for content in json.loads(answer))


def write_pack(documents: Sequence[Document], used: Mapping[str, bytes], plan: Plan, folder: Path) -> None:
    """Write all documents and a list of them with what they were made from.

    Nothing is written unless every document can be filled in. Raises TemplateError or OSError.
    """
    contents = rendered(documents, used)
    for document, content in zip(documents, contents, strict=True):
        path = folder / document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    made = plan.provenance
    listed = {
        "mark": documents[0].context["mark"],
        "as_of": made.as_of.isoformat(),
        "dataset_sha256": made.dataset_sha256,
        "policy_sha256": made.policy_sha256,
        "version": made.version,
        "documents": [
            {"name": document.name, "template": document.template, "sha256": hashlib.sha256(content).hexdigest()}
            for document, content in zip(documents, contents, strict=True)
        ],
    }
    (folder / PACK_FILE).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
