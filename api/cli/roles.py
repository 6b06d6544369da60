"""``dieuphoi roles``: which role may what, on every address of the service."""

from __future__ import annotations

from api.access import Role
from api.cli.options import Lang
from api.cli.show import show_report
from optimizer.export import Section
from optimizer.text import say


def roles(lang: Lang) -> None:
    """Print every address with the roles that may ask for it, as the service itself documents it."""
    from api.http import openapi_document
    from api.http.matrix import access_of

    rows = tuple(
        (f"{access.method} {access.path}", *("x" if access.is_open_to(role) else "" for role in Role))
        for access in access_of(openapi_document())
    )
    columns = (say("roles.address", lang), *(role.value for role in Role))
    show_report([Section(say("roles.title", lang), columns, rows, (say("roles.note", lang),))])
