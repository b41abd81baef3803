"""The cast, and an app for each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast, assemble
from tests.channels.client_api import contract
from tests.channels.client_api.api import Api


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in a fresh house."""
    return assemble()


@pytest.fixture
def ada(cast: Cast) -> Api:
    """Ada's app, with every ordinary scope."""
    return Api(cast.ada.token())


@pytest.fixture
def bevan(cast: Cast) -> Api:
    return Api(cast.bevan.token())


@pytest.fixture
def eve(cast: Cast) -> Api:
    return Api(cast.eve.token())


@pytest.fixture
def faye(cast: Cast) -> Api:
    return Api(cast.faye.token())


@pytest.fixture
def sam(cast: Cast) -> Api:
    return Api(cast.sam.token())


@pytest.fixture
def anonymous(db: None) -> Api:
    return Api()


@pytest.fixture(autouse=True)
def _contract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every request is read and answered as declared in the OpenAPI document."""
    found = contract.watch(monkeypatch)
    yield
    assert not found, "\n".join(dict.fromkeys(found))
