"""The policy for everybody: every rule with its basis, its age and examples; every version; and who has read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import public, signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_of
from coffeehouse.domain.policies.commands import AcknowledgePolicy
from coffeehouse.domain.policies.queries import StoredVersion, has_acknowledged, list_versions
from coffeehouse.engine.act import act
from coffeehouse.engine.policy_in_force import files_in_force, is_set_by_folder, pack_in_force, stored_version_id
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger.queries import entries_of
from coffeehouse.policy.channels import DIMENSIONS
from coffeehouse.policy.checking import examples_of, read_folder
from coffeehouse.policy.decide import default_pack
from coffeehouse.policy.examples import Example
from coffeehouse.policy.explain import Described, describe
from coffeehouse.policy.packs import DEFAULT_FOLDER, Pack
from coffeehouse.policy.versions import Changes, compare, since, statements_of

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule or promise as readers see it. since: 2026-11-22, "" where nobody can tell."""

    rule: Described
    since: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version and what it changed. id 0: the pack that came with the house."""

    id: int
    name: str
    day: str
    note: str
    author_name: str
    author_acct: str
    changes: Changes
    files: dict[str, str]
    before: dict[str, str]


def versions() -> list[ShownVersion]:
    """Every version there was, newest first; the last is the pack that came with the house, or the folder's."""
    if is_set_by_folder():
        return [_first(pack_in_force(), files_in_force())]
    stored = list_versions()
    shipped = read_folder(DEFAULT_FOLDER)
    befores = [*(version.files for version in stored[1:]), shipped]
    shown = [_stored(version, before) for version, before in zip(stored, befores, strict=False)]
    return [*shown, _first(default_pack(), shipped)]


def _stored(version: StoredVersion, before: dict[str, str]) -> ShownVersion:
    return ShownVersion(
        version.id, version.name, clock.day_text(version.created_at), version.note, version.author_name,
        version.author_acct, compare(before, version.files), version.files, before,
    )  # fmt: skip


def _first(pack: Pack, files: dict[str, str]) -> ShownVersion:
    day = pack.about.valid_from.isoformat()
    return ShownVersion(0, pack.version, day, pack.about.summary, "", "", Changes((), (), ()), files, {})


def shown_rules(pack: Pack, files: dict[str, str]) -> list[ShownRule]:
    """The rules of the pack in force, each with since when and what it says to whom."""
    told = [(version.day, statements_of(version.files)) for version in versions()]
    table_day = told[0][0]
    examples = examples_of(files)
    return [
        ShownRule(
            rule,
            since(rule.id, told) if rule.id in told[0][1] else table_day,
            tuple(each for each in examples if each.text and rule.id in (*each.rules, each.protects))[:EXAMPLES],
        )
        for rule in describe(pack)
    ]


@public("GET")
def show_policy_rules(request: HttpRequest) -> HttpResponse:
    """Every rule: what, why, on what basis, since when, with examples; and the channel table."""
    pack = pack_in_force()
    viewer = viewer_of(request)

    def make() -> HttpResponse:
        return answers.page(
            request,
            "policies/rules.html",
            pack=pack,
            rules=shown_rules(pack, files_in_force()),
            dimensions=tuple(DIMENSIONS),
            is_read=viewer is not None and has_acknowledged(viewer.member_id, pack.version),
        )

    return answers.remembered(request, (pack.version, str(stored_version_id())), make)


@public("GET")
def show_policy_versions(request: HttpRequest) -> HttpResponse:
    """Every version with its day, what changed and why."""
    return answers.page(request, "policies/versions.html", versions=versions(), in_force=pack_in_force().version)


@public("GET")
def show_policy_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """What one version changed, rule by rule, in the words of before and after."""
    found = next((version for version in versions() if version.id == version_id and version_id), None)
    if found is None:
        raise NotFound
    old, new = statements_of(found.before), statements_of(found.files)
    changed: list[dict[str, Any]] = [
        {"id": name, "before": old.get(name, ""), "after": new.get(name, "")}
        for name in (*found.changes.added, *found.changes.changed, *found.changes.removed)
    ]
    entries = entries_of(f"policy/{version_id}")
    receipt = entries[0].sequence if entries else None
    return answers.page(request, "policies/version.html", version=found, changed=changed, receipt=receipt)


@signed_in("POST")
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Keep that whoever is signed in has read the version in force."""
    act(AcknowledgePolicy(name=request.POST.get("name", "")[: settings.MAX_POST_CHARACTERS]), actor_of(request), "web")
    return answers.to("/policy/rules", done="read")
