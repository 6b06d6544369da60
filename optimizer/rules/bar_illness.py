"""Nobody under treatment for a critical illness is transferred or seconded."""

from __future__ import annotations

from optimizer.rules.bar import Bar


class BarIllness(Bar):
    """Group (iii): treated for an illness on the list of the Ministry of Health.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(BarIllness(), {"blocks": "iii", "waivers": "iii"})
    True
    >>> refuses(BarIllness(), {"blocks": "iii"}, form=Form.REASSIGNMENT)
    False
    """

    id = "bar_illness"
    code = "iii"
    sentences = {
        "vi": "Đang điều trị bệnh hiểm nghèo thuộc danh mục của Bộ Y tế.",
        "en": "Under treatment for a critical illness on the list of the Ministry of Health.",
    }
