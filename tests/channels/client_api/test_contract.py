"""The OpenAPI document is the code: every route is declared, every declared member is read and every one read declared.

What endpoints really read and answer is watched in all tests of this folder (`contract.watch`).
"""

from __future__ import annotations

import pytest

from coffeehouse.channels.client_api.contract import OPERATIONS
from coffeehouse.channels.client_api.contract.routes import served
from coffeehouse.site import openapi
from tests.channels.client_api import contract, source

SERVED = {f"{method} {path}": endpoint for method, path, endpoint in served()}


def test_the_document_is_what_the_code_makes() -> None:
    """`make docs` writes it; nobody edits it by hand."""
    assert openapi.PAGE.read_text("utf-8") == openapi.page()


def test_every_route_is_declared_and_every_declaration_is_served() -> None:
    """A new endpoint needs its line in client_api.contract, a removed one loses it."""
    assert set(SERVED) - set(OPERATIONS) == set(), "not declared"
    assert set(OPERATIONS) - set(SERVED) == set(), "declared, but not served"


@pytest.mark.parametrize("key", sorted(OPERATIONS))
def test_what_is_declared_is_read_and_what_is_read_is_declared(key: str) -> None:
    """By the code of the endpoint and of what it calls."""
    core = SERVED[key].core
    names = {part for name in contract.declared(OPERATIONS[key]) for part in name.split("/")}
    assert source.reads(core) - names == set(), "read, but not declared"
    assert names - source.words(core) == set(), "declared, but never read"


def test_every_member_has_a_type() -> None:
    """No answer holds anything unspecified."""
    schemas = contract.document()["components"]["schemas"]
    untyped = [
        f"{name}.{member}"
        for name, schema in schemas.items()
        for member, inner in schema.get("properties", {}).items()
        if {} in (inner, inner.get("items"), *inner.get("anyOf", ()))
    ]
    assert untyped == []
