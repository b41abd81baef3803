"""SQL written once for both databases: its percent signs, and texts that the database puts together."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql

pytestmark = pytest.mark.django_db


def test_a_percent_sign_written_twice_is_one() -> None:
    """And %s is still a parameter beside it."""
    assert sql.value("SELECT 17 %% 5") == 2
    assert sql.row("SELECT CAST(%s AS TEXT) || '%%s' || '100%%'", ("a",)) == ("a%s100%",)


def test_texts_are_put_together_by_the_database() -> None:
    """Numbers as digits, NULL as nothing, whatever is quoted or looks like a place for a value."""
    inner = sql.Joined("<%s it's>", ("1 + 1",))
    whole = inner.into('{"a":%s,"b":"%s"}', sql.Joined("%s%s", ("NULL", "'50%%s ŵ'")))
    assert whole.parts == ("1 + 1", "NULL", "'50%%s ŵ'")
    assert sql.value(f"SELECT {whole.statement}") == '{"a":<2 it\'s>,"b":"50%s ŵ"}'
