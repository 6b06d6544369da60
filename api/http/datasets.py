"""Datasets: tables uploaded, checked, kept as immutable versions, listed and downloaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.access import EVERY_PROVINCE, Caller, Permission
from api.dataset_file import pack, rows_of_table
from api.http.access import Called, needs
from api.http.etags import NOT_MODIFIED, has_current, not_modified, quoted
from api.http.language import Spoken
from api.http.pages import DEFAULT_LIMIT, After, Limit, PageView
from api.http.problems import FindingView, ProblemError
from api.http.service import Served, Service
from api.http.tokens import Label
from api.settings import Settings
from api.store.audit import Act, note_alone
from api.store.datasets import (
    NewDataset,
    StoredDataset,
    content_of,
    datasets_of,
    find_dataset,
    findings_of,
    keep_dataset,
    record_of,
)
from api.store.retention import InUseError, delete_dataset
from api.upload import UploadError, UploadLimits, lay_out
from api.uploaded import read_uploaded
from optimizer.domain import TABLES, Dataset
from optimizer.domain.employee import SENSITIVE_COLUMNS
from optimizer.export.tables import csv_text
from optimizer.findings import Finding
from optimizer.ingest import InputError

router = APIRouter(prefix="/datasets", tags=["datasets"])

Id = Annotated[str, InPath(pattern="^[0-9a-f]{32}$")]
TableName = Literal["fields", "units", "workplaces", "posts", "employees", "limits", "instructions", "travel"]


class DatasetView(BaseModel):
    """A version of a province's tables. ``sha256`` is what plans name in their provenance."""

    id: str
    province: str
    name: str
    version: int
    sha256: str
    as_of: date
    rows: Mapping[str, int]
    created_at: datetime
    created_by: str

    @classmethod
    def of(cls, stored: StoredDataset) -> DatasetView:
        """What is told of a version."""
        return cls(**vars(stored))


class TablePage(BaseModel):
    """Some rows of a table, every value as text; ``total`` counts the rows of the whole table."""

    columns: list[str]
    rows: list[list[str]]
    total: int


@router.post(
    "",
    status_code=201,
    summary="Upload tables",
    **needs(
        Permission.PLAN,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        also={HTTPStatus.OK: "These tables were there already."},
    ),
)
def upload(
    name: Annotated[Label, Form()],
    files: Annotated[list[UploadFile], File(description="CSV files and `policy.toml`, workbooks, or a zip.")],
    caller: Called,
    service: Served,
    response: Response,
    province: Annotated[str | None, Form(pattern="^[0-9A-Za-z-]{1,20}$")] = None,
    accept_repairs: Annotated[bool, Form(description="Apply the repairs that are proposed for workbooks.")] = False,
) -> DatasetView:
    """Check tables and keep them as the next version of their name; what is wrong with them is answered as findings.

    What findings propose to repair in workbooks is repaired with `accept_repairs`; the version's findings list it.

    Tables that are there already are not kept twice: the answer is then 200 with that version.
    `province` is needed with a token for all provinces alone.
    """
    checked = _checked(name, _province(caller, province), files, service.settings, accept_repairs=accept_repairs)
    stored, is_new = keep_dataset(service.database, caller, checked)
    response.status_code = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    response.headers["Location"] = f"/v1/datasets/{stored.id}"
    return DatasetView.of(stored)


@router.get("", summary="List versions", **needs(Permission.READ, HTTPStatus.UNPROCESSABLE_ENTITY))
def list_all(
    caller: Called, service: Served, limit: Limit = DEFAULT_LIMIT, after: After = None
) -> PageView[DatasetView]:
    """Every version of every name, the newest first."""
    page = datasets_of(service.database, caller, limit, after)
    return PageView(items=[DatasetView.of(stored) for stored in page.items], next=page.next)


@router.get(
    "/{dataset_id}",
    summary="One version",
    **needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def show(dataset_id: Id, caller: Called, service: Served) -> DatasetView:
    """What is told of a version."""
    return DatasetView.of(dataset_in_scope(service, caller, dataset_id))


@router.delete(
    "/{dataset_id}",
    status_code=204,
    summary="Delete a version",
    **needs(Permission.MANAGE, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def end(dataset_id: Id, caller: Called, service: Served) -> None:
    """Its key is destroyed, and with it everything that names people in its plans; the log keeps ids and hashes."""
    try:
        if not delete_dataset(service.database, caller, dataset_id):
            raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    except InUseError:
        raise ProblemError(HTTPStatus.CONFLICT, "dataset_in_use") from None


@router.get(
    "/{dataset_id}/findings",
    summary="What was found in a version",
    **needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def findings(dataset_id: Id, caller: Called, service: Served, language: Spoken) -> list[FindingView]:
    """Warnings and notes; a version has no errors."""
    dataset_in_scope(service, caller, dataset_id)
    return [
        FindingView.model_validate({**record, "sentence": record[language]})
        for record in findings_of(service.database, dataset_id)
    ]


@router.get(
    "/{dataset_id}/file",
    summary="Download a version",
    response_class=Response,
    **needs(Permission.PERSONNEL, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, also=NOT_MODIFIED),
)
def download(dataset_id: Id, caller: Called, service: Served, request: Request) -> Response:
    """The tables, with all that is kept of people, and their policy as a zip: the same bytes for the same version."""
    stored = dataset_in_scope(service, caller, dataset_id)
    if has_current(request, stored.id):
        return not_modified(stored.id)
    note_alone(service.database, caller, Act.PEOPLE_SEEN, stored.id, province=stored.province, sha256=stored.sha256)
    return Response(
        content_of(service.database, stored.id),
        media_type="application/zip",
        headers={"ETag": quoted(stored.id), "Content-Disposition": f'attachment; filename="{stored.id}.zip"'},
    )


@router.get(
    "/{dataset_id}/tables/{table}",
    summary="Rows of a table",
    **needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def table_rows(
    dataset_id: Id,
    table: TableName,
    caller: Called,
    service: Served,
    limit: Limit = DEFAULT_LIMIT,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> TablePage:
    """A page of a table. Identities, bars and birth dates are columns for personnel staff alone."""
    stored = dataset_in_scope(service, caller, dataset_id)
    lines = _shown(service, caller, stored, table)
    header = next(lines)
    return TablePage(columns=header, rows=list(islice(lines, offset, offset + limit)), total=stored.rows[table])


@router.get(
    "/{dataset_id}/tables/{table}/csv",
    summary="A table as CSV",
    response_class=Response,
    **needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def table_csv(dataset_id: Id, table: TableName, caller: Called, service: Served) -> Response:
    """All rows, for a spreadsheet; the same columns as of the pages."""
    stored = dataset_in_scope(service, caller, dataset_id)
    lines = _shown(service, caller, stored, table)
    header = next(lines)
    return StreamingResponse(_csv_lines(header, lines), media_type="text/csv; charset=utf-8")


def dataset_in_scope(service: Service, caller: Caller, id_: str) -> StoredDataset:
    """A version that the caller may see. Raises ProblemError (404) if there is none."""
    stored = find_dataset(service.database, caller, id_)
    if stored is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return stored


def _province(caller: Caller, named: str | None) -> str:
    """The province that data are of."""
    if named is None and caller.province == EVERY_PROVINCE:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_province")
    province = named or caller.province
    if not caller.reaches(province):
        raise ProblemError(HTTPStatus.FORBIDDEN, "other_province")
    return province


def _checked(
    name: str, province: str, files: Sequence[UploadFile], settings: Settings, *, accept_repairs: bool
) -> NewDataset:
    limits = UploadLimits(settings.max_unpacked_bytes, settings.max_rows)
    with TemporaryDirectory() as path:
        folder = Path(path)
        try:
            lay_out(((file.filename or "", file.file) for file in files), folder, limits)
            read = read_uploaded(folder, limits, accept_repairs=accept_repairs)
        except UploadError as error:
            raise _problem(error) from None
        except InputError as error:
            raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "findings", findings=error.findings) from None
    return new_dataset(name, province, read.dataset, read.policy, read.as_of, read.findings)


def new_dataset(
    name: str, province: str, dataset: Dataset, policy: str, as_of: date, findings: Sequence[Finding]
) -> NewDataset:
    """A dataset as a version to keep, with the text of its policy."""
    return NewDataset(
        province=province,
        name=name,
        sha256=dataset.sha256,
        policy=policy,
        as_of=as_of,
        rows={table: len(getattr(dataset, table)) for table in TABLES},
        findings=[record_of(finding) for finding in findings],
        content=pack(dataset, policy),
    )


def _problem(error: UploadError) -> ProblemError:
    if error.most is None:
        return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, error.code)
    return ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error.code, most=error.most)


def _shown(service: Service, caller: Caller, stored: StoredDataset, table: TableName) -> Iterator[list[str]]:
    """Header and rows with the columns that the caller may see; whoever sees into files of persons is logged."""
    lines = rows_of_table(content_of(service.database, stored.id), table)
    header = next(lines)
    hidden = frozenset() if caller.may(Permission.PERSONNEL) else SENSITIVE_COLUMNS
    if not hidden and not SENSITIVE_COLUMNS.isdisjoint(header):
        note_alone(service.database, caller, Act.PEOPLE_SEEN, stored.id, province=stored.province, sha256=stored.sha256)
    shown = [place for place, column in enumerate(header) if column not in hidden]
    yield [header[place] for place in shown]
    for line in lines:
        yield [line[place] for place in shown]


def _csv_lines(header: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """The text of :func:`optimizer.export.tables.csv_text`, a few rows at a time."""
    yield csv_text(header, [])
    while part := list(islice(rows, 500)):
        yield csv_text(header, part).partition("\n")[2]
