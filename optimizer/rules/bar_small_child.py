"""Nobody pregnant, on maternity leave or with a child under 36 months is moved, unless they wish to go."""

from __future__ import annotations

from optimizer.rules.bar import WaivableBar


class BarSmallChild(WaivableBar):
    """Group (v): pregnancy, maternity leave, a child under 36 months (lone fathers too), waivable.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(BarSmallChild(), {"blocks": "v"})
    True
    >>> refuses(BarSmallChild(), {"blocks": "v", "waivers": "v"})
    False
    >>> refuses(BarSmallChild(), {"blocks": "v", "waivers": "v"}, form=Form.SECONDMENT)
    True
    """

    id = "bar_small_child"
    code = "v"
    sentences = {
        "vi": "Đang mang thai, nghỉ thai sản hoặc nuôi con dưới 36 tháng tuổi, không có đơn tự nguyện.",
        "en": "Pregnant, on maternity leave or with a child under 36 months, without a waiver for this form.",
    }
