"""When the house closes, what other servers have answered is kept, and what nobody began is given back."""

from __future__ import annotations

import threading

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, parcels, worker
from coffeehouse.delivery.sending import Sending, Work
from tests.commands.house import House
from tests.delivery.neighbours import Elsewhere, follow
from tests.delivery.web_server import Asked


def sending_now(house: House, elsewhere: Elsewhere) -> Sending:
    """A post is due to a server."""
    follow(house, elsewhere.person(), "ada")
    deliveries.register_all()
    house.post("The last before closing")
    worker.drain()
    return Sending(threading.Event())


def test_an_answer_that_comes_in_time_is_kept(house: House, elsewhere: Elsewhere) -> None:
    """It is not sent a second time when the house opens again."""
    sending = sending_now(house, elsewhere)
    is_asked, may_answer = threading.Event(), threading.Event()

    def answer(_asked: Asked) -> int:
        is_asked.set()
        may_answer.wait(20)
        return 202

    elsewhere.answer = answer
    sending.look()
    assert is_asked.wait(20)
    sending.stop.set()
    threading.Timer(0.2, may_answer.set).start()
    sending.finish(20)
    assert sql.rows("SELECT 1 FROM federation_delivery") == []


def test_what_nobody_began_is_given_back(house: House, elsewhere: Elsewhere) -> None:
    """So that it goes as soon as the house is open, and not when its lease is over."""
    sending = sending_now(house, elsewhere)
    sending.stop.set()
    sending.busy[elsewhere.host] = False
    [(parcel_id, lease)] = sql.rows("SELECT id, leased_until FROM federation_delivery")
    assert lease == 0
    [batch] = parcels.take([elsewhere.host])
    sending.work.put(Work(batch, {}))
    sending.finish(20)
    assert sql.rows("SELECT id, leased_until FROM federation_delivery") == [(parcel_id, 0)]


def test_no_other_form_is_tried_any_more(house: House, elsewhere: Elsewhere) -> None:
    """What was refused in one form of signature is left for the next time."""
    sending = sending_now(house, elsewhere)
    elsewhere.status = 401
    sending.look()
    sending.stop.set()
    asked = len(elsewhere.web.asked)
    sending.finish(20)
    assert len(elsewhere.web.asked) <= asked + 1
    assert sql.value("SELECT leased_until FROM federation_delivery") == 0
