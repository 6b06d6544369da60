"""A folder that an upload was laid out in, read: CSV tables or workbooks, and their policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.policy_file import read_policy_text
from api.proposal import valid_tables
from api.upload import UploadError, UploadLimits, is_workbook
from optimizer.domain import TABLES, Dataset
from optimizer.findings import Finding, Severity, has_errors, in_order
from optimizer.ingest import InputError
from optimizer.ingest.workbook import open_workbooks, read_workbooks
from optimizer.policy import POLICY_FILE
from optimizer.rules.bar_local import BarLocal


@dataclass(frozen=True)
class Uploaded:
    """Tables with no error among their findings. ``policy`` is the TOML text that came along, empty without one."""

    dataset: Dataset
    policy: str
    as_of: date
    findings: tuple[Finding, ...]


def read_uploaded(folder: Path, limits: UploadLimits, *, accept_repairs: bool = False) -> Uploaded:
    """Read and check what is in a folder; repairs that are proposed for workbooks are applied if they are accepted.

    Raises InputError if any finding is an error, UploadError if workbooks hold too many rows or
    lie beside CSV tables.
    """
    books = [path for path in sorted(folder.iterdir()) if is_workbook(path)]
    if books and any((folder / f"{table}.csv").exists() for table in TABLES):
        raise UploadError("tables_and_workbook")
    try:
        named = (folder / POLICY_FILE).read_text(encoding="utf-8") if (folder / POLICY_FILE).is_file() else ""
    except UnicodeDecodeError:
        raise InputError((Finding(Severity.ERROR, "policy_encoding", POLICY_FILE),)) from None
    if not books:
        return _of_tables(folder, named)
    return _of_workbooks(books, named, limits, accept_repairs=accept_repairs)


def _of_tables(folder: Path, text: str) -> Uploaded:
    policy, found = read_policy_text(text)
    dataset, findings = valid_tables(folder, policy, found)
    assert policy is not None
    return Uploaded(dataset, text, policy.as_of, findings)


def _of_workbooks(paths: Sequence[Path], named: str, limits: UploadLimits, *, accept_repairs: bool) -> Uploaded:
    """Workbooks under a policy that came beside them, or else under that of their own sheets."""
    books = open_workbooks(paths)
    if sum(len(grid.lines) for grid in books.grids.values()) > limits.rows:
        raise UploadError("too_many_rows", limits.rows)
    text = named or books.policy_text
    policy, found = read_policy_text(text)
    bars = BarLocal().extra_codes(policy) if policy else ()
    ingested = read_workbooks(books, policy.as_of if policy else date.today(), bars, accept_repairs=accept_repairs)
    told = found if named else [books.policy_finding(finding) for finding in found]
    findings = in_order((*told, *ingested.findings))
    if policy is None or ingested.dataset is None or has_errors(findings):
        raise InputError(findings)
    return Uploaded(ingested.dataset, text, policy.as_of, findings)
