"""The same input gives the same bytes: again, in a fresh process with another hash seed, and beside another plan."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tomli_w

from optimizer import load, plan, read_policy
from optimizer.domain import Dataset
from optimizer.export import certificate_to_json, moves_csv, plan_to_json, unfilled_csv
from optimizer.ingest import write_folder
from optimizer.plan import Plan
from optimizer.policy import Policy
from tests.benchmarks.instances import province
from tests.optimizer.judge import tiny

FRESH = """
import sys
from pathlib import Path
from tests.optimizer.test_repeats import files_of, plan_folder
sys.stdout.buffer.write(files_of(plan_folder(Path(sys.argv[1]))))
"""


def plan_folder(folder: Path) -> Plan:
    policy = read_policy(folder / "policy.toml")
    return plan(load(folder, policy.as_of), policy)


def files_of(proposal: Plan) -> bytes:
    """Everything that is written of a plan."""
    certificate = "" if proposal.certificate is None else certificate_to_json(proposal.certificate)
    return "".join((plan_to_json(proposal), moves_csv(proposal), unfilled_csv(proposal), certificate)).encode()


def start(folder: Path, hash_seed: str) -> subprocess.Popen[bytes]:
    """A fresh process that plans the folder and prints what is written of the plan."""
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    return subprocess.Popen(
        [sys.executable, "-c", FRESH, str(folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": hash_seed},
    )


def end(process: subprocess.Popen[bytes]) -> bytes:
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return output


def decided_by_the_network() -> tuple[Dataset, Policy]:
    return province(1_000, 120, 20, seed=7)


def decided_by_side_rows() -> tuple[Dataset, Policy]:
    """The first tiny province whose proof needs a price for side rows, or a search beyond prices."""
    return next(one for one in map(tiny, range(100)) if needs_side_rows(plan(*one)))


def needs_side_rows(proposal: Plan) -> bool:
    return proposal.certificate is None or any(map(any, proposal.certificate.multipliers))


@pytest.mark.slow
@pytest.mark.parametrize("case", [decided_by_the_network, decided_by_side_rows])
def test_a_plan_is_the_same_to_the_byte_wherever_it_is_made(case, tmp_path: Path) -> None:
    dataset, policy = case()
    write_folder(dataset, tmp_path)
    text = tomli_w.dumps(policy.model_dump(mode="json", exclude_none=True))
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")

    proposal = plan_folder(tmp_path)
    assert proposal.moves and proposal.has_proof and proposal.termination.is_unique
    assert needs_side_rows(proposal) is (case is decided_by_side_rows)
    expected = files_of(proposal)
    assert files_of(plan_folder(tmp_path)) == expected
    assert end(start(tmp_path, "1")) == expected
    together = [start(tmp_path, hash_seed) for hash_seed in ("2", "3")]
    assert [end(process) for process in together] == [expected, expected]
