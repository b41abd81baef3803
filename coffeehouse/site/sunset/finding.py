"""Search in the files, without a server: an index in parts that a small script reads, and lists by month without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.template import engines
from jinja2 import Environment

from coffeehouse.database import sql
from coffeehouse.kernel import clock

SCRIPT = Path(__file__).with_name("search.js")
PART = 5_000  # posts in one part of the index
PUBLIC = (
    "SELECT p.id, a.acct, a.display_name, p.text, p.spoiler_text, a.is_indexable FROM posts_post p"
    " JOIN people_account a ON a.id = p.account_id WHERE p.id > %s AND p.boost_of_id IS NULL"
    " AND p.visibility IN ('public', 'unlisted') AND a.hidden_at IS NULL AND a.domain = '' ORDER BY p.id LIMIT 1000"
)


class Said(NamedTuple):
    """A public post. is_found: its author wants to be found by search."""

    address: str
    name: str
    at: int
    text: str
    is_found: bool


def said() -> Iterator[Said]:
    """Every public and quiet public post of the house, oldest first."""
    after = 0
    while rows := sql.rows(PUBLIC, (after,)):
        for post_id, acct, name, text, warning, is_indexable in rows:
            words = f"{warning} {text}".strip()
            yield Said(f"/@{acct}/{post_id}", name or acct, post_id >> 16, words, bool(is_indexable))
        after = rows[-1][0]


class Index(NamedTuple):
    """How many parts there are, and the lists by month: month → a piece of HTML. `counts`: month → how many posts."""

    parts: int
    lists: dict[str, str]
    counts: dict[str, int]


def write_index(folder: Path, posts: Iterable[Said]) -> Index:
    """Write script and parts into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    months: dict[str, list[Said]] = {}
    rows: list[tuple[str, str, str, str]] = []
    count = 0
    for post in posts:
        if not post.is_found:
            continue
        day = clock.day_text(post.at)
        months.setdefault(day[:7], []).append(post)
        rows.append((_beside(post.address), post.name, day, post.text))
        if len(rows) == PART:
            count += 1
            _write_part(folder, count, rows)
            rows = []
    if rows:
        count += 1
        _write_part(folder, count, rows)
    (folder / "search.js").write_bytes(SCRIPT.read_bytes())
    newest_first = sorted(months, reverse=True)
    lists = {month: _list(month, months[month]) for month in newest_first}
    return Index(count, lists, {month: len(months[month]) for month in newest_first})


def _beside(address: str) -> str:
    """From a file in `search/`, or one as deep, to a post's page."""
    return f"..{address}/index.html"


def _write_part(folder: Path, number: int, rows: list[tuple[str, str, str, str]]) -> None:
    # A script, not JSON: browsers read no JSON from plain files.
    text = msgspec.json.encode(rows).decode().replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " ")
    (folder / f"part-{number}.js").write_text(f"archiveSearch.add({text});\n", "utf-8")


def _list(month: str, posts: list[Said]) -> str:
    shown = [
        {
            "href": f"../{_beside(post.address)}",
            "name": post.name,
            "day": clock.day_text(post.at),
            "text": post.text[:200],
        }
        for post in posts
    ]
    return render("parts/archive_month.html", month=month, posts=shown)


def render(template: str, **context: object) -> str:
    """A piece of a page that needs no request."""
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return environment.get_template(template).render(**context)


def search_form(index: Index) -> str:
    """What stands on the search page in place of the form that a server would answer."""
    return render("parts/archive_search.html", parts=index.parts, months=index.counts)
