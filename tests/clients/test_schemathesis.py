"""Made-up requests, right and wrong, to every operation of the OpenAPI document, against a real house.

A few cases each, to see within the ordinary suite that nothing drifts; `make test-api` sends two hundred and more.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import schemathesis_run
from tests.running_house import RunningHouse


@pytest.mark.server
def test_every_operation_keeps_to_the_document(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No fault of the server, no answer that is not declared, no wrong request accepted, no right read refused."""
    house = RunningHouse(tmp_path / "house")
    house.start()
    try:
        status = schemathesis_run.run(house, cases=3, workers=1, more=["--phases", "fuzzing", "--seed", "1"])
    finally:
        house.stop()
    told = capfd.readouterr().out
    assert status == 0, told[-20_000:]
    assert "Internal" not in house.log.read_text("utf-8", "replace")
