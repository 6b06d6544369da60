"""Shortage is levelled between communes: the share of seats missing should be alike."""

from __future__ import annotations

from optimizer.rules.levelling import POINTS, Levelling
from optimizer.rules.pairs import CurveLevel


class Fairness(Levelling):
    """(Missing seats)^2 / seats, summed over communes, in thousandths."""

    id = "fairness"
    level = CurveLevel.UNIT
    sentences = {
        "vi": "Điểm san bằng số chỗ thiếu giữa các xã: chỗ thiếu thứ m của một xã có s chỗ tính "
        f"{POINTS} × (2m − 1) / s điểm.",
        "en": "Points that level shortage between communes: the m-th missing seat of a commune with s seats counts "
        f"{POINTS} × (2m − 1) / s points.",
    }
