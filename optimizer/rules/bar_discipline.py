"""Nobody under disciplinary consideration is transferred or seconded."""

from __future__ import annotations

from optimizer.rules.bar import Bar


class BarDiscipline(Bar):
    """Group (i): under disciplinary consideration.

    >>> from optimizer.rules.example import refuses
    >>> refuses(BarDiscipline(), {"blocks": "i"}), refuses(BarDiscipline(), {"blocks": "ii"})
    (True, False)
    """

    id = "bar_discipline"
    code = "i"
    sentences = {
        "vi": "Đang trong thời gian bị xem xét kỷ luật.",
        "en": "Under disciplinary consideration.",
    }
