"""Everything a pack must pass before it may decide, given as text: the console asks before it saves. Pure.

    files → check_files → Checked: what is wrong, file and line; the pack and its examples when nothing is

Beyond what `packs` demands, its examples must come out as they say, each rule and promise must be tried, and no pack
may turn against the people of the house: the promise that criticism is protected stays, with the examples of the pack
that comes with the house; administrators keep the way back, and nobody else gets it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from coffeehouse.policy.decide import Principal, Resource, decide
from coffeehouse.policy.examples import (
    CAST,
    Example,
    Tried,
    facts_for,
    load_examples,
    read_all_examples,
    run_examples,
    uncovered,
)
from coffeehouse.policy.packs import DEFAULT_FOLDER, Pack, PackError, make_pack
from coffeehouse.policy.statements import Fault
from coffeehouse.policy.verdicts import STRENGTH, Verdict

HEAD = "pack.toml"
EXAMPLES = re.compile(r"examples(-[a-z0-9-]+)?\.toml")
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.cedar|pack\.toml|examples(-[a-z0-9-]{1,40})?\.toml|channels\.toml")
NO_FILE = (
    "is no file of a pack: NAME.cedar, pack.toml, channels.toml, examples.toml or examples-NAME.toml, in small letters"
)
MAX_FILE, MAX_FILES = 300_000, 40
# What no pack may leave out, whatever else it says.
PROTECTED = "house.criticism-protected"
SAVING = "SavePolicy"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it. Either `faults` say what is wrong, or `pack` may be used; `tried`: how the examples came out."""

    faults: tuple[Fault, ...]
    pack: Pack | None = None
    tried: tuple[Tried, ...] = ()


def read_folder(folder: str | Path = DEFAULT_FOLDER) -> dict[str, str]:
    """The files of a pack's folder as text by name."""
    return {
        path.name: path.read_text("utf-8")
        for path in sorted(Path(folder).iterdir())
        if path.is_file() and FILE_NAME.fullmatch(path.name)
    }


def pack_of(files: Mapping[str, str]) -> Pack:
    """The pack of these files, its examples not tried. Raises PackError."""
    texts = {name: text for name, text in files.items() if name != HEAD and not EXAMPLES.fullmatch(name)}
    return make_pack(files.get(HEAD, ""), texts)


def examples_of(files: Mapping[str, str]) -> tuple[Example, ...]:
    """The examples of these files. Raises PackError."""
    return read_all_examples({name: text for name, text in files.items() if EXAMPLES.fullmatch(name)})


def check_files(files: Mapping[str, str], today: date | None = None) -> Checked:
    """Check a whole pack. Nothing is written; the same files give the same answer."""
    faults = _of_files(files)
    if faults:
        return Checked(tuple(faults))
    try:
        pack = pack_of(files)
        examples = examples_of(files)
    except PackError as error:
        return Checked(error.faults)
    tried = tuple(run_examples(pack, examples))
    faults = [Fault(each.example.file, each.example.line, _told(each)) for each in tried if each.complaint]
    faults += [Fault("examples.toml", 0, missing) for missing in uncovered(pack, examples)]
    faults += _of_people(pack)
    if today is not None and pack.about.valid_from > today:
        faults.append(Fault(HEAD, 0, "valid_from: a pack holds from the moment it is saved, so not after today"))
    return Checked(tuple(faults), None if faults else pack, tried)


def _told(tried: Tried) -> str:
    return f"{tried.example.name}: {tried.complaint}"


def _of_files(files: Mapping[str, str]) -> list[Fault]:
    """What is wrong before anything is read."""
    if len(files) > MAX_FILES:
        return [Fault(HEAD, 0, f"a pack has at most {MAX_FILES} files")]
    faults = [Fault(name, 0, NO_FILE) for name in files if not FILE_NAME.fullmatch(name)]
    faults += [Fault(name, 0, f"is longer than {MAX_FILE} characters") for name in files if len(files[name]) > MAX_FILE]
    if HEAD not in files:
        faults.append(Fault(HEAD, 0, "is missing: it says whose pack this is, on what basis, and until when"))
    if not any(EXAMPLES.fullmatch(name) for name in files):
        faults.append(Fault("examples.toml", 0, "is missing: a pack ships with examples"))
    return faults


def _of_people(pack: Pack) -> list[Fault]:
    """Where the pack would turn against the people of the house."""
    faults = []
    if PROTECTED not in {promise.id for promise in pack.promises}:
        message = f"the promise {PROTECTED} is missing: criticism is protected here, and every pack says so"
        faults.append(Fault("*.cedar", 0, message))
    for example in protected_examples():
        verdict = _verdict(pack, example)
        if STRENGTH[verdict.outcome] > STRENGTH[example.expect]:
            by = ", ".join(verdict.rule_ids)
            message = f"criticism is protected, but “{example.name}” would now be met with {verdict.outcome} by {by}"
            faults.append(Fault("*.cedar", 0, message))
    admin = Example(name="", action=SAVING, who="admin", expect="allow")
    if not _verdict(pack, admin).is_allowed:
        faults.append(Fault("*.cedar", 0, f"administrators could not change the policy again ({SAVING})"))
    for who in CAST.keys() - {"admin", "system"}:
        if _verdict(pack, Example(name="", action=SAVING, who=who, expect="deny")).is_allowed:
            faults.append(Fault("*.cedar", 0, f"{who}: only administrators may change the policy ({SAVING})"))
    return faults


def _verdict(pack: Pack, example: Example) -> Verdict:
    kind = {"visitor": "Visitor", "system": "System"}.get(example.who, "Member")
    return decide(example.action, Principal(kind, "1"), Resource("Account", "1"), facts_for(example), pack)


@cache
def protected_examples() -> tuple[Example, ...]:
    """The examples of protected criticism in the pack that comes with the house."""
    return tuple(example for example in load_examples(DEFAULT_FOLDER) if example.protects == PROTECTED)
