"""Every answer that is not what was asked for: a problem of RFC 9457, with a code, in the client's language.

Nothing of a request is repeated in it: a body holds people.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.http.language import language_of
from optimizer.export.pack import TemplateError
from optimizer.findings import Finding, Severity
from optimizer.text import Language, say

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger("dieuphoi.http")

RETRY_SECONDS = "5"
"""When to come again to a service that is busy."""

_CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
}
"""Codes of what the framework itself refuses."""


class FindingView(BaseModel):
    """Something wrong with the input. ``row`` is the line in the file, the header being line 1.

    ``place`` is all of it in one text, in a workbook file, sheet and cell: `tỉnh.xlsx:Đơn vị:F3`.
    """

    severity: Severity
    code: str
    file: str
    row: int | None
    column: str | None
    place: str = ""
    sentence: str

    @classmethod
    def of(cls, finding: Finding, language: Language) -> FindingView:
        """A finding with its sentence in a language."""
        return cls(
            severity=finding.severity,
            code=finding.code,
            file=finding.file,
            row=finding.row,
            column=finding.column,
            place=finding.place,
            sentence=finding.sentence(language),
        )


class Misplaced(BaseModel):
    """A place of the request, as a path of names and positions, and a code of what is wrong there."""

    place: str
    code: str


class Problem(BaseModel):
    """What RFC 9457 calls problem details. ``code`` names the problem for programs, ``title`` for people."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "type": "urn:dieuphoi:problem:body_too_large",
        "title": "Nội dung gửi lên quá lớn.",
        "status": 413,
        "code": "body_too_large",
        "figures": {"most": 50_000_000},
    }]})  # fmt: skip

    type: str
    title: str
    status: int
    code: str
    figures: dict[str, int | float | str] | None = None
    errors: list[Misplaced] | None = None
    findings: list[FindingView] | None = None


class ProblemError(Exception):
    """Raised by a route to answer with a problem; ``code`` is worded in the section ``problem``."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        *,
        findings: Sequence[Finding] | None = None,
        headers: Mapping[str, str] | None = None,
        **figures: int | float | str,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.findings = findings
        self.headers = headers
        self.figures = figures


def problem_response(
    language: Language,
    status: HTTPStatus,
    code: str,
    *,
    figures: Mapping[str, int | float | str] | None = None,
    errors: Iterable[Misplaced] | None = None,
    findings: Iterable[Finding] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as an answer."""
    problem = Problem(
        type=f"urn:dieuphoi:problem:{code}",
        title=say(f"problem.{code}", language),
        status=status,
        code=code,
        figures=dict(figures) if figures else None,
        errors=None if errors is None else list(errors),
        findings=None if findings is None else [FindingView.of(finding, language) for finding in findings],
    )
    return JSONResponse(
        {name: value for name, value in problem.model_dump(mode="json").items() if value is not None},
        status,
        {**(headers or {}), "Content-Language": language, "Vary": "Accept-Language"},
        MEDIA_TYPE,
    )


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, object]]:
    """What OpenAPI says of the problems that a route may answer with."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {int(status): {"description": status.phrase, "content": {MEDIA_TYPE: schema}} for status in statuses}


def add_problems(app: FastAPI) -> None:
    """Have whatever a route refuses answered by a problem."""

    @app.exception_handler(ProblemError)
    async def _told(request: Request, error: ProblemError) -> Response:
        return problem_response(
            language_of(request),
            error.status,
            error.code,
            figures=error.figures,
            findings=error.findings,
            headers=error.headers,
        )

    @app.exception_handler(HTTPException)
    async def _refused(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        headers = dict(error.headers or {})
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(_allowed(request)) or headers.get("Allow", "")
        return problem_response(language_of(request), status, _CODES.get(status, "http_error"), headers=headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        places = [Misplaced(place=_place(trouble["loc"]), code=trouble["type"]) for trouble in error.errors()]
        return problem_response(
            language_of(request), HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", errors=places[:MOST_ERRORS]
        )

    @app.exception_handler(OperationalError)
    async def _database_failed(request: Request, error: OperationalError) -> Response:
        # It is locked for long, full, or restarts. Its message may hold what was to be kept.
        LOG.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        return problem_response(
            language_of(request),
            HTTPStatus.SERVICE_UNAVAILABLE,
            "database_failed",
            headers={"Retry-After": RETRY_SECONDS},
        )

    @app.exception_handler(TemplateError)
    async def _bad_template(request: Request, error: TemplateError) -> Response:
        # Not the client's fault; whoever keeps the templates finds it with `dieuphoi pack`.
        LOG.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        return problem_response(language_of(request), HTTPStatus.INTERNAL_SERVER_ERROR, "bad_template")


MOST_ERRORS = 100
"""Places of a request named in one answer; where everything is wrong, this many show how."""

_NAME = re.compile("[a-z_]{1,40}")


def _place(parts: Iterable[int | str]) -> str:
    """Where something is, without names that only the request gave: they may be anything.

    >>> _place(("body", "tables", "units", 3, "Nguyễn Văn A"))
    'body/tables/units/3/*'
    """
    return "/".join(str(part) if isinstance(part, int) or _NAME.fullmatch(part) else "*" for part in parts)


def _allowed(request: Request) -> list[str]:
    """Every method that an address takes; the framework tells but those of the first route that it tries."""
    paths = request.app.openapi()["paths"]
    found = [paths[path] for path in paths if compile_path(path)[0].match(request.url.path)]
    return sorted({method.upper() for methods in found for method in methods})
