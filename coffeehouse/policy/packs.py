"""A policy pack: a folder of readable rules with an owner, a legal basis and dates. Loaded whole or not at all.

    pack.toml        who owns it, on what basis, from when, until when it must be looked at again
    *.cedar          one unconditional permit, then rules that forbid, each with @id @verdict @because (@cites, @needs)
    channels.toml    which way for which words: a table that becomes rules (see `channels`)
    examples*.toml   what must be allowed, held, refused (see `examples`)

Stands before `decide`: the engine loads the pack in force once and hands it to every decision.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import cedarpy
import msgspec
from cedarpy import pst

from coffeehouse.policy import channels
from coffeehouse.policy.statements import Fault, Statement, cut, parse_fault
from coffeehouse.policy.verdicts import OUTCOMES, Outcome
from coffeehouse.policy.vocabulary import ACTIONS, GROUP_OF, schema_text

DEFAULT_FOLDER = Path(__file__).parent / "packs" / "default"

_RULE_ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+")
_PACK_ID = re.compile(r"[a-z][a-z0-9-]*")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_ANNOTATIONS = {"forbid": {"id", "verdict", "because", "cites", "needs"}, "permit": {"id", "because", "cites"}}
_POLICY_NAME = re.compile(r"policy(\d+)")
_NEEDS = ("1", "2")
UNDO_SECONDS = {"routine": 0, "raised": 60, "high": 300}
_LONGEST_UNDO = 86_400


class PackError(ValueError):
    """The pack cannot be used; `faults` says what is wrong and where, all of it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a pack, from `pack.toml`.

    undo_seconds: for how long an approved draft can be taken back, by how much hangs on it.
    """

    id: str
    title: str
    version: str
    owner: str
    legal_basis: str
    valid_from: date
    review_by: date
    summary: str
    undo_seconds: dict[str, int] = msgspec.field(default_factory=lambda: dict(UNDO_SECONDS))


@dataclass(frozen=True, slots=True)
class Rule:
    """One forbidding statement. `actions` are those its scope can apply to; `text` is its Cedar text.

    needs: how many people have to look at what it holds, from `@needs`.
    """

    id: str
    verdict: Outcome
    because: str
    cites: str
    actions: frozenset[str]
    text: str
    file: str
    line: int
    node: pst.Template
    needs: int = 1


@dataclass(frozen=True, slots=True)
class Promise:
    """A permit with words: what is never a ground for refusing, stated where everybody reads it."""

    id: str
    because: str
    cites: str


@dataclass(frozen=True, eq=False)
class Pack:
    """A checked pack, ready to decide. `version` names id, version and content: `default@1.0.0#0123456789ab`."""

    about: About
    version: str
    rules: tuple[Rule, ...]
    promises: tuple[Promise, ...]
    policy_set: cedarpy.PolicySet
    base: str
    folder: Path | None = None
    channels: tuple[channels.Row, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises KeyError."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def load_pack(folder: str | Path = DEFAULT_FOLDER) -> Pack:
    """Read and check a pack's folder. Raises PackError with every fault, file and line."""
    where = Path(folder)
    if not (where / "pack.toml").is_file():
        raise PackError([Fault(str(where), 0, "is not a policy pack: there is no pack.toml in it")])
    paths = [*sorted(where.glob("*.cedar")), where / channels.FILE]
    texts = {path.name: path.read_text("utf-8") for path in paths if path.is_file()}
    return make_pack((where / "pack.toml").read_text("utf-8"), texts, where)


def make_pack(head: str, texts: dict[str, str], folder: Path | None = None) -> Pack:
    """Check a pack given as text: `head` is pack.toml, `texts` its .cedar files and channels.toml. Raises PackError."""
    about, faults = read_head(head)
    statements: list[Statement] = []
    table, wrong_rows = channels.read_table(texts[channels.FILE]) if channels.FILE in texts else ((), [])
    faults += wrong_rows
    for file, text in sorted(texts.items()):
        is_table = file == channels.FILE
        found, uncut = cut("" if wrong_rows else channels.as_cedar(table), file) if is_table else cut(text, file)
        statements += found
        faults += uncut
    faults += [wrong for statement in statements if (wrong := parse_fault(statement))]
    if not statements and not faults:
        faults.append(Fault("*.cedar", 0, "there is no rule in the pack"))
    if faults or about is None:
        raise PackError(faults)
    policy_set = cedarpy.PolicySet.from_str("\n".join(statement.text for statement in statements))
    static = policy_set.to_pst().static_policies
    nodes = [static.get(f"policy{position}") for position in range(len(statements))]
    faults = _check(statements, nodes) or _check_against_schema(statements)
    if faults:
        raise PackError(faults)
    pairs = list(zip(statements, cast("list[pst.Template]", nodes), strict=True))
    return Pack(
        about=about,
        version=f"{about.id}@{about.version}#{fingerprint(head, texts)}",
        rules=tuple(_rule(statement, node) for statement, node in pairs if node.effect == "forbid"),
        promises=tuple(
            _promise(node) for _, node in pairs if "because" in node.annotations and node.effect == "permit"
        ),
        policy_set=policy_set,
        base=next(statement.text for statement, node in pairs if _is_base(node)),
        folder=folder,
        channels=table,
    )


def fingerprint(head: str, texts: dict[str, str]) -> str:
    """First 12 hex digits of SHA-256 over the pack's canonical text: NFC, LF, no blanks at line ends, files by name."""
    digest = hashlib.sha256()
    for name, text in (("pack.toml", head), *sorted(texts.items())):
        lines = (line.rstrip() for line in unicodedata.normalize("NFC", text).splitlines())
        digest.update(f"{name}\n".encode() + "\n".join(lines).strip().encode() + b"\n\0")
    return digest.hexdigest()[:12]


def read_head(head: str) -> tuple[About | None, list[Fault]]:
    """The pack's head, and what is wrong with it."""
    try:
        about = msgspec.convert(tomllib.loads(head), About)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        return None, [Fault("pack.toml", 0, str(error))]
    wrong = []
    if not _PACK_ID.fullmatch(about.id):
        wrong.append("id: lower-case letters, digits and hyphens only")
    if not _VERSION.fullmatch(about.version):
        wrong.append("version: three numbers, as 1.0.0")
    if about.review_by <= about.valid_from:
        wrong.append("review_by: must come after valid_from")
    if set(about.undo_seconds) != set(UNDO_SECONDS):
        wrong.append(f"undo_seconds: say it for each of {', '.join(UNDO_SECONDS)}")
    elif not all(0 <= seconds <= _LONGEST_UNDO for seconds in about.undo_seconds.values()):
        wrong.append(f"undo_seconds: from 0 to {_LONGEST_UNDO}")
    wrong += [
        f"{name}: say it in words" for name in ("title", "owner", "legal_basis", "summary") if not _said(about, name)
    ]
    return about, [Fault("pack.toml", 0, message) for message in wrong]


def _said(about: About, name: str) -> bool:
    return bool(str(getattr(about, name)).strip())


def _check(statements: Sequence[Statement], nodes: Sequence[pst.Template | None]) -> list[Fault]:
    """The house's own demands on the statements, beyond Cedar's."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for statement, node in zip(statements, nodes, strict=True):
        complaints = ["a template (?principal, ?resource) decides nothing; name whom it is for"]
        if node is not None:
            complaints = _complaints(node)
            rule_id = node.annotations.get("id", "")
            if rule_id in seen:
                complaints.append(f"the id {rule_id} is used twice")
            seen.add(rule_id)
        faults += [Fault(statement.file, statement.line, complaint) for complaint in complaints]
    base_count = sum(node is not None and _is_base(node) for node in nodes)
    if base_count != 1 and not faults:
        faults.append(Fault("*.cedar", 0, f"one permit without any condition is needed, there are {base_count}"))
    return faults


def _complaints(node: pst.Template) -> list[str]:
    notes = node.annotations
    said = {name for name, value in notes.items() if value.strip()}
    wanted = {"id", "verdict", "because"} if node.effect == "forbid" else {"id"}
    complaints = [f"@{name} is missing" for name in sorted(wanted - said)]
    complaints += [f"@{name} is not known here" for name in sorted(set(notes) - _ANNOTATIONS[node.effect])]
    if "id" in said and not _RULE_ID.fullmatch(notes["id"]):
        complaints.append(f"@id {notes['id']}: write it as topic.what-it-says")
    if node.effect == "forbid" and "verdict" in said and notes["verdict"] not in OUTCOMES[1:]:
        complaints.append(f"@verdict {notes['verdict']}: one of {', '.join(OUTCOMES[1:])}")
    if notes.get("needs", "1") not in _NEEDS:
        complaints.append(f"@needs {notes['needs']}: how many people look at what is held, {' or '.join(_NEEDS)}")
    if node.effect == "permit" and not _is_base(node) and (node.clauses or "because" not in said):
        complaints.append("a further permit is a promise: without condition, and @because says it in words")
    return complaints


def _is_base(node: pst.Template) -> bool:
    scopes = (node.principal, node.action, node.resource)
    return node.effect == "permit" and not node.clauses and all(isinstance(scope, pst.ScopeAny) for scope in scopes)


def _check_against_schema(statements: Sequence[Statement]) -> list[Fault]:
    """What the schema says of the rules: actions and facts that do not exist, comparisons that make no sense."""
    text = "\n".join(statement.text for statement in statements)
    faults = []
    for error in cedarpy.validate_policies(text, _schema()).errors:
        named = _POLICY_NAME.fullmatch(error.policy_id)
        statement = statements[int(named.group(1)) if named else 0]
        message = re.sub(r"^for policy `policy\d+`, ", "", error.error)
        faults.append(Fault(statement.file, statement.line, message))
    return faults


@cache
def _schema() -> cedarpy.Schema:
    return cedarpy.Schema.from_str(schema_text())


def _rule(statement: Statement, node: pst.Template) -> Rule:
    notes: Any = node.annotations
    return Rule(
        id=notes["id"],
        verdict=notes["verdict"],
        because=notes["because"],
        cites=notes.get("cites", ""),
        actions=_actions(node.action),
        text=statement.text,
        file=statement.file,
        line=statement.line,
        node=node,
        needs=int(notes.get("needs", "1")),
    )


def _promise(node: pst.Template) -> Promise:
    notes = node.annotations
    return Promise(notes["id"], notes["because"], notes.get("cites", ""))


def _actions(scope: pst.ActionConstraint) -> frozenset[str]:
    """The actions a rule's scope can apply to, groups written out."""
    if isinstance(scope, pst.ScopeAny):
        return frozenset(ACTIONS)
    if isinstance(scope, pst.ActionEq):
        return frozenset({scope.entity.id})
    named = {entity.id for entity in scope.entities}
    return frozenset(action for action, group in GROUP_OF.items() if action in named or group in named)
