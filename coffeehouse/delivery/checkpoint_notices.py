"""Once a day the newest checkpoint leaves the house in words: a post by the records account, a mail to the auditor.

    periodic → send_notices → act(PublishPost) · a job `mail_auditor` → deliver_auditor_mail

Whoever keeps one of them can show later that nothing before it was changed. Once a day and not with every checkpoint:
the post is an entry itself, so each would make the next one necessary. Witnesses get every checkpoint (`witnesses`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext, override

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.domain.context import Actor, Job
from coffeehouse.domain.people.queries import account_id_of, member_of_account, read_actor_of_member
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.records.witness_queries import count_unexplained
from coffeehouse.engine import outbox
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Problem
from coffeehouse.ledger.append import Appender
from coffeehouse.ledger.queries import SignedCheckpoint, latest_checkpoint, ml_dsa_lines
from coffeehouse.ledger.witnesses import cosignature_lines, list_witnesses

log = structlog.get_logger("coffeehouse.notices")

EVERY_SECONDS = 600.0
POST = "post"
REFUSED = "refused"
MAIL = "mail"
MAIL_KIND = "mail_auditor"


def send_notices() -> None:
    """What the settings ask for and today's date has not had yet."""
    signed, now = latest_checkpoint(), clock.now_ms()
    if signed is None:
        return
    if settings.RECORDS_ACCOUNT and _is_due(POST, signed, now):
        _post(signed, now)
    if settings.AUDITOR_EMAIL and _is_due(MAIL, signed, now):
        _queue_mail(signed, now)


def _is_due(kind: str, signed: SignedCheckpoint, now: int) -> bool:
    """Whether this day has had none, and there is a newer checkpoint than the last one that was sent."""
    last = sql.row(
        "SELECT max(day), max(size) FROM ledger_notice WHERE kind = %s OR kind = %s",
        (kind, REFUSED if kind == POST else kind),
    )
    return last is None or last[0] is None or (last[0] < clock.day_text(now) and last[1] < signed.checkpoint.size)


def _keep(kind: str, signed: SignedCheckpoint, now: int) -> bool:
    """Note that this day has had it; False when another worker was faster. Within a write transaction."""
    return bool(
        sql.execute(
            "INSERT INTO ledger_notice (kind, day, size, sent_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (kind, clock.day_text(now), signed.checkpoint.size, now),
        )
    )


def _post(signed: SignedCheckpoint, now: int) -> None:
    """Publish, as everybody does: policy decides. Twice with one key is once, so a crash in between does no harm.

    A refusal is recorded, so it is not asked for before the next day; an account that is not there is looked for again.
    """
    with override(settings.LANGUAGE_CODE):
        text = gettext(
            "Checkpoint of this house's ledger: %(count)d entries. Keep it, and you can check later that nothing"
            " before it was changed: %(link)s"
        ) % {"count": signed.checkpoint.size, "link": f"{settings.BASE_URL}/ledger"}
    actor, kind = _records_actor(), POST
    if actor is None:
        log.error("checkpoint_not_posted", account=settings.RECORDS_ACCOUNT, reason="this is no member's account")
        return
    try:
        done = act(
            PublishPost(text=f"{text}\n\n{signed.note}", language=settings.LANGUAGE_CODE),
            actor,
            "worker",
            idempotency_key=f"checkpoint/{clock.day_text(now)}",
        )
    except Problem as problem:
        log.error("checkpoint_not_posted", account=settings.RECORDS_ACCOUNT, reason=problem.message)
        kind = REFUSED
    else:
        if done.is_held:
            log.warning("checkpoint_post_held", account=settings.RECORDS_ACCOUNT)
    with write():
        _keep(kind, signed, now)


def _records_actor() -> Actor | None:
    """The member whose account the setting names, as themselves."""
    account_id = account_id_of(settings.RECORDS_ACCOUNT)
    member_id = None if account_id is None else member_of_account(account_id)
    return None if member_id is None else read_actor_of_member(member_id, account_id)


def _queue_mail(signed: SignedCheckpoint, now: int) -> None:
    with write():
        if not _keep(MAIL, signed, now):
            return
        appender = Appender(now)
        outbox.enqueue([Job(MAIL_KIND, {"size": str(signed.checkpoint.size)})], now, appender.new_id)
        appender.close()


def deliver_auditor_mail(payload: Mapping[str, Any]) -> None:
    """Mail the newest checkpoint with every signature it has, as a file to be kept."""
    signed = latest_checkpoint(including=int(payload["size"]) - 1)
    if signed is None or not settings.AUDITOR_EMAIL:
        return
    size = signed.checkpoint.size
    with override(settings.LANGUAGE_CODE):
        message = EmailMessage(
            gettext("Checkpoint of the ledger of %(house)s: %(count)d entries")
            % {"house": settings.BODY_NAME, "count": size},
            _body(),
            None,
            [settings.AUDITOR_EMAIL],
        )
    note = signed.note + ml_dsa_lines(size) + cosignature_lines(size)
    message.attach(f"checkpoint-{size}.txt", note.encode(), "application/octet-stream")
    message.send()


def _body() -> str:
    lines = [
        gettext(
            "Please keep the file with this mail. With it you can show later, whatever anybody in this house does, that"
            " no entry up to now was changed, moved or taken out: coffeehouse verify --checkpoint FILE"
        ),
    ]
    witnesses = list_witnesses()
    lines += [
        gettext("Witness %(name)s: cosigned %(count)d entries.") % {"name": each.name, "count": each.size}
        + (f" {gettext(each.problem)}" if each.problem else "")
        for each in witnesses
    ]
    if not witnesses:
        lines.append(gettext("This ledger has no witness: only who keeps checkpoints can tell."))
    unexplained = count_unexplained()
    if unexplained:
        lines.append(
            gettext("Checkpoints that do not fit together, not explained yet: %(count)d. See %(link)s")
            % {"count": unexplained, "link": f"{settings.BASE_URL}/records/witnesses"}
        )
    return "\n\n".join([*lines, f"{settings.BODY_NAME}\n{settings.BASE_URL}/ledger\n"])
