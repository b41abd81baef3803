"""Accounts and posts of another server, as a house that federates would have them: Dee of dee.example and others."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql, transaction
from coffeehouse.domain import vouching
from coffeehouse.domain.people import fragments as accounts
from coffeehouse.domain.posts import fragments as posts
from coffeehouse.kernel import clock
from coffeehouse.ledger.append import Appender


def _record(appender: Appender, state: Any) -> None:
    """Let the ledger vouch for a row that no act made."""
    row = {name: value if value is None or isinstance(value, str) else str(value) for name, value in state.row.items()}
    appender.append(
        kind="test.arranged", actor="system", capacity="system", channel="cli", object="house", body="house", policy="",
        payload={"states": [{"table": state.table, "id": str(state.id), "row": row}]},
    )  # fmt: skip


def account(username: str = "dee", domain: str = "dee.example") -> int:
    """An account of another server; its id."""
    with transaction.write():
        appender = Appender(clock.now_ms())
        account_id = appender.new_id()
        sql.execute(
            "INSERT INTO people_account (id, acct, username, domain, kind, display_name, note, note_html, fields,"
            " avatar, header, avatar_description, header_description, is_locked, is_bot, is_discoverable, is_indexable,"
            " hides_collections, default_visibility, default_sensitive, default_language, created_at, fragment) VALUES"
            " (%s, %s, %s, %s, 'persona', %s, '', '', '[]', '', '', '', '', %s, %s, %s, %s, %s, 'public', %s, '', %s,"
            " '')",
            (
                account_id, f"{username}@{domain}", username, domain, username.title(), False, False, True, True,
                False, False, clock.now_ms(),
            ),
        )  # fmt: skip
        sql.execute(
            "INSERT INTO people_accountcounts (account_id, followers_count, following_count, statuses_count)"
            " VALUES (%s, 0, 0, 0)",
            (account_id,),
        )
        accounts.render(account_id)
        _record(appender, accounts.vouch(account_id))
        appender.close()
    return account_id


def follow(account_id: int, target_id: int) -> None:
    """One follows the other, though no act of ours said so."""
    with transaction.write(), sql.noting():
        appender = Appender(clock.now_ms())
        sql.execute(
            "INSERT INTO people_follow (id, account_id, target_id, is_pending, shows_boosts, notifies, languages,"
            " created_at) VALUES (%s, %s, %s, %s, %s, %s, '', %s)",
            (appender.new_id(), account_id, target_id, False, True, False, clock.now_ms()),
        )
        for column, counted in (("following_count", account_id), ("followers_count", target_id)):
            sql.execute(f"UPDATE people_accountcounts SET {column} = {column} + 1 WHERE account_id = %s", (counted,))
        for state in vouching.states_written():
            _record(appender, state)
        appender.close()


def post(copied_id: int, author_id: int) -> int:
    """A post like one of ours, by somebody elsewhere; its id."""
    with transaction.write():
        appender = Appender(clock.now_ms())
        post_id = appender.new_id()
        columns = posts.read_columns(copied_id) | {"account_id": author_id, "conversation_id": post_id}
        posts.insert(post_id, columns)
        sql.execute(
            "UPDATE people_accountcounts SET statuses_count = statuses_count + 1 WHERE account_id = %s", (author_id,)
        )
        _record(appender, posts.vouch(post_id, columns))
        appender.close()
    return post_id
