"""A dataset that is deleted is gone, with all that names people; the log stays true, and stays."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from api.access import Role
from api.store.audit import AUDIT
from api.store.audit_check import check_log
from api.store.datasets import DATASETS, content_of
from api.store.plans import MOVES, PLANS, load_plan
from tests.api.http.decided import planned, seal_of, step
from tests.api.http.inside import Inside
from tests.api.http.uploads import files_of, upload
from tests.api.named import named_province


def test_a_deleted_dataset_is_gone_with_its_plans(inside: Inside) -> None:
    with inside.program(Role.PLANNER) as planner, inside.program(Role.ADMIN) as admin:
        plan = planned(inside, planner)
        told = planner.get(f"/v1/plans/{plan}").json()
        dataset, run = told["dataset"], told["run"]
        with inside.program(Role.ADMIN, "20") as other:
            assert other.delete(f"/v1/datasets/{dataset}").status_code == 404
        assert planner.delete(f"/v1/datasets/{dataset}").status_code == 403
        assert admin.delete(f"/v1/datasets/{dataset}").status_code == 204
        assert admin.delete(f"/v1/datasets/{dataset}").status_code == 404
        for path in (f"/v1/datasets/{dataset}", f"/v1/plans/{plan}", f"/v1/plans/{plan}/moves"):
            assert planner.get(path).status_code == 404
        assert planner.get("/v1/datasets").json()["items"] == planner.get("/v1/plans").json()["items"] == []
        assert planner.get(f"/v1/runs/{run}").json()["plan"] is None
        again = upload(planner, files_of(named_province()))
        assert (again.status_code, again.json()["version"]) == (201, 2)
    for read in (lambda: content_of(inside.database, dataset), lambda: load_plan(inside.database, plan)):
        with pytest.raises(NoResultFound):
            read()
    with inside.database.reading() as connection:
        assert connection.execute(select(MOVES)).all() == []
        assert check_log(connection).troubles == ()
        kept = {row.act: row.sha256 for row in connection.execute(select(AUDIT).where(AUDIT.c.subject == dataset))}
    assert kept["dataset.kept"] == kept["dataset.deleted"] == named_province().sha256


def test_a_dataset_that_is_in_use_is_not_deleted(inside: Inside) -> None:
    with (
        inside.program(Role.PLANNER) as planner,
        inside.program(Role.ADMIN) as admin,
        inside.person(Role.APPROVER) as approver,
    ):
        plan = planned(inside, planner)
        url = f"/v1/datasets/{planner.get(f'/v1/plans/{plan}').json()['dataset']}"
        step(planner, plan, "submit")
        assert admin.delete(url).json()["code"] == "dataset_in_use"
        step(approver, plan, "return", seal=seal_of(approver, plan), reason="x")
        run = planner.post("/v1/runs", json={"dataset": url.rpartition("/")[2]}).json()["id"]
        assert admin.delete(url).json()["code"] == "dataset_in_use"
        planner.post(f"/v1/runs/{run}/cancel")
        assert admin.delete(url).status_code == 204


def test_what_is_kept_of_people_is_sealed(inside: Inside) -> None:
    with inside.program(Role.PLANNER) as planner:
        plan = planned(inside, planner)
    with inside.database.reading() as connection:
        content = connection.execute(select(DATASETS.c.content)).scalar_one()
        row = connection.execute(select(PLANS.c.content, PLANS.c.certificate)).one()
    assert not zipfile.is_zipfile(io.BytesIO(content))
    assert zipfile.is_zipfile(io.BytesIO(content_of(inside.database, dataset_of(inside, plan))))
    for sealed in row:
        with pytest.raises(gzip.BadGzipFile):
            gzip.decompress(sealed)
    assert load_plan(inside.database, plan).moves


def dataset_of(inside: Inside, plan: str) -> str:
    with inside.database.reading() as connection:
        dataset: str = connection.execute(select(PLANS.c.dataset).where(PLANS.c.id == plan)).scalar_one()
    return dataset
