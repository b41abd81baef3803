"""`same_text_account_count`: how many other accounts said nearly the same in public within the day."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.handlers.sketching import SAME_SKETCH, count_accounts
from coffeehouse.kernel import clock
from coffeehouse.policy.facts import text_sketch
from tests.commands.house import House

PLEA = (
    "Please do not close our library on Saturdays. It is warm, it is free, and the children of this street have "
    "nowhere else to do their homework."
)


def counted(who: str, text: str, house: House, later: int = 0) -> int:
    return count_accounts(text_sketch(text), text, house.id(who), clock.now_ms() + later)


def test_accounts_that_say_the_same_are_counted_once_each(house: House) -> None:
    """Whatever mentions, links and capitals they add; one's own posts do not count."""
    house.act("gwyn", posts.PublishPost(text=PLEA))
    house.act("gwyn", posts.PublishPost(text=f"{PLEA} https://town.example/petition"))
    house.act("rhys", posts.PublishPost(text=f"@gwyn {PLEA.upper()}"))
    assert counted("ada", PLEA, house) == 2
    assert counted("gwyn", PLEA, house) == 1


def test_of_each_account_the_newest_is_kept(house: House) -> None:
    """Who says the same again and again fills no table that others' posts are compared with."""
    for number in range(5):
        house.act("gwyn", posts.PublishPost(text=f"{PLEA} @number{number}"))
    assert sql.value("SELECT COUNT(*) FROM posts_textsketch") == 1
    assert counted("ada", PLEA, house) == 1


def test_other_words_are_another_text(house: House) -> None:
    """Short texts, which everybody says, never count."""
    house.act("gwyn", posts.PublishPost(text="Good morning, everybody!"))
    house.act("gwyn", posts.PublishPost(text=PLEA))
    assert counted("ada", "Good morning, everybody!", house) == 0
    assert counted("ada", "Please do not feed the gulls on the pier, they take the chips from our hands.", house) == 0


def test_private_words_are_not_compared(house: House) -> None:
    """What was said to followers or to one person is not looked at, and what was deleted is gone."""
    house.act("gwyn", posts.PublishPost(text=PLEA, visibility="followers"))
    house.act("gwyn", posts.PublishPost(text=PLEA, visibility="direct"))
    assert sql.value("SELECT COUNT(*) FROM posts_textsketch") == 0
    post_id = int(house.act("gwyn", posts.PublishPost(text=PLEA)).result["id"])
    assert counted("ada", PLEA, house) == 1
    house.act("gwyn", posts.DeletePost(post_id=post_id))
    assert counted("ada", PLEA, house) == 0


def test_a_day_later_it_is_forgotten(house: House) -> None:
    """Counted within a day; older sketches go as new ones come."""
    house.act("gwyn", posts.PublishPost(text=PLEA))
    assert counted("ada", PLEA, house, later=clock.DAY - clock.HOUR) == 1
    assert counted("ada", PLEA, house, later=clock.DAY + clock.HOUR) == 0
    sql.execute("UPDATE posts_textsketch SET post_id = post_id - %s", ((2 * clock.DAY) << 16,))
    house.act("rhys", posts.PublishPost(text=PLEA))
    assert sql.value("SELECT COUNT(*) FROM posts_textsketch") == 1


def test_the_count_is_one_indexed_query(house: House) -> None:
    """Its cost does not grow with the house: it starts at the sketch, and reads posts by their ids."""
    if sql.is_postgres():
        # An empty table is read from end to end unless that is forbidden; then only a missing index shows.
        sql.execute("SET LOCAL enable_seqscan = off")
        plan = " ".join(str(row[0]) for row in sql.rows(f"EXPLAIN (COSTS OFF) {SAME_SKETCH}", (1, 1, 1)))
        assert "Seq Scan" not in plan
    else:
        plan = " ".join(str(row[3]) for row in sql.rows(f"EXPLAIN QUERY PLAN {SAME_SKETCH}", (1, 1, 1)))
        assert "SCAN" not in plan
    assert "sketch_latest" in plan
