"""Shortage is levelled between the fields of communes: none should miss most of its seats."""

from __future__ import annotations

from optimizer.rules.levelling import POINTS, Levelling
from optimizer.rules.pairs import CurveLevel


class FieldFairness(Levelling):
    """(Missing seats)^2 / seats, summed over communes and their fields, in thousandths."""

    id = "field_fairness"
    level = CurveLevel.UNIT_FIELD
    sentences = {
        "vi": "Điểm san bằng số chỗ thiếu giữa các lĩnh vực của các xã: chỗ thiếu thứ m của một lĩnh vực có s chỗ "
        f"tính {POINTS} × (2m − 1) / s điểm.",
        "en": "Points that level shortage between the fields of communes: the m-th missing seat of a field with "
        f"s seats counts {POINTS} × (2m − 1) / s points.",
    }
