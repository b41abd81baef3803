"""Lists of one's own, and how far the timelines have been read."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity, listed, plain_list
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.people import commands
from coffeehouse.domain.people import queries as people
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.pages import Page

TIMELINES = ("home", "notifications")
MAX_PAGES = 100


def _show(call: Call, list_id: int) -> Answer:
    found = people.read_list(call.account_id, list_id)
    if found is None:
        raise NotFound()
    return entity(found)


@user("read:lists")
def read_lists(call: Call) -> Answer:
    """All one's lists."""
    return entity(people.read_lists(call.account_id))


@user("write:lists")
def create_list(call: Call) -> Answer:
    """Make a list."""
    done = call.act(
        commands.CreateList(
            title=bodies.text(call.body, "title"),
            replies_policy=bodies.text(call.body, "replies_policy", "list") or "list",
            is_exclusive=bool(bodies.flag(call.body, "exclusive")),
        )
    )
    return _show(call, int(done.result))


@user("read:lists")
def read_list(call: Call) -> Answer:
    """One list."""
    return _show(call, call.id)


@user("write:lists")
def update_list(call: Call) -> Answer:
    """Rename a list, or change what it shows."""
    call.act(
        commands.UpdateList(
            list_id=call.id,
            title=bodies.optional_text(call.body, "title"),
            replies_policy=bodies.optional_text(call.body, "replies_policy"),
            is_exclusive=bodies.flag(call.body, "exclusive"),
        )
    )
    return _show(call, call.id)


@user("write:lists")
def delete_list(call: Call) -> Answer:
    """Remove a list."""
    call.act(commands.DeleteList(list_id=call.id))
    return Answer(EMPTY)


@user("read:lists")
def read_list_accounts(call: Call) -> Answer:
    """Who is on a list; with `limit=0` everybody."""
    page = call.page(40, 80)
    if call.query.get("limit") == "0":
        return plain_list(_everybody(call))
    return listed(call, page, people.read_list_accounts(call.account_id, call.id, page))


def _everybody(call: Call) -> list[str]:
    """All accounts of a list, page by page, up to as many as one can follow."""
    everybody: list[str] = []
    page = Page(limit=80)
    for _ in range(MAX_PAGES):
        found = people.read_list_accounts(call.account_id, call.id, page)
        if found is None:
            raise NotFound()
        everybody += [account for _, account in found]
        if len(found) < page.limit:
            break
        page = Page(limit=80, max_id=found[-1][0])
    return everybody


@user("write:lists")
def add_list_accounts(call: Call) -> Answer:
    """Put accounts on a list."""
    call.act(commands.AddToList(list_id=call.id, account_ids=_accounts(call)))
    return Answer(EMPTY)


@user("write:lists")
def remove_list_accounts(call: Call) -> Answer:
    """Take accounts off a list."""
    call.act(commands.RemoveFromList(list_id=call.id, account_ids=_accounts(call)))
    return Answer(EMPTY)


def _accounts(call: Call) -> tuple[int, ...]:
    found = bodies.ids(call.body, "account_ids")
    if not found:
        raise Invalid("Validation failed: account_ids can't be blank", field="account_ids")
    return tuple(found)


@user("read:statuses")
def read_markers(call: Call) -> Answer:
    """How far one has read; without `timeline[]`, of both timelines."""
    wanted = [name for name in bodies.texts(call.query, "timeline") if name in TIMELINES]
    return entity(people.read_markers(call.account_id, wanted or list(TIMELINES)))


@user("write:statuses")
def set_markers(call: Call) -> Answer:
    """Remember how far one has read."""
    positions = []
    for name in TIMELINES:
        found = bodies.ids(bodies.part(call.body, name), "last_read_id")
        if found:
            positions.append((name, found[0]))
    if not positions:
        raise Invalid("Say how far home or notifications have been read: home[last_read_id]=…", field="home")
    call.act(commands.SetMarkers(positions=tuple(positions)))
    return entity(people.read_markers(call.account_id, [name for name, _ in positions]))
