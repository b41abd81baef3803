"""What waits for other servers, for administrators; and what is said of a post that has left the house."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.sending_commands import KeepDeliveries
from coffeehouse.engine.act import act
from tests.cast import Cast
from tests.channels.web.reader import Reader
from tests.commands.test_keep_deliveries import HOST, answer, queue

PATH = "/admin/federation/deliveries"


def test_only_administrators_find_it(cast: Cast, ada: Reader, cade: Reader) -> None:
    """For everybody else the page does not exist."""
    ada.open(PATH, 404)
    cade.open(PATH, 404)


def test_nothing_waits(cast: Cast, wyn: Reader) -> None:
    """And the page says so."""
    assert wyn.open(PATH).has("Nothing waits.")


def test_what_waits_and_why(cast: Cast, wyn: Reader) -> None:
    """Each server, how much, how often it failed, and its last answer; tried again it is due at once."""
    one, _ = queue(2)
    failed = answer(one, "put_off", 503, is_host=True)
    act(KeepDeliveries(answers=(failed,)), SYSTEM, "worker")
    wyn.open(PATH)
    for words in (HOST, "2 deliveries wait", "1 failure in a row", "it answered 503"):
        assert wyn.has(words)
    wyn.fill(PATH, button="retry")
    assert wyn.has("It is tried again now.")
    assert sql.value("SELECT failures FROM federation_server WHERE host = %s", (HOST,)) == 0


def test_giving_up(cast: Cast, wyn: Reader) -> None:
    """Nothing is left of it; done twice changes nothing."""
    queue(2)
    wyn.open(PATH).fill(PATH, button="drop")
    assert wyn.has("Given up.")
    assert wyn.has("Nothing waits.")


def test_a_post_that_left_the_house_says_so(cast: Cast, ada: Reader) -> None:
    """Before it is deleted: how many servers have it, and that nobody can promise that they delete it."""
    post = cast.ada.says("Written too early")
    ada.open(f"/posts/{post}/delete")
    assert not ada.has("has left this house")
    sql.execute(
        "INSERT INTO federation_reached (post_id, host, inbox, first_at) VALUES (%s, %s, %s, 1)",
        (post, HOST, f"https://{HOST}/inbox"),
    )
    ada.open(f"/posts/{post}/delete")
    assert ada.has("This post has left this house: 1 other server has it.")
    assert ada.has(HOST)
    ada.fill(f"/posts/{post}/delete")
    assert ada.has("are asked to delete it too")
