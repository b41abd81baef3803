"""QuoteRequest, its answers, and stamps (FEP-044f): how servers agree on quotes.

theirs of ours: QuoteRequest → RequestQuote → Accept with our stamp | Reject
ours of theirs: QuoteRequest → Accept | Reject → AnswerQuote → our post in a new version
"""

from __future__ import annotations

import json
import re

from django.conf import settings

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.commands import AnswerQuote, ReceivePost, RequestQuote, SettleQuote
from coffeehouse.domain.federation.queries import known_account, resolving, threads
from coffeehouse.domain.federation.queries.identities import account_identity, post_identity
from coffeehouse.engine.act import act
from coffeehouse.federation import addresses, objects
from coffeehouse.federation.fetching import Unfetched, fetch_document
from coffeehouse.federation.hearing import CHANNEL, Hearing, Untrue, Unwanted
from coffeehouse.federation.waiting import MustWait
from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.activitypub.reading_objects import read_object, read_stamp


def take_quote_request(hearing: Hearing) -> None:
    """They ask to quote a post of ours, in a post of their own that comes with the question or is asked for."""
    quoted_id = resolving.post_here(hearing.said.object_id)
    if quoted_id is None:
        raise Unwanted("no_post")
    hearing.require_own_origin(hearing.said.instrument_id)
    post_id = resolving.post_of_uri(hearing.said.instrument_id) or _take_instrument(hearing)
    if post_id is None:
        raise Unwanted("no_post")
    if resolving.author_of(post_id) != hearing.signer.account_id:
        raise Untrue("not_theirs")
    hearing.does(RequestQuote(post_id=post_id, quoted_id=quoted_id))


def _take_instrument(hearing: Hearing) -> int | None:
    """The post that quotes, as it came with the question, or from its own server."""
    raw = hearing.said.instrument
    if raw is None or "type" not in raw:
        if not hearing.may_fetch:
            raise MustWait("The post that quotes has to be fetched")
        return objects.post_of(hearing.said.instrument_id, depth=1)
    known = known_account(hearing.signer.account_id)
    document = read_object(raw, "" if known is None else known.followers)
    if not addresses.is_same(document.attributed_to, hearing.signer.uri):
        raise Untrue("attributed_to")
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    return int(hearing.does(ReceivePost(document=document, raw=text), key=document.id).result["id"])


def take_quote_accept(hearing: Hearing) -> None:
    """They let a post of ours quote one of theirs; the stamp is of their own server."""
    stamp = hearing.said.result
    hearing.require_own_origin(stamp)
    hearing.does(AnswerQuote(post_id=_asked(hearing), is_accepted=True, stamp=stamp))


def take_quote_reject(hearing: Hearing) -> None:
    """They do not let a post of ours quote one of theirs, or no longer."""
    hearing.does(AnswerQuote(post_id=_asked(hearing), is_accepted=False))


def _asked(hearing: Hearing) -> int:
    """The post of ours that quotes: named by the question, which is shown or only named."""
    post_id = resolving.post_here(hearing.inner("instrument")) if hearing.inner_type == "QuoteRequest" else None
    if post_id is None:
        named = re.fullmatch(
            rf"{re.escape(settings.BASE_URL)}/users/[A-Za-z0-9_]+#quote_requests/([0-9]{{1,18}})",
            hearing.said.object_id,
        )
        post_id = int(named[1]) if named else None
    if post_id is None:
        raise Unwanted("no_post")
    return post_id


def is_about_quote(hearing: Hearing) -> bool:
    """Whether an Accept or Reject answers a question of ours to quote."""
    return hearing.inner_type == "QuoteRequest" or "#quote_requests/" in hearing.said.object_id


def take_stamp_back(hearing: Hearing) -> bool:
    """A Delete of a stamp: the quote is allowed no longer. False for a Delete of anything else."""
    post_id = threads.quoting_by_stamp(hearing.said.object_id)
    if post_id is None:
        return False
    hearing.does(AnswerQuote(post_id=post_id, is_accepted=False))
    return True


def settle(post_id: int) -> None:
    """Fetch what a post from elsewhere quotes, look at its stamp, and show it as far as it may be shown."""
    uri, stamp = threads.quote_of(post_id)
    if not uri:
        return
    objects.post_of(uri, depth=1)
    act(SettleQuote(post_id=post_id, is_allowed=bool(stamp) and _is_true(stamp, post_id)), SYSTEM, CHANNEL)


def _is_true(stamp_uri: str, post_id: int) -> bool:
    """Whether the author of what is quoted says so, on their own server, of this very post."""
    quoted_id = resolving.post_of_uri(threads.quote_of(post_id)[0])
    author_id = None if quoted_id is None else resolving.author_of(quoted_id)
    if quoted_id is None or author_id is None:
        return False
    quoting, quoted, author = post_identity(post_id), post_identity(quoted_id), account_identity(author_id)
    if quoting is None or quoted is None or author is None or not addresses.is_same_origin(stamp_uri, author.uri):
        return False
    try:
        stamp = read_stamp(fetch_document(stamp_uri)[1])
    except (Unfetched, Unreadable):
        return False
    told = ((stamp.author, author.uri), (stamp.quoting, quoting.uri), (stamp.quoted, quoted.uri))
    return all(addresses.is_same(one, other) for one, other in told)
