"""The table of every setting an operator may make: name, kind, default and meaning. `options.py` reads their values."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["text", "number", "switch", "list", "folder", "url", "choice", "colour", "file"]
GROUPS = {
    "house": "The house",
    "address": "Address and processes",
    "body": "The body that runs it",
    "ledger": "Ledger and policy",
    "limits": "Limits",
    "sign_in": "Signing in",
    "outside": "Mail, logs and proxies",
    "federation": "Other servers",
    "tests": "For trying other programs",
}


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One setting. `default` is text as an operator would write it; `shown` replaces it in the docs when computed."""

    name: str
    kind: Kind
    default: str
    doc: str
    group: str
    shown: str | None = None
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()


def _option(group: str, name: str, kind: Kind, default: str, doc: str, **rest: object) -> Option:
    return msgspec.convert(
        {"group": group, "name": name, "kind": kind, "default": default, "doc": doc, **rest}, type=Option
    )


OPTIONS: tuple[Option, ...] = (
    _option(
        "house",
        "COFFEEHOUSE_DATA",
        "folder",
        "./data",
        "Folder of everything the house must keep: database, media, keys, ledger tiles, mail. One folder is one house.",
    ),
    _option(
        "house",
        "DATABASE_URL",
        "url",
        "",
        "Where the database is: `sqlite:////absolute/path` or `postgresql://user:password@host:5432/name`.",
        shown="`sqlite:///<COFFEEHOUSE_DATA>/house.sqlite3`",
    ),
    _option(
        "house",
        "SECRET_KEY",
        "text",
        "",
        "Signs sessions and forms. Changing it signs everybody out.",
        shown="generated once into `<COFFEEHOUSE_DATA>/keys/secret_key`",
    ),
    _option(
        "house",
        "DEBUG",
        "switch",
        "off",
        "Shows tracebacks in the browser. Only for developing: it reveals settings to visitors.",
    ),
    _option("address", "HOST", "text", "127.0.0.1", "Network address the server listens on. `0.0.0.0` listens on all."),
    _option("address", "PORT", "number", "8000", "Port the server listens on.", least=1, most=65535),
    _option(
        "address",
        "BASE_URL",
        "url",
        "",
        "The address people type, without a slash at the end. With `https://`, cookies are Secure and HSTS is sent. "
        "Do not change it once people use the house: it is part of every account's and post's name.",
        shown="`http://localhost:<PORT>`",
    ),
    _option(
        "address",
        "ALLOWED_HOSTS",
        "list",
        "",
        "Further host names this house answers to, beside those of `BASE_URL`, localhost and 127.0.0.1.",
        shown="none",
    ),
    _option(
        "address",
        "WEB_WORKERS",
        "number",
        "2",
        "Web worker processes: about as many as there are cores.",
        least=1,
        most=64,
    ),
    _option(
        "address",
        "WEB_THREADS",
        "number",
        "1",
        "Threads of each web worker. More than one wait for each other: add processes instead.",
        least=1,
        most=64,
    ),
    _option(
        "address",
        "STREAMING_PORT",
        "number",
        "0",
        "Port of the streaming process, on the same `HOST`.",
        shown="`PORT` + 1",
        most=65535,
    ),
    _option(
        "address",
        "STREAMING_URL",
        "url",
        "",
        "Address apps are told for streaming.",
        shown="`ws://<host>:<STREAMING_PORT>`; with https, `BASE_URL` as `wss://` (the proxy routes it)",
    ),
    _option(
        "address",
        "VALKEY_URL",
        "url",
        "",
        "A Valkey (or Redis) server that carries the news of a commit to streaming: `valkey://host:6379`. For several "
        "machines, or where a pooler in front of PostgreSQL does not pass LISTEN on.",
        shown="none: SQLite tells by a local socket, PostgreSQL by NOTIFY",
    ),
    _option(
        "body", "BODY_NAME", "text", "Coffeehouse", "Name of the body that runs the house; the heading of every page."
    ),
    _option("body", "BODY_COLOUR", "colour", "#5a2a1b", "Colour of the page header, as #rrggbb."),
    _option("body", "BODY_ACCENT", "colour", "#0b5c63", "Colour of links and buttons, as #rrggbb."),
    _option(
        "body",
        "BODY_ABOUT",
        "text",
        "A place to talk with the people who run your public services.",
        "One or two sentences on the front page and in apps.",
    ),
    _option("body", "CONTACT_EMAIL", "text", "", "Address people can write to about this house.", shown="none"),
    _option(
        "body",
        "NATION",
        "choice",
        "england",
        "Where the body is: its public holidays and its freedom of information law say by when a request is answered.",
        choices=("england", "wales", "scotland", "northern_ireland"),
    ),
    _option("body", "LANGUAGES", "list", "en,cy", "Languages of the pages; the first is the default.", shown="`en,cy`"),
    _option(
        "ledger",
        "LEDGER_ORIGIN",
        "text",
        "",
        "Name of this ledger inside signed checkpoints. Never change it: witnesses know the ledger by it.",
        shown="`<host of BASE_URL>/ledger`",
    ),
    _option(
        "ledger",
        "CHECKPOINT_SECONDS",
        "number",
        "10",
        "Seconds between signed checkpoints while there are new entries.",
        least=1,
        most=60,
    ),
    _option(
        "ledger",
        "WITNESS_NAME",
        "text",
        "",
        "Name under which this house cosigns the checkpoints of other ledgers. Never change it: they know the witness "
        "by it.",
        shown="`<host of BASE_URL>/witness`",
    ),
    _option(
        "ledger",
        "RECORDS_ACCOUNT",
        "text",
        "",
        "Handle of the member's account, as `records`, that posts the newest checkpoint once a day. Empty: none does.",
        shown="none",
    ),
    _option(
        "ledger",
        "AUDITOR_EMAIL",
        "text",
        "",
        "Address outside the house that is mailed the newest checkpoint once a day, to be kept.",
        shown="none",
    ),
    _option(
        "ledger",
        "POLICY_PACK",
        "folder",
        "",
        "Folder of the policy pack (`*.cedar` and `examples.toml`) that decides.",
        shown="the default pack that comes with the house",
    ),
    _option(
        "ledger",
        "RECORD_CLASSES",
        "file",
        "",
        "File of record classes (TOML): how long each kind of record is kept, and why.",
        shown="the classes that come with the house",
    ),
    _option(
        "limits",
        "RATE_LIMITS",
        "switch",
        "on",
        "Limits per account and address. Switch off only to run benchmarks on a private machine.",
    ),
    _option(
        "limits",
        "API_REQUESTS",
        "number",
        "3000",
        "Requests that one app token, or one address without a token, may send to the API in five minutes.",
        least=10,
        most=10_000_000,
    ),
    _option(
        "limits",
        "INCIDENT_STOP",
        "switch",
        "off",
        "On: every post of an official voice is held until somebody has looked, whatever its content.",
    ),
    _option(
        "limits",
        "MAX_POST_CHARACTERS",
        "number",
        "1000",
        "Longest post, in characters (a link counts 23).",
        least=1,
        most=100_000,
    ),
    _option(
        "limits",
        "MEDIA_MAX_BYTES",
        "number",
        "16777216",
        "Largest picture taken, in bytes.",
        least=1,
        most=1_073_741_824,
    ),
    _option(
        "limits",
        "MEDIA_MAX_PIXELS",
        "number",
        "33177600",
        "Largest picture taken, in pixels (width × height).",
        least=1,
        most=1_000_000_000,
    ),
    _option(
        "limits",
        "VIDEO_MAX_BYTES",
        "number",
        "103809024",
        "Largest video or sound taken, in bytes. They are taken only where ffmpeg is installed.",
        least=1,
        most=4_294_967_296,
    ),
    _option(
        "sign_in",
        "STAFF_SECOND_FACTOR",
        "choice",
        "auto",
        "Whether moderators, keepers of records, administrators and who has a seat at a voice need a second step at "
        "sign-in (a passkey or an authenticator app). `required`: until they have one they can do nothing but set it "
        "up. `off`: whoever has one is asked for it, others are not. `auto`: required where `BASE_URL` is https://.",
        choices=("auto", "required", "off"),
    ),
    _option(
        "sign_in",
        "DIRECTORIES",
        "file",
        "",
        "A TOML file of the directories (OpenID Connect) through which a body's own people sign in. "
        "See docs/how-to/sign-in-through-a-directory.md.",
        shown="none",
    ),
    _option(
        "outside",
        "SMTP_URL",
        "url",
        "",
        "Mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`. "
        "Empty: mail is written to `<COFFEEHOUSE_DATA>/mail` as .eml files.",
        shown="none",
    ),
    _option(
        "outside",
        "MAIL_FROM",
        "text",
        "",
        "Sender of the house's own mail.",
        shown="`CONTACT_EMAIL`, else `house@<host of BASE_URL>`",
    ),
    _option(
        "outside",
        "LOG_FORMAT",
        "choice",
        "console",
        "How log lines are written: `console` for people, `json` for machines.",
        choices=("console", "json"),
    ),
    _option(
        "outside",
        "TRUSTED_PROXIES",
        "list",
        "",
        "Addresses or networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, such as `10.0.0.0/8`.",
        shown="none",
    ),
    _option(
        "outside",
        "OUTBOUND",
        "switch",
        "on",
        "Requests of the house to other machines: link previews, verified links, push to apps. Off: it makes none.",
    ),
    _option("outside", "OUTBOUND_PORTS", "list", "80,443", "Ports of other machines the house may ask."),
    _option(
        "outside",
        "OUTBOUND_ALLOW",
        "list",
        "",
        "Networks, such as `127.0.0.0/8`, the house may ask although they are not public, on any port. Only for trying "
        "things out on one machine: refused unless `BASE_URL` is this machine.",
        shown="none",
    ),
    _option(
        "outside",
        "LINK_PREVIEWS",
        "switch",
        "off",
        "Shows under public posts what a page they link to says of itself. On: whoever posts a link makes the house "
        "ask that address, which then knows of the house; so it is off unless you want it.",
    ),
    _option(
        "outside",
        "TRANSLATE_URL",
        "url",
        "",
        "A LibreTranslate server for public posts, as `http://localhost:5000`. Their words are sent to it.",
        shown="none",
    ),
    _option("outside", "TRANSLATE_KEY", "text", "", "The key of that server, if it wants one.", shown="none"),
    _option(
        "federation",
        "FEDERATION",
        "choice",
        "open",
        "With which other servers of the fediverse the house talks. `open`: with all but those it has suspended. "
        "`allowlist`: only with those it has allowed (`/admin/federation`). `closed`: with none; it has no inbox then, "
        "shows its accounts to no server and sends nothing.",
        choices=("open", "allowlist", "closed"),
    ),
    _option(
        "federation",
        "AUTHORIZED_FETCH",
        "switch",
        "on",
        "Other servers must sign what they ask for, so that a suspended or blocked one gets nothing. Off: public posts "
        "and profiles are given to whoever asks, as old programs need.",
    ),
    _option(
        "federation",
        "SHOW_DOMAIN_BLOCKS",
        "choice",
        "off",
        "Who may read which servers the house limits or suspends (`/api/v1/instance/domain_blocks`): nobody (`off`), "
        "`members` or `everybody`.",
        choices=("off", "members", "everybody"),
    ),
    _option(
        "body",
        "SHOW_PEERS",
        "switch",
        "on",
        "Tell everybody which other servers the house knows (`/api/v1/instance/peers`).",
    ),
    _option(
        "tests",
        "TEST_MODE",
        "switch",
        "off",
        "Opens the house for other projects' test suites: anybody joins at once through the API, apps may take "
        "passwords, nothing is limited. The house refuses to start unless `BASE_URL` is this machine, says so at each "
        "start, and records it. See docs/how-to/test-other-suites.md.",
    ),
    _option(
        "tests",
        "TEST_MEMBERS",
        "file",
        "",
        "With `TEST_MODE`: a TOML file of members, and tokens of theirs, that are there when the house opens.",
        shown="none",
    ),
)
