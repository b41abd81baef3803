"""A reader's filters: words and posts they do not want to see."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.handlers.finding import find_visible
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import characters, normalise
from coffeehouse.protocols.mastodon.filtering import ACTIONS, CONTEXTS

# Each keyword is looked for in each post that is read: the bounds keep that cheap.
MAX_FILTERS = 100
MAX_KEYWORDS = 400
MAX_POSTS = 1_000
MAX_TITLE, MAX_KEYWORD = 256, 512
MAX_SECONDS = 100 * 366 * 86_400
OWN_KEYWORD = (
    "SELECT k.filter_id, k.keyword, k.whole_word FROM posts_filterkeyword k JOIN posts_filter f ON f.id = k.filter_id"
    " WHERE k.id = %s AND f.account_id = %s"
)


def _words(text: str, limit: int, field: str, name: str) -> str:
    kept = normalise(text, newlines=0, field=field)
    if not kept:
        raise Invalid(f"Validation failed: {name} can't be blank", field=field)
    if characters(kept) > limit or len(kept) > limit:
        raise Invalid(f"Validation failed: {name} has at most {limit} characters", field=field)
    return kept


def _context(context: tuple[str, ...]) -> str:
    places = list(dict.fromkeys(place.strip() for place in context if place.strip()))
    if not places or not set(places) <= set(CONTEXTS):
        raise Invalid(f"Validation failed: Context must be one or more of {', '.join(CONTEXTS)}", field="context")
    return " ".join(places)


def _action(action: str) -> str:
    if action not in ACTIONS:
        raise Invalid(f"Validation failed: Filter action must be one of {', '.join(ACTIONS)}", field="filter_action")
    return action


def _expiry(expires_in: int, now: int) -> int | None:
    if expires_in == commands.FOREVER:
        return None
    if not 0 <= expires_in <= MAX_SECONDS:
        raise Invalid("Validation failed: Expires in must be a number of seconds from now", field="expires_in")
    return now + expires_in * clock.SECOND


def _own_filter(filter_id: int, account_id: int) -> tuple[Any, ...]:
    """(title, context, action, expires_at) of a filter of one's own. Raises NotFound."""
    row = sql.row(
        "SELECT title, context, action, expires_at FROM posts_filter WHERE id = %s AND account_id = %s",
        (filter_id, account_id),
    )
    if row is None:
        raise NotFound()
    return row


def apply_create_filter(command: commands.CreateFilter, context: Context) -> Outcome:
    """Insert a filter with its keywords."""
    account_id = acting_account(context)
    title = _words(command.title, MAX_TITLE, "title", "Title")
    if sql.value("SELECT COUNT(*) FROM posts_filter WHERE account_id = %s", (account_id,)) >= MAX_FILTERS:
        raise Invalid(f"You have {MAX_FILTERS} filters, the most there can be. Delete one first.")
    filter_id = context.new_id()
    sql.execute(
        "INSERT INTO posts_filter (id, account_id, title, context, action, expires_at, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            filter_id, account_id, title, _context(command.context), _action(command.action),
            _expiry(command.expires_in, context.now), context.now,
        ),
    )  # fmt: skip
    _change_keywords(filter_id, account_id, command.keywords, context)
    return Outcome(object=f"filter/{filter_id}", result=str(filter_id))


def apply_update_filter(command: commands.UpdateFilter, context: Context) -> Outcome:
    """Change a filter of one's own and its keywords."""
    account_id = acting_account(context)
    before = _own_filter(command.filter_id, account_id)
    after = (
        before[0] if command.title is None else _words(command.title, MAX_TITLE, "title", "Title"),
        before[1] if command.context is None else _context(command.context),
        before[2] if command.action is None else _action(command.action),
        before[3] if command.expires_in is None else _expiry(command.expires_in, context.now),
    )
    changed = _change_keywords(command.filter_id, account_id, command.keywords, context)
    if after != before:
        sql.execute(
            "UPDATE posts_filter SET title = %s, context = %s, action = %s, expires_at = %s WHERE id = %s",
            (*after, command.filter_id),
        )
    return Outcome(
        object=f"filter/{command.filter_id}", result=str(command.filter_id), unchanged=after == before and not changed
    )


def apply_delete_filter(command: commands.DeleteFilter, context: Context) -> Outcome:
    """Remove a filter with all that belongs to it."""
    _own_filter(command.filter_id, acting_account(context))
    for table in ("posts_filterkeyword", "posts_filterstatus"):
        sql.execute(f"DELETE FROM {table} WHERE filter_id = %s", (command.filter_id,))
    sql.execute("DELETE FROM posts_filter WHERE id = %s", (command.filter_id,))
    return Outcome(object=f"filter/{command.filter_id}")


def _change_keywords(
    filter_id: int, account_id: int, changes: tuple[commands.KeywordChange, ...], context: Context
) -> bool:
    """Add, change and remove keywords; whether anything is different now. Raises NotFound for one of no such id."""
    changed = False
    for change in changes:
        if change.id is None:
            if not change.is_removed:
                _add_keyword(filter_id, account_id, change.keyword or "", change.whole_word is not False, context)
                changed = True
            continue
        row = sql.row(
            "SELECT keyword, whole_word FROM posts_filterkeyword WHERE id = %s AND filter_id = %s",
            (change.id, filter_id),
        )
        if row is None:
            raise NotFound()
        if change.is_removed:
            sql.execute("DELETE FROM posts_filterkeyword WHERE id = %s", (change.id,))
            changed = True
        else:
            changed |= _update_keyword(change.id, row[0], bool(row[1]), change.keyword, change.whole_word)
    return changed


def _add_keyword(filter_id: int, account_id: int, keyword: str, whole_word: bool, context: Context) -> int:
    kept = _words(keyword, MAX_KEYWORD, "keyword", "Keyword")
    count = sql.value(
        "SELECT COUNT(*) FROM posts_filterkeyword k JOIN posts_filter f ON f.id = k.filter_id WHERE f.account_id = %s",
        (account_id,),
    )
    if count >= MAX_KEYWORDS:
        raise Invalid(f"Your filters have {MAX_KEYWORDS} keywords, the most there can be. Remove one first.")
    keyword_id = context.new_id()
    sql.execute(
        "INSERT INTO posts_filterkeyword (id, filter_id, keyword, whole_word) VALUES (%s, %s, %s, %s)",
        (keyword_id, filter_id, kept, whole_word),
    )
    return keyword_id


def _update_keyword(
    keyword_id: int, before: str, was_whole: bool, keyword: str | None, whole_word: bool | None
) -> bool:
    kept = before if keyword is None else _words(keyword, MAX_KEYWORD, "keyword", "Keyword")
    is_whole = was_whole if whole_word is None else whole_word
    if (kept, is_whole) == (before, was_whole):
        return False
    sql.execute(
        "UPDATE posts_filterkeyword SET keyword = %s, whole_word = %s WHERE id = %s", (kept, is_whole, keyword_id)
    )
    return True


def apply_add_filter_keyword(command: commands.AddFilterKeyword, context: Context) -> Outcome:
    """Insert a keyword."""
    account_id = acting_account(context)
    _own_filter(command.filter_id, account_id)
    keyword_id = _add_keyword(command.filter_id, account_id, command.keyword, command.whole_word, context)
    return Outcome(object=f"filter/{command.filter_id}", result=str(keyword_id))


def _own_keyword(keyword_id: int, account_id: int) -> tuple[Any, ...]:
    """(filter id, keyword, whole_word). Raises NotFound."""
    row = sql.row(OWN_KEYWORD, (keyword_id, account_id))
    if row is None:
        raise NotFound()
    return row


def apply_update_filter_keyword(command: commands.UpdateFilterKeyword, context: Context) -> Outcome:
    """Change a keyword."""
    filter_id, keyword, whole_word = _own_keyword(command.keyword_id, acting_account(context))
    changed = _update_keyword(command.keyword_id, keyword, bool(whole_word), command.keyword, command.whole_word)
    return Outcome(object=f"filter/{filter_id}", result=str(command.keyword_id), unchanged=not changed)


def apply_remove_filter_keyword(command: commands.RemoveFilterKeyword, context: Context) -> Outcome:
    """Remove a keyword."""
    filter_id = _own_keyword(command.keyword_id, acting_account(context))[0]
    sql.execute("DELETE FROM posts_filterkeyword WHERE id = %s", (command.keyword_id,))
    return Outcome(object=f"filter/{filter_id}")


def apply_add_filter_status(command: commands.AddFilterStatus, context: Context) -> Outcome:
    """Put a post one may see under a filter; a second time is refused, as Mastodon does."""
    account_id = acting_account(context)
    _own_filter(command.filter_id, account_id)
    post = find_visible(command.post_id, account_id)
    count = sql.value("SELECT COUNT(*) FROM posts_filterstatus WHERE filter_id = %s", (command.filter_id,))
    if count >= MAX_POSTS:
        raise Invalid(f"This filter has {MAX_POSTS} posts, the most there can be. Remove one first.")
    filter_status_id = context.new_id()
    done = sql.execute(
        "INSERT INTO posts_filterstatus (id, filter_id, post_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (filter_status_id, command.filter_id, post.id),
    )
    if not done:
        raise Invalid("Validation failed: Status is already under this filter", field="status_id")
    return Outcome(object=f"filter/{command.filter_id}", result=str(filter_status_id))


def apply_remove_filter_status(command: commands.RemoveFilterStatus, context: Context) -> Outcome:
    """Take a post out from under a filter."""
    row = sql.row(
        "DELETE FROM posts_filterstatus WHERE id = %s AND filter_id IN"
        " (SELECT id FROM posts_filter WHERE account_id = %s) RETURNING filter_id",
        (command.filter_status_id, acting_account(context)),
    )
    if row is None:
        raise NotFound()
    return Outcome(object=f"filter/{row[0]}")


def forget_posts(post_ids: list[int]) -> None:
    """Posts that are gone need no filter."""
    sql.execute(f"DELETE FROM posts_filterstatus WHERE post_id IN ({sql.marks(len(post_ids))})", post_ids)
