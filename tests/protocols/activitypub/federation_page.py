"""The generated parts of FEDERATION.md: an example of each document we send, made by the writers themselves, and the
tables of what is understood. `python -m tests.protocols.activitypub.federation_page` writes them anew.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import django

from coffeehouse.protocols.activitypub import attached, members, reading_actors, reading_objects, strict_json
from coffeehouse.protocols.activitypub import writing_activities as say
from coffeehouse.protocols.activitypub.collections import MAX_ITEMS, write_collection, write_page
from coffeehouse.protocols.activitypub.documents import Emoji, MentionTag, PollDocument, ProfileField
from coffeehouse.protocols.activitypub.ours import OurActor, OurAttachment, OurNote, OurPicture, OurTag, addressed
from coffeehouse.protocols.activitypub.writing_actors import write_actor, write_bare_actor
from coffeehouse.protocols.activitypub.writing_objects import write_note, write_tombstone, write_vote

PAGE = Path(__file__).resolve().parents[3] / "FEDERATION.md"
BASE = "https://talk.example"
MONA, DEE = f"{BASE}/users/mona", "https://far.example/users/dee"
PEM = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A...\n-----END PUBLIC KEY-----\n"
MULTIBASE = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
NOW = 1_795_341_600_000
FEATURED = f"{MONA}/collections/featured"

ACTOR = OurActor(
    id=MONA, type="Person", username="mona", shared_inbox=f"{BASE}/inbox", key_pem=PEM, key_multibase=MULTIBASE,
    name="Mona", summary="<p>Rides the 42.</p>", url=f"{BASE}/@mona", published_at=NOW, is_discoverable=True,
    icon=OurPicture(url=f"{BASE}/files/mona.png", media_type="image/png", description="Mona on a bus"),
    fields=(ProfileField(name="Street", value="<p>Mill Lane</p>"),),
)  # fmt: skip
HOUSE = OurActor(id=f"{BASE}/actor", type="Application", username="house.internal", shared_inbox=f"{BASE}/inbox",
                 inbox=f"{BASE}/inbox", key_pem=PEM, key_multibase=MULTIBASE)  # fmt: skip
NOTE = OurNote(
    id=f"{MONA}/statuses/1", author=MONA, visibility="public", published_at=NOW, url=f"{BASE}/@mona/1", language="en",
    content='<p><span class="h-card" translate="no"><a href="https://far.example/@dee" class="u-url mention">'
    "@<span>dee</span></a></span> The 42 is late again :bus:</p>",
    in_reply_to=f"{DEE}/statuses/7", context=f"{BASE}/contexts/1", may_quote="public", spoiler="Buses",
    is_sensitive=True, updated_at=NOW + 60_000,
    attachments=(OurAttachment(url=f"{BASE}/files/stop.png", media_type="image/png", description="An empty bus stop",
                               width=640, height=480, focus=(0.0, 0.5), blurhash="UFD]o8Wr9GoJ00WB"),),
    mentions=(MentionTag(href=DEE, name="@dee@far.example"),),
    tags=(OurTag(name="Bus", href=f"{BASE}/tags/bus"),),
    emojis=(Emoji(shortcode="bus", url=f"{BASE}/files/bus.png"),),
)  # fmt: skip
SHORT = OurNote(id=f"{MONA}/statuses/2", author=MONA, visibility="unlisted", published_at=NOW, content="<p>Thanks.</p>",
                url=f"{BASE}/@mona/2", quote=f"{DEE}/statuses/8", quote_url="https://far.example/@dee/8",
                quote_authorization=f"{DEE}/stamps/1")  # fmt: skip
POLL = OurNote(
    id=f"{MONA}/statuses/3", author=MONA, visibility="public", published_at=NOW, content="<p>Which?</p>",
    url=f"{BASE}/@mona/3",
    poll=PollDocument(options=(("Bus", 3), ("Tram", 1)), ends_at=NOW + 86_400_000, voters_count=4),
)  # fmt: skip
BOOST = say.write_announce(f"{MONA}/statuses/4/activity", MONA, f"{DEE}/statuses/7",
                           *addressed("public", MONA, (DEE,)), NOW)  # fmt: skip
FOLLOW = say.write_follow(f"{MONA}#follows/5", MONA, DEE)
THEIR_FOLLOW = {"id": f"{DEE}#follows/9", "type": "Follow", "actor": DEE, "object": MONA}

EXAMPLES: dict[str, dict[str, Any]] = {
    "actor": write_actor(ACTOR),
    "bare-actor": write_bare_actor(ACTOR),
    "house": write_actor(HOUSE),
    "note": write_note(NOTE),
    "question": write_note(POLL),
    "quote": write_note(SHORT),
    "tombstone": write_tombstone(NOTE.id, NOW),
    "create": say.write_create(write_note(POLL)),
    "update": say.write_update(write_note(POLL), NOW),
    "delete": say.write_delete(write_tombstone(NOTE.id, NOW), MONA),
    "delete-actor": say.write_delete_actor(MONA),
    "vote": say.write_create(write_vote(f"{MONA}#votes/9/1", MONA, "Tram", f"{DEE}/statuses/9", DEE, NOW)),
    "follow": FOLLOW,
    "undo": say.write_undo(FOLLOW),
    "accept": say.write_accept(f"{MONA}#accepts/follows/21/{NOW}", MONA, THEIR_FOLLOW, [DEE]),
    "reject": say.write_reject(f"{MONA}#rejects/follows/21/{NOW}", MONA, THEIR_FOLLOW, [DEE]),
    "like": say.write_like(f"{MONA}#likes/8", MONA, f"{DEE}/statuses/7", DEE),
    "announce": BOOST,
    "block": say.write_block(f"{MONA}#blocks/9", MONA, DEE),
    "flag": say.write_flag(f"{BASE}/actor#reports/1", f"{BASE}/actor", [DEE, f"{DEE}/statuses/7"], "Rude.", [DEE]),
    "move": say.write_move(f"{MONA}#moves/21", MONA, DEE, f"{MONA}/followers"),
    "add": say.write_add(f"{MONA}#add/1/{NOW}", MONA, NOTE.id, FEATURED),
    "remove": say.write_remove(f"{MONA}#remove/1/{NOW}", MONA, NOTE.id, FEATURED),
    "quote-request": say.write_quote_request(f"{MONA}#quote_requests/2", MONA, SHORT.quote, DEE, write_note(SHORT)),
    "quote-accept": say.write_quote_accept(f"{MONA}#quote_answers/4/{NOW}", MONA, f"{DEE}#quotes/3",
                                           f"{MONA}/quote_authorizations/4", DEE),
    "stamp": say.write_quote_authorization(f"{MONA}/quote_authorizations/4", MONA, f"{DEE}/statuses/10", NOTE.id),
    "collection": write_collection(f"{MONA}/followers", 12, first=f"{MONA}/followers?page=1"),
    "page": write_page(f"{MONA}/followers?page=1", f"{MONA}/followers", [DEE], total=12,
                       following=f"{MONA}/followers?page=2"),
}  # fmt: skip
LIMITS: tuple[tuple[str, int, str], ...] = (
    ("A document", strict_json.MAX_BYTES, "bytes; more is refused (413)"),
    ("Its depth", strict_json.MAX_DEPTH, "levels; more is refused"),
    ("Its values", strict_json.MAX_VALUES, "in all; more is refused"),
    ("An address", members.LONGEST_ADDRESS, "bytes; a longer one is none"),
    ("`to`, `cc`", members.MAX_ADDRESSED, "entries each"),
    ("Words of a Note", reading_objects.LONGEST_TEXT, "characters, then a link to the original"),
    ("Words of another type", reading_objects.LONGEST_EXCERPT, "characters, or its summary"),
    ("`name` of an object", reading_objects.LONGEST_TITLE, "characters"),
    ("`summary` of a Note", reading_objects.LONGEST_SPOILER, "characters"),
    ("Attachments", attached.MAX_ATTACHMENTS, "files"),
    ("A file's description", attached.LONGEST_DESCRIPTION, "characters"),
    ("Mentions", attached.MAX_MENTIONS, "people"),
    ("Hashtags", attached.MAX_HASHTAGS, "tags"),
    ("Custom emoji", reading_actors.MAX_EMOJIS, "of an object or actor"),
    ("Options of a poll", attached.MAX_OPTIONS, "options; more is refused"),
    ("`preferredUsername`", reading_actors.LONGEST_USERNAME, "characters; more is refused"),
    ("`name` of an actor", reading_actors.LONGEST_NAME, "characters"),
    ("`summary` of an actor", reading_actors.LONGEST_SUMMARY, "characters"),
    ("Rows of a profile", reading_actors.MAX_FIELDS, "rows"),
    ("`alsoKnownAs`", reading_actors.MAX_ALIASES, "addresses"),
    ("Keys of an actor", reading_actors.MAX_KEYS, "of each kind"),
    ("Items of a page", MAX_ITEMS, "items"),
)
TAKEN: dict[str, str] = {
    "Create": "A post comes in if somebody here follows its author, is named, or wrote in its thread; a vote counts",
    "Update": "A post that is here changes, a poll's counts, a profile",
    "Delete": "A post or an account goes; its identity is remembered, so that a late `Create` does not bring it back",
    "Follow": "An account here is followed, at once or after it agreed",
    "Accept": "Somebody here may follow, or (with `result`) quote",
    "Reject": "Somebody here may not follow, or no longer",
    "Like": "A favourite",
    "EmojiReact": "A favourite",
    "Announce": "A boost of a public post that is here or can be had from its own server",
    "Block": "Who blocks is not reached by who is blocked",
    "Flag": "A report for the moderators",
    "Move": "Followers here follow the new account, if both accounts say that they are the same",
    "Add": "A post is pinned to its author's profile",
    "Remove": "A post is no longer pinned",
    "QuoteRequest": "A quote of a post of ours is allowed or refused as its author decided",
}
_EXAMPLE = re.compile(r"(<!-- example: ([a-z-]+) -->\n```json\n).*?(\n```\n)", re.DOTALL)
_TAKEN = re.compile(r"(<!-- taken -->\n).*?(\n<!-- end -->)", re.DOTALL)
_LIMITS = re.compile(r"(<!-- limits -->\n).*?(\n<!-- end -->)", re.DOTALL)


def shown(name: str) -> str:
    """The example as the page has it; contexts are long and the same everywhere, so that they stand there once."""
    document = EXAMPLES[name]
    if name not in ("actor", "note", "quote-request"):
        document = {key: value for key, value in document.items() if key != "@context"}
    return json.dumps(document, indent=2, ensure_ascii=False)


def rewritten(page: str) -> str:
    """The page with its generated parts as they should be. Django has to be set up."""
    from coffeehouse.federation.dispatching import TAKES, UNDOES

    rows = "\n".join(f"| {what} | {most:,} {unit} |" for what, most, unit in LIMITS)
    taken = [f"| `{kind}` | {TAKEN[kind]} |" for kind in TAKEN if kind in TAKES]
    undone = ", ".join(f"`{kind}`" for kind in UNDOES)
    table = "\n".join((*taken, f"| `Undo` | Takes back {undone} |"))
    page = _TAKEN.sub(lambda found: f"{found[1]}| Activity | What it does here |\n|---|---|\n{table}{found[2]}", page)
    page = _EXAMPLE.sub(lambda found: f"{found[1]}{shown(found[2])}{found[3]}", page)
    return _LIMITS.sub(lambda found: f"{found[1]}| What | At most |\n|---|---|\n{rows}{found[2]}", page)


def named(page: str) -> set[str]:
    """The examples that the page shows."""
    return {found[2] for found in _EXAMPLE.finditer(page)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(rewritten(PAGE.read_text("utf-8")), "utf-8")
