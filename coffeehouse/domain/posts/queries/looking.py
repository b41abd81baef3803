"""What stands around words when somebody looks at them before they are published; for the hash an approval is given to.

Not asked by viewers: nothing here is shown, it only goes into a hash.
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql


def post_as_it_is(post_id: int | None) -> tuple[Any, ...] | None:
    """(id, author, time of its latest version) of a post that is answered, quoted or edited; None when it is gone."""
    if post_id is None:
        return None
    return sql.row("SELECT id, account_id, COALESCE(edited_at, created_at) FROM posts_post WHERE id = %s", (post_id,))


def pictures_of_post(post_id: int) -> list[int]:
    """Ids of the pictures a post has now."""
    return [row[0] for row in sql.rows("SELECT id FROM posts_media WHERE post_id = %s ORDER BY id", (post_id,))]


def defaults_of(account_id: int | None) -> tuple[Any, ...] | None:
    """(visibility, sensitive, language, quote policy) of an account's posts that do not say."""
    return sql.row(
        "SELECT default_visibility, default_sensitive, default_language, default_quote_policy FROM people_account"
        " WHERE id = %s",
        (account_id or 0,),
    )
