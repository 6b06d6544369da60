"""How large the communes of a case are: inhabitants and quotas that add up to what was published."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import UnitKind
from optimizer.norms import norm_of
from scenarios.library.case import Case
from scenarios.library.draw import apportion


def _weights(case: Case) -> NDArray[np.float64]:
    """How large communes are beside one another: by the root of the area, more in wards (assumption)."""
    return np.array(
        [
            commune.area_km2**0.5 * (case.communes.ward_weight if commune.kind is UnitKind.WARD else 1)
            for commune in case.commune_list
        ]
    )


def populations(case: Case) -> NDArray[np.int64] | None:
    """Inhabitants of every commune in hundreds, adding up to those of the province; None if they are not given."""
    if case.communes.population is None:
        return None
    weight = _weights(case)
    hundreds: NDArray[np.int64] = np.round(case.communes.population * weight / weight.sum() / 100).astype(np.int64)
    return hundreds * 100


def quotas(case: Case) -> list[int]:
    """The quota of every commune: as published of it, as spread from the total, by the norm, or the layout's seats.

    Raises ValueError if they cannot add up to the total.
    """
    known = {code: row.quota for code, row in case.communes.known.items() if row.quota is not None}
    codes = [commune.code for commune in case.commune_list]
    least = sum(post.seats for post in case.layout)
    people = populations(case)
    if case.communes.quota is not None:
        rest = case.communes.quota - sum(known.values()) - least * (len(codes) - len(known))
        if rest < 0:
            raise ValueError(f"communes.quota: {-rest} too few for {least} seats in every commune")
        free = {code: float(size) for code, size in zip(codes, _weights(case), strict=True) if code not in known}
        more = apportion(rest, free)
        return [known.get(code, least + more.get(code, 0)) for code in codes]
    if people is None:
        return [known.get(code, least) for code in codes]
    return [
        known.get(commune.code, _by_norm(case, commune.kind, int(number)))
        for commune, number in zip(case.commune_list, people, strict=True)
    ]


def _by_norm(case: Case, kind: UnitKind, population: int) -> int:
    """The quota of a commune, assumed to follow the norm in force; a special zone's is assumed to be a commune's."""
    norm = norm_of(kind, case.policy.norms, case.as_of) or norm_of(UnitKind.COMMUNE, case.policy.norms, case.as_of)
    return sum(post.seats for post in case.layout) if norm is None else norm.headcount(population)
