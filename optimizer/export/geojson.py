"""A plan on the map as GeoJSON (RFC 7946): units as points, people who go the same way as lines between them.

Homes are no part of it, nor is anybody by id or name: only numbers of people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.domain import Dataset, Unit
from optimizer.export.flows import flows_of
from optimizer.export.json_text import json_text
from optimizer.ledger import MEASURES, ledger_of
from optimizer.plan import Plan
from optimizer.policy import Policy

Feature = Mapping[str, object]


def plan_geojson(dataset: Dataset, policy: Policy, plan: Plan) -> str:
    """Units with their counts before and after, and flows; what has no coordinates has no geometry.

    Keys sorted: the same plan gives the same bytes. Raises KeyError if the plan names a unit that the dataset
    does not have.
    """
    document = {
        "type": "FeatureCollection",
        "dataset_sha256": plan.provenance.dataset_sha256,
        "policy_sha256": plan.provenance.policy_sha256,
        "version": plan.provenance.version,
        "features": [*_units(dataset, policy, plan), *_flows(dataset, plan)],
    }
    return json_text(document)


def _units(dataset: Dataset, policy: Policy, plan: Plan) -> Iterator[Feature]:
    ledger = ledger_of(dataset, policy, plan)
    states = [state[[*MEASURES]].to_dict("records") for state in ledger.states]
    for unit, before, after in zip(ledger.units, *states, strict=True):
        point = _point(unit)
        yield {
            "type": "Feature",
            "id": unit.code,
            "geometry": None if point is None else {"type": "Point", "coordinates": point},
            "properties": {"name": unit.name, "kind": unit.kind.value, "before": before, "after": after},
        }


def _flows(dataset: Dataset, plan: Plan) -> Iterator[Feature]:
    """Moves between two units, added up by form and field."""
    for flow in flows_of(plan.moves):
        ends = [_point(dataset.unit_by_code[code]) for code in (flow.from_unit, flow.to_unit)]
        if flow.from_unit == flow.to_unit:
            continue
        yield {
            "type": "Feature",
            "geometry": None if None in ends else {"type": "LineString", "coordinates": ends},
            "properties": {
                "form": flow.form.value,
                "from": flow.from_unit,
                "to": flow.to_unit,
                "field": flow.field,
                "people": flow.people,
            },
        }


def _point(unit: Unit) -> tuple[float, float] | None:
    """Longitude and latitude, in the order of GeoJSON."""
    return None if unit.longitude is None or unit.latitude is None else (unit.longitude, unit.latitude)
