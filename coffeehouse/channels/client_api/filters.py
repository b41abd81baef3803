"""Filters: what one does not want to read. Version 2 has filters with keywords and posts; version 1 keywords alone."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.queries import filtering as queries
from coffeehouse.kernel.errors import Invalid, NotFound


def _found(value: Any) -> Answer:
    if value is None:
        raise NotFound()
    return entity(value)


def _expiry(body: dict[str, Any]) -> int | None:
    """Seconds; null or empty means never, absent leaves it as it is."""
    if "expires_in" not in body:
        return None
    seconds = bodies.number(body, "expires_in")
    if seconds is not None and seconds < 0:
        raise Invalid("Validation failed: expires_in must be a number of seconds from now", field="expires_in")
    return commands.FOREVER if seconds is None else seconds


def _contexts(body: dict[str, Any]) -> tuple[str, ...] | None:
    return tuple(bodies.texts(body, "context")) if "context" in body else None


def _keywords(body: dict[str, Any]) -> tuple[commands.KeywordChange, ...]:
    """`keywords_attributes`: keywords to add, change (with their `id`) or remove (`_destroy`)."""
    changes = []
    for item in bodies.items(body, "keywords_attributes") or []:
        if not isinstance(item, dict):
            raise Invalid("Validation failed: keywords_attributes must be objects", field="keywords_attributes")
        keyword_id = bodies.optional_text(item, "id")
        keyword, whole_word = bodies.optional_text(item, "keyword"), bodies.flag(item, "whole_word")
        is_removed = bool(bodies.flag(item, "_destroy"))
        if keyword_id or keyword:
            changes.append(
                commands.KeywordChange(
                    id=_as_id(keyword_id) if keyword_id else None,
                    keyword=keyword,
                    whole_word=whole_word,
                    is_removed=is_removed,
                )
            )
    return tuple(changes)


def _as_id(text: str) -> int:
    found = bodies.ids({"id": text}, "id")
    if not found:
        raise NotFound()
    return found[0]


@user("read:filters")
def read_filters(call: Call) -> Answer:
    """All one's filters."""
    return entity(queries.read_filters(call.account_id))


@user("write:filters")
def create_filter(call: Call) -> Answer:
    """Make a filter."""
    body = call.body
    expiry = _expiry(body)
    done = call.act(
        commands.CreateFilter(
            title=bodies.text(body, "title"),
            context=_contexts(body) or (),
            action=bodies.text(body, "filter_action") or "warn",
            expires_in=commands.FOREVER if expiry is None else expiry,
            keywords=_keywords(body),
        )
    )
    return _found(queries.read_filter(call.account_id, int(done.result)))


@user("read:filters")
def read_filter(call: Call) -> Answer:
    """One filter."""
    return _found(queries.read_filter(call.account_id, call.id))


@user("write:filters")
def update_filter(call: Call) -> Answer:
    """Change a filter and its keywords."""
    body = call.body
    call.act(
        commands.UpdateFilter(
            filter_id=call.id,
            title=bodies.optional_text(body, "title"),
            context=_contexts(body),
            action=bodies.optional_text(body, "filter_action"),
            expires_in=_expiry(body),
            keywords=_keywords(body),
        )
    )
    return _found(queries.read_filter(call.account_id, call.id))


@user("write:filters")
def delete_filter(call: Call) -> Answer:
    """Delete a filter."""
    call.act(commands.DeleteFilter(filter_id=call.id))
    return Answer(EMPTY)


# -- its keywords and posts ------------------------------------------------------------------------------------------


@user("read:filters")
def read_keywords(call: Call) -> Answer:
    """What a filter looks for."""
    found = queries.read_filter(call.account_id, call.id)
    return _found(None if found is None else found["keywords"])


@user("write:filters")
def add_keyword(call: Call) -> Answer:
    """One more keyword."""
    whole_word = bodies.flag(call.body, "whole_word")
    done = call.act(
        commands.AddFilterKeyword(
            filter_id=call.id, keyword=bodies.text(call.body, "keyword"), whole_word=whole_word is not False
        )
    )
    return _found(queries.read_filter_keyword(call.account_id, int(done.result)))


@user("read:filters")
def read_keyword(call: Call) -> Answer:
    """One keyword."""
    return _found(queries.read_filter_keyword(call.account_id, call.id))


@user("write:filters")
def update_keyword(call: Call) -> Answer:
    """Change a keyword."""
    call.act(
        commands.UpdateFilterKeyword(
            keyword_id=call.id,
            keyword=bodies.optional_text(call.body, "keyword"),
            whole_word=bodies.flag(call.body, "whole_word"),
        )
    )
    return _found(queries.read_filter_keyword(call.account_id, call.id))


@user("write:filters")
def remove_keyword(call: Call) -> Answer:
    """Look for a keyword no longer."""
    call.act(commands.RemoveFilterKeyword(keyword_id=call.id))
    return Answer(EMPTY)


@user("read:filters")
def read_statuses(call: Call) -> Answer:
    """Single posts under a filter."""
    found = queries.read_filter(call.account_id, call.id)
    return _found(None if found is None else found["statuses"])


@user("write:filters")
def add_status(call: Call) -> Answer:
    """Put a post under a filter."""
    post_ids = bodies.ids(call.body, "status_id")
    if not post_ids:
        raise NotFound()
    done = call.act(commands.AddFilterStatus(filter_id=call.id, post_id=post_ids[0]))
    return _found(queries.read_filter_status(call.account_id, int(done.result)))


@user("read:filters")
def read_status(call: Call) -> Answer:
    """One of them."""
    return _found(queries.read_filter_status(call.account_id, call.id))


@user("write:filters")
def remove_status(call: Call) -> Answer:
    """Filter this post no longer."""
    call.act(commands.RemoveFilterStatus(filter_status_id=call.id))
    return Answer(EMPTY)


# -- version 1: each keyword is a filter of its own ------------------------------------------------------------------


@user("read:filters")
def read_v1_filters(call: Call) -> Answer:
    """All one's keywords."""
    return entity(queries.read_v1_filters(call.account_id))


def _show_v1(call: Call, keyword_id: int) -> Answer:
    found = queries.read_v1_filter(call.account_id, keyword_id)
    return _found(None if found is None else found[0])


@user("write:filters")
def create_v1_filter(call: Call) -> Answer:
    """Make a filter of one keyword."""
    body = call.body
    phrase, expiry = bodies.text(body, "phrase"), _expiry(body)
    keyword = commands.KeywordChange(keyword=phrase, whole_word=bodies.flag(body, "whole_word"))
    done = call.act(
        commands.CreateFilter(
            title=phrase[:256],
            context=_contexts(body) or (),
            action="hide" if bodies.flag(body, "irreversible") else "warn",
            expires_in=commands.FOREVER if expiry is None else expiry,
            keywords=(keyword,),
        )
    )
    made = queries.read_filter(call.account_id, int(done.result))
    if made is None:
        raise NotFound()
    return _show_v1(call, int(made["keywords"][0]["id"]))


@user("read:filters")
def read_v1_filter(call: Call) -> Answer:
    """One keyword."""
    return _show_v1(call, call.id)


@user("write:filters")
def update_v1_filter(call: Call) -> Answer:
    """Change a keyword, and the filter if it has no other."""
    body, keyword_id = call.body, call.id
    found = queries.read_v1_filter(call.account_id, keyword_id)
    whole = queries.read_filter(call.account_id, found[1]) if found else None
    if found is None or whole is None:
        raise NotFound()
    phrase, contexts, expires_in = bodies.optional_text(body, "phrase"), _contexts(body), _expiry(body)
    irreversible = bodies.flag(body, "irreversible")
    action = None if irreversible in (None, found[0]["irreversible"]) else "hide" if irreversible else "warn"
    keyword = commands.KeywordChange(id=keyword_id, keyword=phrase, whole_word=bodies.flag(body, "whole_word"))
    is_alone = len(whole["keywords"]) == 1
    if contexts is not None and list(contexts) == whole["context"]:
        contexts = None
    if not is_alone and (action or contexts is not None or expires_in is not None):
        raise Invalid(
            "Validation failed: This filter has more than one keyword. Change it in a newer app, or in the web pages."
        )
    call.act(
        commands.UpdateFilter(
            filter_id=found[1],
            title=phrase[:256] if phrase and is_alone else None,
            context=contexts,
            action=action,
            expires_in=expires_in,
            keywords=(keyword,),
        )
    )
    return _show_v1(call, keyword_id)


@user("write:filters")
def delete_v1_filter(call: Call) -> Answer:
    """Remove a keyword; a filter that has nothing else goes with it."""
    found = queries.read_v1_filter(call.account_id, call.id)
    whole = queries.read_filter(call.account_id, found[1]) if found else None
    if found is None or whole is None:
        raise NotFound()
    if len(whole["keywords"]) == 1 and not whole["statuses"]:
        call.act(commands.DeleteFilter(filter_id=found[1]))
    else:
        call.act(commands.RemoveFilterKeyword(keyword_id=call.id))
    return Answer(EMPTY)
