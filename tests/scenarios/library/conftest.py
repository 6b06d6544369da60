from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.library import write_case


@pytest.fixture(scope="session")
def bac_ninh_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case as written on disk, once a session."""
    folder = tmp_path_factory.mktemp("bac-ninh")
    write_case("bac-ninh", folder)
    return folder
