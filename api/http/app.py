"""The application: every address under ``/v1``, its limits, its documentation with assets of its own."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline

from api.http import (
    accounts,
    after_plan,
    approvals,
    audit,
    beside,
    calendar,
    datasets,
    health,
    issue,
    plan_now,
    plans,
    rules,
    runs,
    scenarios,
    sessions,
    sweeps,
    tokens,
)
from api.http.body_limit import BodyLimit
from api.http.failures import Failures
from api.http.guard import Guard
from api.http.problems import Problem, add_problems
from api.http.rate_limit import RateLimit
from api.http.service import Service, Slots
from api.http.whole_text import whole_text
from api.settings import Settings
from api.store import Database
from optimizer.version import VERSION

GROUPS = (
    health,
    plan_now,
    rules,
    datasets,
    scenarios,
    runs,
    sweeps,
    # Before the plans' own addresses, which take any last word for the name of a list.
    beside,
    after_plan,
    approvals,
    issue,
    plans,
    calendar,
    tokens,
    accounts,
    sessions,
    audit,
)
"""Every group of addresses, in the order in which they are tried."""

HASHES_AT_ONCE = 4
"""Passwords hashed at a time: 64 MiB each."""

WATCHERS_AT_ONCE = 100
"""Streams of events open at a time."""

_NOTHING_SENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""Whatever the environment says: messages of exceptions may hold people."""

DESCRIPTION = """Tables of units, posts and employees in; proposed transfers, secondments and reassignments out.

Errors are problems of RFC 9457 with a code, worded in Vietnamese or English by `Accept-Language`."""


def create_app(settings: Settings, database: Database) -> FastAPI:
    """An application under some settings, over a database."""
    app = _addresses()
    app.state.service = Service(
        settings,
        database,
        slots=Slots(settings.plans_at_once),
        hashing=Slots(HASHES_AT_ONCE, "busy_hashing"),
        watching=Slots(WATCHERS_AT_ONCE, "busy_watching"),
    )
    add_problems(app)
    app.add_middleware(BodyLimit, most_bytes=settings.max_body_bytes, seconds=settings.body_seconds)
    app.add_middleware(RateLimit, per_second=settings.requests_per_second)
    app.add_middleware(Failures)
    app.add_middleware(Guard, allowed_hosts=settings.allowed_hosts)
    return app


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document, without a service behind it."""
    return _addresses().openapi()


def _addresses() -> FastAPI:
    """An application that has every address, and no database."""
    app = FastAPIOffline(
        docs_url="/docs",
        redoc_url=None,
        static_url="/docs-assets",
        title="Điều Phối",
        version=VERSION,
        description=DESCRIPTION,
        separate_input_output_schemas=False,
        swagger_ui_parameters={"validatorUrl": None},
        telemetry=_NOTHING_SENT,
    )
    v1 = APIRouter(prefix="/v1", dependencies=[Depends(whole_text)])
    for group in GROUPS:
        v1.include_router(group.router)
    app.include_router(v1)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document with the schema of problems, which every route refers to."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            separate_input_output_schemas=False,
        )
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas |= schema.pop("$defs", {}) | {"Problem": schema}
        app.openapi_schema = document
    return app.openapi_schema
