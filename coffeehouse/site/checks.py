"""What `coffeehouse check` looks at. Each check gives findings; a finding with a remedy is a problem."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from coffeehouse.database import sql
from coffeehouse.domain.records.witness_queries import count_unexplained
from coffeehouse.ledger.queries import signed_as_another
from coffeehouse.ledger.witnesses import list_witnesses
from coffeehouse.site.federation_checks import look_at_federation
from coffeehouse.site.findings import Finding

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 51, 3)
OLDEST_POSTGRES = 150_000
LOST = "Put it back from a backup. Without it the ledger cannot be signed any more."
# The ledger's keys, each with what shows that it has signed something.
LEDGER_KEYS = {
    "ledger.key": "SELECT 1 FROM ledger_checkpoint LIMIT 1",
    "ledger-mldsa.key": "SELECT 1 FROM ledger_mldsasignature LIMIT 1",
}
LEAST_FREE = 1 << 30
BUILT_AFTER = 1_790_000_000  # this version was made after it (s since 1970): a clock before is wrong


def look() -> Iterator[Finding]:
    """Every finding, in the order an operator would want to mend them."""
    yield _python()
    yield from _folder()
    yield _disk()
    yield _clock()
    yield from _database()
    yield from _keys()
    yield from _origin()
    yield from _witnesses()
    yield from look_at_holders()
    yield _record_classes()
    yield from _address()
    yield from look_at_proxies()
    yield from look_at_mail()
    yield from look_at_federation()
    yield _assets()


def _record_classes() -> Finding:
    from coffeehouse.domain.records.classes import FaultyClasses, classes

    try:
        return Finding("Record classes", f"{len(classes())}")
    except FaultyClasses as fault:
        return Finding(
            "Record classes", str(fault), "Mend the file that RECORD_CLASSES names; the house does not open."
        )


def _python() -> Finding:
    said = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    remedy = "" if sys.version_info >= OLDEST_PYTHON else "Install Python 3.11 or newer and run `make up` again."
    return Finding("Python", said, remedy)


def _folder() -> Iterator[Finding]:
    data = Path(settings.DATA)
    if not data.is_dir():
        yield Finding(
            "Data folder",
            f"{data} does not exist",
            "Open the house once with `coffeehouse up`, or set COFFEEHOUSE_DATA to its folder.",
        )
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield Finding(
            "Data folder", f"{data} cannot be written by this user", f"Make this user its owner: chown -R USER {data}"
        )
        return
    mode = data.stat().st_mode & 0o777
    if mode & 0o007:
        yield Finding("Data folder", f"{data} is open to every user ({mode:o})", f"Close it: chmod 700 {data}")
        return
    yield Finding("Data folder", str(data))


def _disk() -> Finding:
    folder = Path(settings.DATA)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = f"{free / (1 << 30):.1f} GiB free"
    if free < LEAST_FREE:
        return Finding("Disk", said, "Make room: below 1 GiB the house may stop recording, and then it stops posting.")
    return Finding("Disk", said)


def _clock() -> Finding:
    now = time.time()
    said = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    if now < BUILT_AFTER:
        return Finding("Clock", f"{said} is before this version was made", "Set the clock, and let NTP keep it.")
    newest = _newest_entry()
    if newest is not None and newest > now * 1000 + 60_000:
        return Finding(
            "Clock",
            f"{said} is behind the newest entry of the ledger",
            "Set the clock, and let NTP keep it; entries must not go back in time.",
        )
    return Finding("Clock", said)


def _newest_entry() -> int | None:
    try:
        found = sql.value("SELECT time_at FROM ledger_entry ORDER BY sequence DESC LIMIT 1")
    except DatabaseError:
        return None
    return None if found is None else int(found)


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        yield Finding("Database", "there is none yet", "Open the house once with `coffeehouse up`.")
        return
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        yield Finding("Database", said, "Check DATABASE_URL, and that its server runs and lets this machine in.")
        return
    yield _version()
    yield _migrations()
    yield _integrity()


def _version() -> Finding:
    if connection.vendor == "sqlite":
        from pysqlite3 import dbapi2

        remedy = "" if dbapi2.sqlite_version_info >= OLDEST_SQLITE else "Install the locked requirements: make install"
        return Finding("SQLite", f"{dbapi2.sqlite_version} (3.51.3 or newer is needed)", remedy)
    version = int(sql.value("SELECT current_setting('server_version_num')"))
    remedy = "" if version >= OLDEST_POSTGRES else "Upgrade the server to PostgreSQL 15 or newer."
    return Finding("PostgreSQL", f"{version // 10_000}.{version % 10_000}", remedy)


def _migrations() -> Finding:
    from coffeehouse.site.cli.opening import pending_migrations

    missing = pending_migrations()
    if missing:
        return Finding(
            "Tables", f"{len(missing)} migrations are missing", "Make a backup, then run `coffeehouse migrate`."
        )
    return Finding("Tables", "up to date")


def _integrity() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("Database", "answers")
    said = str(sql.value("PRAGMA quick_check(1)"))
    if said != "ok":
        return Finding("Database", f"damaged: {said}", "Stop the house and restore the last backup.")
    return Finding("Database", "whole")


def _keys() -> Iterator[Finding]:
    for name, remedy in (
        ("secret_key", "A new one is made by `coffeehouse up`; everybody must sign in again."),
        ("vapid.key", "Put it back from a backup. `coffeehouse up` makes another, but it ends every app's push."),
        (
            "authenticators.key",
            "Put it back from a backup. `coffeehouse up` makes another, but authenticator apps then open nothing.",
        ),
        (
            "federation.key",
            "Put it back from a backup. `coffeehouse up` makes another, but accounts then need new keys to sign with.",
        ),
        ("ledger.key", LOST),
        ("ledger-mldsa.key", LOST),
    ):
        file = Path(settings.KEYS) / name
        if not file.exists():
            if name in LEDGER_KEYS and not _has_checkpoint(name):
                continue
            yield Finding(f"Key {name}", "missing", remedy)
        elif file.stat().st_mode & 0o077:
            yield Finding(f"Key {name}", "readable by others", f"Close it: chmod 600 {file}")
        else:
            yield Finding(f"Key {name}", "there, and private")


def _has_checkpoint(key: str) -> bool:
    """Whether something was signed with the key of this name."""
    try:
        return sql.value(LEDGER_KEYS[key]) is not None
    except DatabaseError:
        return False


def _origin() -> Iterator[Finding]:
    """A ledger goes on under the name it began with, which comes from the address where nothing else is set."""
    try:
        signed = signed_as_another(settings.LEDGER_ORIGIN)
    except (DatabaseError, ValueError):
        return  # `_database` and `verify` say what is wrong
    if signed:
        yield Finding(
            "Ledger", f"it was signed as {signed}, the settings say {settings.LEDGER_ORIGIN}", origin_remedy(signed)
        )


def origin_remedy(signed: str) -> str:
    """What to do where the ledger was signed under another name than settings give it."""
    return f"Set BASE_URL and PORT as they were, or LEDGER_ORIGIN={signed}. Until then nothing new is signed."


def _witnesses() -> Iterator[Finding]:
    """Whether somebody outside holds the newest checkpoints, and whether all that was signed fits together."""
    try:
        witnesses, unexplained = list_witnesses(), count_unexplained()
    except DatabaseError:
        return  # `_database` says what is wrong
    for witness in witnesses:
        remedy = "Look at /records/witnesses; the how-to is docs/how-to/witnesses.md." if witness.problem else ""
        yield Finding("Witness", f"{witness.name}: {witness.problem or f'cosigned {witness.size} entries'}", remedy)
    if unexplained:
        yield Finding(
            "Evidence",
            f"checkpoints that do not fit together: {unexplained}",
            "Look at /records/witnesses, find out why, and write it there.",
        )


def look_at_holders() -> Iterator[Finding]:
    """Whether anybody outside is given the checkpoints: else who runs the machine could write the ledger anew."""
    try:
        is_watched = bool(list_witnesses())
    except DatabaseError:
        return  # `_database` says what is wrong
    if not (_is_local() or is_watched or settings.RECORDS_ACCOUNT or settings.AUDITOR_EMAIL):
        yield Finding(
            "Ledger",
            "nobody outside holds this ledger's checkpoints",
            "Have another house watch it: `coffeehouse witness add URL` (docs/how-to/witnesses.md). Or set"
            " RECORDS_ACCOUNT, AUDITOR_EMAIL, or both: the newest checkpoint then goes out once a day.",
        )


def look_at_proxies() -> Iterator[Finding]:
    """The house itself speaks plain HTTP, so where its address is https a proxy stands in front."""
    if settings.IS_HTTPS and not settings.TRUSTED_PROXIES and not _is_local():
        yield Finding(
            "Proxy",
            "none is trusted, so all visitors come from its one address: limits meet them together",
            "Set TRUSTED_PROXIES to the address of the proxy in front, such as 127.0.0.1.",
        )


def _is_local() -> bool:
    """Whether only this machine can open the house."""
    return settings.ALLOWED_HOSTS[0] in ("localhost", "127.0.0.1")


def look_at_mail() -> Iterator[Finding]:
    """Whether mail goes out, and whether people can write: pages promise both. No problem on this machine alone."""
    if settings.EMAIL_BACKEND.endswith(".ServerBackend"):
        yield Finding("Mail", f"sent by {settings.EMAIL_HOST}")
    else:
        remedy = "" if _is_local() else "Set SMTP_URL: people wait for mail that confirms, asks and decides."
        yield Finding("Mail", f"sent nowhere, but written to {settings.MAIL_FOLDER}", remedy)
    remedy = "" if _is_local() else "Set CONTACT_EMAIL: pages ask people to write to you."
    yield Finding(
        "Contact", settings.CONTACT_EMAIL or "no address people can write to", "" if settings.CONTACT_EMAIL else remedy
    )


def _address() -> Iterator[Finding]:
    local = _is_local()
    if not settings.IS_HTTPS and not local:
        yield Finding(
            "Address",
            f"{settings.BASE_URL} is not encrypted",
            "Put a proxy with a certificate in front and set BASE_URL to the https:// address.",
        )
    else:
        yield Finding("Address", settings.BASE_URL)
    if settings.DEBUG and not local:
        yield Finding("DEBUG", "on, on a public address", "Set DEBUG=off: it shows settings to visitors.")
    if settings.TEST_MODE:
        yield Finding(
            "TEST_MODE",
            "ON: ANYBODY JOINS WITHOUT APPROVAL, APPS MAY TAKE PASSWORDS, NOTHING IS LIMITED",
            "Only for trying other programs on this machine. Set TEST_MODE=off for a house people use.",
        )
    if not settings.RATE_LIMITS and not local:
        yield Finding("RATE_LIMITS", "off, on a public address", "Set RATE_LIMITS=on.")


def _assets() -> Finding:
    built = settings.PACKAGE / "channels" / "web" / "static" / "built" / "app.css"
    if not built.is_file():
        return Finding("Pages", "their stylesheet has not been built", "Run `make assets`.")
    return Finding("Pages", "stylesheet built")
