"""Nobody in certified exceptional hardship is transferred or seconded, unless they wish to go."""

from __future__ import annotations

from optimizer.rules.bar import WaivableBar


class BarHardship(WaivableBar):
    """Group (vi): exceptional hardship certified by the head of the agency, waivable.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(BarHardship(), {"blocks": "vi", "waivers": "v"})
    True
    >>> refuses(BarHardship(), {"blocks": "vi", "waivers": "vi"}, form=Form.SECONDMENT, waiver_covers_secondment=True)
    False
    """

    id = "bar_hardship"
    code = "vi"
    sentences = {
        "vi": "Có hoàn cảnh đặc biệt khó khăn được người đứng đầu xác nhận, không có đơn tự nguyện.",
        "en": "In exceptional hardship certified by the head of the agency, without a waiver for this form.",
    }
