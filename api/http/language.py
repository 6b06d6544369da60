"""The language a client asks for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from optimizer.text import LANGUAGES, Language


def preferred(accept_language: str) -> Language:
    """The language that an Accept-Language header likes best; Vietnamese if it likes neither.

    >>> preferred("en-GB,en;q=0.9,vi;q=0.8"), preferred("fr, en;q=0.2"), preferred("*"), preferred("en;q=0")
    ('en', 'en', 'vi', 'vi')
    """
    best: Language = "vi"
    weight = 0.0
    for wish in accept_language.split(","):
        tag, _, parameters = wish.partition(";")
        liked = _weight(parameters)
        for language in LANGUAGES:
            if tag.strip().lower().partition("-")[0] == language and liked > weight:
                best, weight = language, liked
    return best


def _weight(parameters: str) -> float:
    """The value of ``q=0.8``; 1 if there is none, 0 if it is no number."""
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def language_of(request: Request) -> Language:
    """The language of the answer to a request."""
    return preferred(request.headers.get("accept-language", ""))


async def _spoken(request: Request) -> Language:
    # Asynchronous, as whatever asks no database: a thread for it would cost more than it does.
    return language_of(request)


Spoken = Annotated[Language, Depends(_spoken)]
