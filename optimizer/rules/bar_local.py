"""Nobody in a group that the competent head has set is transferred or seconded."""

from __future__ import annotations

from optimizer.policy import Policy
from optimizer.rules.bar import Bar
from optimizer.rules.rule import Parameter


class BarLocal(Bar):
    """Group (vii): other cases set by the competent head.

    >>> from optimizer.rules.example import refuses
    >>> refuses(BarLocal(), {"blocks": "vii"}), refuses(BarLocal(), {"blocks": "election"})
    (True, False)
    >>> refuses(BarLocal(), {"blocks": "election"}, extra_codes=["election"])
    True
    """

    id = "bar_local"
    code = "vii"
    sentences = {
        "vi": "Thuộc trường hợp khác do người đứng đầu có thẩm quyền quy định.",
        "en": "In another case set by the competent head.",
    }
    extra_codes: Parameter[tuple[str, ...]] = Parameter(
        (),
        unit={"vi": "mã trong cột blocks", "en": "codes in the column blocks"},
        source={
            "vi": "do người đứng đầu có thẩm quyền quy định; chưa có mã nào nếu tỉnh không nêu",
            "en": "set by the competent head; none unless the province names them",
        },
    )

    def codes(self, policy: Policy) -> frozenset[str]:
        """Group vii and the codes the province adds."""
        return super().codes(policy) | frozenset(self.extra_codes(policy))
