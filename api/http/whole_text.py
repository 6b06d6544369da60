"""Half a surrogate pair is a text in JSON, but in nothing that keeps or sends one."""

from __future__ import annotations

import json
import re
from http import HTTPStatus

from fastapi import Request

from api.http.problems import ProblemError

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


async def whole_text(request: Request) -> None:
    """Refuse a body of JSON that has a broken text anywhere, in a name too. Raises ProblemError (422)."""
    if "json" not in request.headers.get("content-type", "") or not _SURROGATE.search(body := await request.body()):
        return
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "broken_text") from None
    except (ValueError, RecursionError):
        # Told as what it is by whoever reads the body.
        return
