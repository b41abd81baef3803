"""Keys between servers, as rows: our accounts' own, and those of accounts elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql


class OwnKey(NamedTuple):
    """A live key of an account of ours. kind: rsa, ed25519; private: sealed; public: PEM or multibase."""

    id: int
    kind: str
    private: str
    public: str


class TheirKey(NamedTuple):
    """A key of an account elsewhere. fetched_at: ms, of the actor's document it stands in."""

    key_id: str
    kind: str
    public: str
    account_id: int
    uri: str
    host: str


def own_keys(account_id: int) -> dict[str, OwnKey]:
    """The live keys of an account of ours (0: the house) by kind; empty before the first are made."""
    rows = sql.rows(
        "SELECT id, kind, private, public FROM federation_localkey WHERE account_id = %s AND retired_at IS NULL",
        (account_id,),
    )
    return {row[1]: OwnKey(*row) for row in rows}


def their_key(key_id: str) -> TheirKey | None:
    """The key somebody elsewhere is known to sign with; None where the account is gone."""
    found = sql.row(
        "SELECT k.key_id, k.kind, k.public, k.account_id, r.uri, r.host FROM federation_remotekey k"
        " JOIN federation_remoteactor r ON r.id = k.account_id WHERE k.key_id = %s AND r.gone_at IS NULL",
        (key_id,),
    )
    return None if found is None else TheirKey(*found)


def local_name(account_id: int) -> str | None:
    """The name of an account of ours; None for one that is not ours."""
    found = sql.value("SELECT username FROM people_account WHERE id = %s AND domain = ''", (account_id,))
    return None if found is None else str(found)
