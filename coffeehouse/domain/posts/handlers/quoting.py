"""Quotes: who may quote what, the row that says so, and taking one back.

Whether a quoted post may be seen is decided at every read (`queries.quoting`); here only whether it may be quoted.
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import fragments
from coffeehouse.domain.posts.handlers import notifying
from coffeehouse.domain.posts.handlers.finding import Found, find_own, find_visible
from coffeehouse.domain.posts.writing_commands import ChangeQuotePolicy, RevokeQuote
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from coffeehouse.protocols.mastodon.fragments import card_of

POLICIES = ("public", "followers", "nobody")
ELSEWHERE = "SELECT 1 FROM people_account WHERE id = %s AND domain <> ''"
ABSENT = "The post you are trying to quote does not appear to exist."


def check_policy(policy: str | None) -> None:
    """Raise Invalid unless it is a policy that apps know, or None."""
    if policy is not None and policy not in POLICIES:
        raise Invalid(f"Who may quote is one of: {', '.join(POLICIES)}.", field="quote_approval_policy")


def find_quotable(post_id: int | None, account_id: int) -> Found | None:
    """The post that this account wants to quote. Raises NotFound when it is not to be seen or not to be quoted."""
    if post_id is None:
        return None
    try:
        post = find_visible(post_id, account_id)
    except NotFound:
        raise NotFound(ABSENT) from None
    if not may_quote(post, account_id):
        raise NotFound(ABSENT)
    return post


def may_quote(post: Found, account_id: int) -> bool:
    """Whether this account, which may see the post, may quote it."""
    if post.visibility == "direct":
        return False
    if post.account_id == account_id:
        return True
    policy = sql.value("SELECT quote_policy FROM posts_post WHERE id = %s", (post.id,))
    if post.visibility == "followers" or policy == "nobody":
        return False
    return policy == "public" or bool(
        sql.value(
            "SELECT 1 FROM people_follow WHERE account_id = %s AND target_id = %s AND NOT is_pending",
            (account_id, post.account_id),
        )
    )


def narrowed(visibility: str, quoted: Found | None) -> str:
    """Who may see a post that quotes: nobody beyond those who may see a followers-only post of one's own."""
    if quoted is not None and quoted.visibility == "followers" and visibility in ("public", "unlisted"):
        return "followers"
    return visibility


def quote(context: Context, post_id: int, quoted: Found, account_id: int) -> State:
    """Insert the quote, count it, and tell the author. One elsewhere is asked first."""
    is_asked = quoted.account_id != account_id and sql.value(ELSEWHERE, (quoted.account_id,)) is not None
    return insert(context, post_id, quoted, account_id, "pending" if is_asked else "accepted")


def insert(context: Context, post_id: int, quoted: Found, account_id: int, state: str) -> State:
    """Insert a quote in this state; one that is accepted counts, and its author is told."""
    sql.execute(
        "INSERT INTO posts_quote (id, quoted_id, quoted_account_id, state) VALUES (%s, %s, %s, %s)",
        (post_id, quoted.id, quoted.account_id, state),
    )
    if state == "accepted":
        _count_in(context, post_id, quoted.id, account_id)
    return vouch(post_id, quoted.id, state)


def change(context: Context, post_id: int, state: str, account_id: int, stamp: str = "") -> State | None:
    """Change the state of a quote by this account, and the counts with it; None where it is the same."""
    row = sql.row("SELECT quoted_id, state, stamp FROM posts_quote WHERE id = %s", (post_id,))
    if row is None or row[1:] == (state, stamp):
        return None
    sql.execute("UPDATE posts_quote SET state = %s, stamp = %s WHERE id = %s", (state, stamp, post_id))
    if state == "accepted" and row[1] != "accepted":
        _count_in(context, post_id, row[0], account_id)
    elif row[1] == "accepted" and state != "accepted":
        _count_out(row[0])
    return vouch(post_id, row[0], state)


def _count_in(context: Context, post_id: int, quoted_id: int, account_id: int) -> None:
    sql.execute("UPDATE posts_postcounts SET quotes_count = quotes_count + 1 WHERE post_id = %s", (quoted_id,))
    quoted = sql.row("SELECT account_id, conversation_id FROM posts_post WHERE id = %s", (quoted_id,))
    if quoted is not None:
        notifying.notify(context, quoted[0], "quote", account_id, post_id, quoted[1])


def vouch(post_id: int, quoted_id: int, state: str) -> State:
    """The row of a quote, for the ledger."""
    return State("posts_quote", post_id, {"quoted_id": quoted_id, "state": state})


def forget(post_id: int) -> tuple[State, ...]:
    """A quoting post goes: so does its quote. What others quoted of it stays, as `deleted`."""
    row = sql.row("DELETE FROM posts_quote WHERE id = %s RETURNING quoted_id, state", (post_id,))
    if row is None:
        return ()
    if row[1] == "accepted":
        _count_out(row[0])
    return (State("posts_quote", post_id, None),)


def _count_out(quoted_id: int) -> None:
    sql.execute("UPDATE posts_postcounts SET quotes_count = quotes_count - 1 WHERE post_id = %s", (quoted_id,))


def quoted_by(post_id: int) -> int | None:
    """What a post quotes, also when that was taken back or is gone."""
    found = sql.value("SELECT quoted_id FROM posts_quote WHERE id = %s", (post_id,))
    return None if found is None else int(found)


def tell_quoters(context: Context, post_id: int, author_id: int) -> None:
    """A post was edited: those who quote it are told, since their words now stand beside new ones."""
    for quoting_id, quoter_id in sql.rows(
        "SELECT z.id, p.account_id FROM posts_quote z JOIN posts_post p ON p.id = z.id"
        " WHERE z.quoted_id = %s AND z.state = 'accepted' LIMIT 1000",
        (post_id,),
    ):
        notifying.notify(context, quoter_id, "quoted_update", author_id, quoting_id)


def apply_revoke_quote(command: RevokeQuote, context: Context) -> Outcome:
    """Take one's post out of another that quotes it; those words stay, without it."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    if post.account_id != account_id:
        raise Forbidden("This action is not allowed: only the author of a quoted post can take it back.")
    row = sql.row("SELECT state FROM posts_quote WHERE id = %s AND quoted_id = %s", (command.quoting_id, post.id))
    if row is None:
        raise NotFound()
    result = {"id": str(command.quoting_id)}
    if row[0] == "revoked":
        return Outcome(object=f"post/{command.quoting_id}", result=result, unchanged=True)
    sql.execute("UPDATE posts_quote SET state = 'revoked' WHERE id = %s", (command.quoting_id,))
    if row[0] == "accepted":
        _count_out(post.id)
    author_id = sql.value("SELECT account_id FROM posts_post WHERE id = %s", (command.quoting_id,))
    notifying.forget(account_id, "quote", author_id, command.quoting_id)
    state = vouch(command.quoting_id, post.id, "revoked")
    return Outcome(object=f"post/{command.quoting_id}", result=result, states=(state,))


def apply_change_quote_policy(command: ChangeQuotePolicy, context: Context) -> Outcome:
    """Write who may quote a post of one's own from now on. Quotes there are stay: each can be revoked."""
    check_policy(command.quote_policy)
    post = find_own(command.post_id, acting_account(context))
    if post.boost_of_id is not None:
        raise NotFound()
    columns = fragments.read_columns(post.id)
    result = {"id": str(post.id)}
    if columns["quote_policy"] == command.quote_policy:
        return Outcome(object=f"post/{post.id}", result=result, unchanged=True)
    columns["quote_policy"] = command.quote_policy
    fragments.change_tail(columns, card_of(columns["fragment"]))
    return Outcome(object=f"post/{post.id}", result=result, states=(write_tail(post.id, columns),))


def write_tail(post_id: int, columns: dict[str, Any]) -> State:
    """Write policy, traits and fragment of a post as `columns` have them by now."""
    sql.execute(
        "UPDATE posts_post SET quote_policy = %s, traits = %s, fragment = %s WHERE id = %s",
        (columns["quote_policy"], columns["traits"], columns["fragment"], post_id),
    )
    return fragments.vouch(post_id, columns)
