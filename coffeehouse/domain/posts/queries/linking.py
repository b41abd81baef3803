"""Links of posts: the first of a post, pages described lately, and who links to a page."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed
from coffeehouse.domain.posts.queries.timelines import _page as posts_from
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page
from coffeehouse.protocols.mastodon.text import parse
from coffeehouse.protocols.opengraph import Described

READ_AGAIN_AFTER = clock.DAY


def first_link(post_id: int) -> str | None:
    """The first link of a public or unlisted post; None when there is no such post or link."""
    text = sql.value(
        "SELECT text FROM posts_post WHERE id = %s AND visibility IN ('public', 'unlisted') AND boost_of_id IS NULL",
        (post_id,),
    )
    links = parse(text).links if text else ()
    return links[0] if links else None


def page_read_lately(url: str) -> Described | None:
    """What a page said of itself within the last day, if it was asked."""
    row = sql.row(
        "SELECT title, description, author_name, provider_name, published_at FROM posts_card"
        " WHERE url = %s AND fetched_at > %s",
        (url, clock.now_ms() - READ_AGAIN_AFTER),
    )
    if row is None:
        return None
    return Described(title=row[0], description=row[1], author_name=row[2], provider_name=row[3], published_at=row[4])


def link_timeline(viewer_id: int | None, url: str, page: Page) -> Listed | None:
    """Public posts that link to a page; None when nobody's does."""
    card_id = sql.value("SELECT id FROM posts_card WHERE url = %s", (url[:2_048],))
    if card_id is None:
        return None
    return posts_from(
        viewer_id,
        "posts_postcard n JOIN posts_post p ON p.id = n.post_id",
        "n.card_id = %s AND p.visibility = 'public'",
        (card_id,),
        page,
        key="n.post_id",
        hides_muted=True,
    )
