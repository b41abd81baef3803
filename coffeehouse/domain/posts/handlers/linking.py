"""Cards: what a linked page says of itself, shown under a post. The worker fetches and reads the page; here it is kept.

Only the first link of a public or unlisted post is asked for: what is said in private causes no request to anybody.
"""

from __future__ import annotations

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.posts import fragments
from coffeehouse.domain.posts.fragments import CARD_COLUMNS, card_entity
from coffeehouse.domain.posts.handlers.quoting import write_tail
from coffeehouse.domain.posts.writing_commands import AttachCard
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import one_line
from coffeehouse.protocols.mastodon.embedded import PreviewCard
from coffeehouse.protocols.mastodon.text import parse

MAX_URL, MAX_TITLE, MAX_DESCRIPTION, MAX_NAME = 2_048, 300, 1_000, 120


def card_jobs(post_id: int, visibility: str, links: tuple[str, ...]) -> tuple[Job, ...]:
    """The job that fetches a card, where the house makes such requests and the post has a link."""
    wanted = settings.LINK_PREVIEWS and links and visibility in ("public", "unlisted")
    return (Job("fetch_card", {"post_id": post_id}),) if wanted else ()


def apply_attach_card(command: AttachCard, context: Context) -> Outcome:
    """Keep the card and show it under the post, if the post still has that link."""
    row = sql.row("SELECT text, boost_of_id FROM posts_post WHERE id = %s", (command.post_id,))
    if row is None or row[1] is not None:
        raise NotFound()
    if not command.url.startswith(("https://", "http://")) or len(command.url) > MAX_URL:
        raise Invalid("A card is of a web page.", field="url")
    if not command.title.strip():
        raise Invalid("A page without a title has no card.", field="title")
    links = parse(row[0]).links
    if not links or links[0] != command.url:
        return Outcome(object=f"post/{command.post_id}", unchanged=True)
    card_id = _keep(command, context)
    sql.execute(
        "INSERT INTO posts_postcard (post_id, card_id) VALUES (%s, %s)"
        " ON CONFLICT (post_id) DO UPDATE SET card_id = excluded.card_id",
        (command.post_id, card_id),
    )
    columns = fragments.read_columns(command.post_id)
    before = columns["fragment"]
    fragments.change_tail(columns, read_card(card_id))
    if columns["fragment"] == before:
        return Outcome(object=f"post/{command.post_id}", unchanged=True)
    return Outcome(object=f"post/{command.post_id}", states=(write_tail(command.post_id, columns),))


def _keep(command: AttachCard, context: Context) -> int:
    """Insert the card, or change what it says; one that says the same within a day is left as it is."""
    values = (
        one_line(command.title)[:MAX_TITLE], one_line(command.description)[:MAX_DESCRIPTION],
        one_line(command.author_name)[:MAX_NAME], one_line(command.provider_name)[:MAX_NAME], command.published_at,
    )  # fmt: skip
    row = sql.row(
        "SELECT id, fetched_at, title, description, author_name, provider_name, published_at FROM posts_card"
        " WHERE url = %s",
        (command.url,),
    )
    if row is None:
        card_id = context.new_id()
        sql.execute(
            "INSERT INTO posts_card (id, url, title, description, author_name, provider_name, published_at, fetched_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (card_id, command.url, *values, context.now),
        )
        return card_id
    if row[2:] != values or row[1] < context.now - clock.DAY:
        sql.execute(
            "UPDATE posts_card SET title = %s, description = %s, author_name = %s, provider_name = %s,"
            " published_at = %s, fetched_at = %s WHERE id = %s",
            (*values, context.now, row[0]),
        )
    return int(row[0])


def read_card(card_id: int) -> PreviewCard:
    """The card as apps are shown it."""
    row = sql.row(f"SELECT {CARD_COLUMNS} FROM posts_card WHERE id = %s", (card_id,))
    assert row is not None  # noqa: S101  # kept a moment ago, in this transaction
    return card_entity(row)


def forget(post_id: int) -> None:
    """A post shows no card any more; one that no post shows is forgotten."""
    card_id = sql.value("DELETE FROM posts_postcard WHERE post_id = %s RETURNING card_id", (post_id,))
    if card_id is not None and sql.value("SELECT 1 FROM posts_postcard WHERE card_id = %s", (card_id,)) is None:
        sql.execute("DELETE FROM posts_card WHERE id = %s", (card_id,))
