"""Nobody prosecuted, investigated or involved in an inspection is transferred or seconded."""

from __future__ import annotations

from optimizer.rules.bar import Bar


class BarProsecution(Bar):
    """Group (ii): prosecuted, investigated, or involved in an inspection.

    >>> from optimizer.rules.example import refuses
    >>> refuses(BarProsecution(), {"blocks": "ii"}), refuses(BarProsecution(), {"blocks": "i; iii"})
    (True, False)
    """

    id = "bar_prosecution"
    code = "ii"
    sentences = {
        "vi": "Đang bị khởi tố, điều tra hoặc liên quan đến việc thanh tra, kiểm tra.",
        "en": "Prosecuted, under investigation, or involved in an inspection.",
    }
