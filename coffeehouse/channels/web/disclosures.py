"""The public disclosure log: what was asked under freedom of information laws, and what the answer was."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.request_words import outcomes
from coffeehouse.domain.requests import queries
from coffeehouse.kernel.errors import NotFound

PAGE = 20
FEED = 50


def _before(request: HttpRequest) -> int | None:
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


@public("GET")
def show_disclosures(request: HttpRequest) -> HttpResponse:
    """Answers, latest first."""
    found = queries.disclosures(_before(request), PAGE + 1)
    return answers.page(
        request, "pages/disclosures.html", disclosures=found[:PAGE], outcomes=outcomes(),
        older=found[PAGE - 1].id if len(found) > PAGE else None,
    )  # fmt: skip


@public("GET")
def show_disclosure(request: HttpRequest, request_id: int) -> HttpResponse:
    """One answer."""
    found = queries.read_disclosure(request_id)
    if found is None:
        raise NotFound
    return answers.page(request, "pages/disclosure.html", one=found, outcome=outcomes()[found.outcome])


@public("GET")
def send_disclosures(_request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed."""
    base = settings.BASE_URL
    title = _("Disclosure log: %(house)s") % {"house": settings.BODY_NAME}
    feed = Atom1Feed(
        title=title, link=f"{base}/disclosures", description=title, language=get_language(),
        feed_url=f"{base}/disclosures.atom",
    )  # fmt: skip
    for each in queries.disclosures(None, FEED):
        at = datetime.fromtimestamp((each.closed_at or 0) / 1_000, UTC)
        feed.add_item(
            title=each.public_title,
            link=f"{base}/disclosures/{each.id}",
            description=f"{each.public_question}\n\n{each.public_answer}",
            unique_id=f"{base}/disclosures/{each.id}",
            author_name=settings.BODY_NAME,
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)
