"""Search over people, topics and posts. Posts only for members, as in the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.acting import viewer_id
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.federation import searching

LONGEST = 200
POSTS = 20


@public("GET")
def show_search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found."""
    viewer = viewer_id(request)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    wanted = query.lstrip("@#")
    named = searching.find(query, may_fetch=viewer is not None)
    post = posts.read_status(viewer, named.id) if named is not None and named.kind == "post" else None
    accounts = people.search_accounts(viewer, wanted, 5) if wanted and not query.startswith("#") else []
    tags = posts.search_tags(wanted, 10) if wanted and not query.startswith("@") else []
    if named is not None and named.kind == "account":
        accounts = people.read_accounts(viewer, [named.id])
    found = posts.search_posts(viewer, query, POSTS) if viewer is not None and query and not post else []
    return answers.page(
        request,
        "posts/search.html",
        query=query,
        accounts=[showing.account(text) for text in accounts],
        tags=tags,
        posts=[showing.status(text, viewer) for text in ([post] if post else found)],
        is_member=viewer is not None,
        pages={"newer": "", "older": ""},
    )
