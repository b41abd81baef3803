"""Following hashtags and showing them on a profile. A hashtag nobody has used yet can be followed as well."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import tag_commands as commands
from coffeehouse.domain.posts.handlers import feeding
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import fold_tag
from coffeehouse.protocols.mastodon.text import is_tag

MAX_FOLLOWED = 500
MAX_FEATURED = 10


def _name(written: str) -> str:
    """The hashtag without its sign. Raises Invalid for what no post could carry as one."""
    name = written.strip().removeprefix("#")
    if not is_tag(name):
        raise Invalid("Validation failed: Tag is invalid", field="name")
    return name


def find_tag(name: str) -> int | None:
    """The id of a hashtag, in any case; None when the house does not know it."""
    found = sql.value("SELECT id FROM posts_tag WHERE name = %s", (fold_tag(name),))
    return None if found is None else int(found)


def ensure_tag(context: Context, name: str) -> int:
    """The id of a hashtag, made known if need be."""
    tag_id = find_tag(name)
    if tag_id is None:
        tag_id = context.new_id()
        sql.execute(
            "INSERT INTO posts_tag (id, name, display_name, created_at) VALUES (%s, %s, %s, %s)",
            (tag_id, fold_tag(name), name, context.now),
        )
    return tag_id


def _count(table: str, account_id: int) -> int:
    return int(sql.value(f"SELECT COUNT(*) FROM {table} WHERE account_id = %s", (account_id,)))


def apply_follow_tag(command: commands.FollowTag, context: Context) -> Outcome:
    """Insert a follow of a hashtag; the latest posts with it come to the home timeline."""
    account_id, name = acting_account(context), _name(command.name)
    if _count("posts_tagfollow", account_id) >= MAX_FOLLOWED:
        raise Invalid(f"You follow {MAX_FOLLOWED} hashtags, the most there can be. Unfollow some first.")
    tag_id = ensure_tag(context, name)
    done = sql.execute(
        "INSERT INTO posts_tagfollow (id, account_id, tag_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (context.new_id(), account_id, tag_id),
    )
    if done:
        feeding.backfill_tag(context, account_id, tag_id)
    return Outcome(object=f"tag/{fold_tag(name)}", unchanged=not done)


def apply_unfollow_tag(command: commands.UnfollowTag, context: Context) -> Outcome:
    """Remove a follow of a hashtag; what came by it alone leaves the home timeline."""
    account_id, name = acting_account(context), _name(command.name)
    tag_id = find_tag(name)
    done = tag_id is not None and sql.execute(
        "DELETE FROM posts_tagfollow WHERE account_id = %s AND tag_id = %s", (account_id, tag_id)
    )
    if tag_id is not None and done:
        feeding.purge_tag(account_id, tag_id)
    return Outcome(object=f"tag/{fold_tag(name)}", unchanged=not done)


def apply_feature_tag(command: commands.FeatureTag, context: Context) -> Outcome:
    """Insert a featured hashtag; the result is its id."""
    account_id, name = acting_account(context), _name(command.name)
    thing = f"tag/{fold_tag(name)}"
    tag_id = ensure_tag(context, name)
    before = sql.value("SELECT id FROM posts_featuredtag WHERE account_id = %s AND tag_id = %s", (account_id, tag_id))
    if before is not None:
        return Outcome(object=thing, result=str(before), unchanged=True)
    if _count("posts_featuredtag", account_id) >= MAX_FEATURED:
        raise Invalid("Validation failed: You have already featured the maximum number of hashtags")
    featured_id = context.new_id()
    sql.execute(
        "INSERT INTO posts_featuredtag (id, account_id, tag_id) VALUES (%s, %s, %s)", (featured_id, account_id, tag_id)
    )
    return Outcome(object=thing, result=str(featured_id))


def apply_unfeature_tag(command: commands.UnfeatureTag, context: Context) -> Outcome:
    """Remove a featured hashtag; one named by an id must be there, one named in words need not."""
    account_id = acting_account(context)
    if command.featured_id is not None:
        tag_id = sql.value(
            "SELECT tag_id FROM posts_featuredtag WHERE id = %s AND account_id = %s", (command.featured_id, account_id)
        )
        if tag_id is None:
            raise NotFound()
    else:
        tag_id = find_tag(_name(command.name))
    done = sql.execute("DELETE FROM posts_featuredtag WHERE account_id = %s AND tag_id = %s", (account_id, tag_id or 0))
    name = sql.value("SELECT name FROM posts_tag WHERE id = %s", (tag_id or 0,)) or fold_tag(command.name)
    return Outcome(object=f"tag/{name}", unchanged=not done)
