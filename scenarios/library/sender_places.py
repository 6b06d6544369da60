"""Who sits where in provincial departments, public service units and delivery centres."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from optimizer.domain import EmployeeKind, UnitKind
from scenarios.library.case import Case
from scenarios.library.draw import apportion, stream, weighted_subset
from scenarios.library.establishment import centre_code, centre_staff, sender_code
from scenarios.library.margins import Sender
from scenarios.library.place import Place, Role


def provincial_places(case: Case) -> list[Place]:
    """Every place of the provincial senders, by field in the proportions of the case file."""
    return [place for sender in case.senders for place in _places_of(case, sender)]


def _places_of(case: Case, sender: Sender) -> list[Place]:
    unit = sender_code(case, sender.code)
    public = sender.kind is UnitKind.PUBLIC_SERVICE_UNIT
    kind = EmployeeKind.PUBLIC_EMPLOYEE if public else EmployeeKind.CIVIL_SERVANT
    return [
        Place(unit, f"{unit}-{field}", field, kind)
        for field, number in apportion(sender.staff, sender.fields).items()
        for _ in range(number)
    ]


def centre_places(case: Case) -> list[Place]:
    """Every place of the delivery centres: in some, one person qualifies for a vacant seat; in the others nobody."""
    if case.centres is None:
        return []
    rng = stream(case.seed, "centres")
    communes = case.commune_list
    qualified = set(weighted_subset(np.ones(len(communes)), case.centres.qualified, rng).tolist())
    useful = sorted(case.communes.vacant_fields)
    names = list(case.centres.fields)
    weights = np.array([case.centres.fields[name] for name in names])
    places = []
    for row, (commune, staff) in enumerate(zip(communes, centre_staff(case, case.centres), strict=True)):
        unit = centre_code(commune.code)
        if row in qualified:
            places.append(_centre_place(unit, str(rng.choice(useful)), Role.READY))
        for column in rng.choice(len(names), size=int(staff) - (row in qualified), p=weights / weights.sum()):
            places.append(_centre_place(unit, names[column], Role.BOUND))
    return places


def _centre_place(unit: str, field: str, role: Role) -> Place:
    return Place(unit, f"{unit}-{field}", field, EmployeeKind.PUBLIC_EMPLOYEE, role, own_field=field)


def holders(places: Sequence[Place]) -> Mapping[tuple[str, str], int]:
    """Holders by unit and field of the post held, sorted."""
    return dict(sorted(Counter((place.unit, place.post_field) for place in places).items()))
