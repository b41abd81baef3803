"""The console's page of the policy: what is in force, who has read it, and a form that changes it.

One text field for each file of the pack. Checking runs everything that saving runs and saves nothing; what is wrong is
said with file, line and the line itself, since a text field shows no line numbers without script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.policies import versions
from coffeehouse.domain.policies.commands import SavePolicy
from coffeehouse.domain.policies.queries import list_readers, read_version
from coffeehouse.engine.act import Refused, act
from coffeehouse.engine.policy_in_force import files_in_force, is_set_by_folder, pack_in_force
from coffeehouse.engine.registry.policies import PolicyFaults
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound, Problem
from coffeehouse.policy.checking import MAX_FILES, Checked, check_files
from coffeehouse.policy.statements import Fault
from coffeehouse.policy.versions import Changes, compare

SHOWN_FAULTS = 30
_ACT = re.compile(r' in context for Action::"\w+"')


@dataclass
class FileField:
    """One file of the pack in the form, and what is wrong in it."""

    at: int
    name: str
    text: str
    faults: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """As many lines as it has, within what a page can bear."""
        return min(24, max(4, self.text.count("\n") + 2))


@dataclass
class Editing:
    """The form: files, note, what it was made from, what is wrong, and what a check without saving found."""

    files: list[FileField]
    based_on: str
    form: Form = field(default_factory=Form)
    faults: list[tuple[str, str]] = field(default_factory=list)
    passed: Checked | None = None
    changes: Changes | None = None

    @classmethod
    def of(cls, files: dict[str, str], based_on: str) -> Editing:
        return cls([FileField(at, name, text) for at, (name, text) in enumerate(sorted(files.items()))], based_on)

    def texts(self) -> dict[str, str]:
        """The files by name; one whose name was taken away is left out."""
        return {each.name: each.text for each in self.files if each.name}

    def blame(self, faults: Sequence[Fault]) -> None:
        """Put each fault into the summary and at its field."""
        by_name = {each.name: each for each in self.files}
        # Cedar says the same of every act a rule is about: once is enough.
        once = {(fault.file, fault.line, _ACT.sub("", fault.message)): fault for fault in reversed(faults)}
        for fault in [*reversed(once.values())][:SHOWN_FAULTS]:
            there = by_name.get(fault.file)
            message = _told(fault, there.text if there else "")
            if there is not None:
                there.faults.append(message)
            self.faults.append((message, f"#file-{there.at}" if there else "#file-0"))


def _told(fault: Fault, text: str) -> str:
    lines = text.splitlines()
    if not 0 < fault.line <= len(lines):
        return f"{fault.file}: {fault.message}"
    where = _("%(file)s, line %(line)d") % {"file": fault.file, "line": fault.line}
    return f"{where}: {fault.message} ({lines[fault.line - 1].strip()[:80]})"


@role("admin", methods=("GET",))
def show_policy_console(request: HttpRequest) -> HttpResponse:
    """What is in force, every version, and who has read it."""
    pack = pack_in_force()
    return answers.page(
        request, "admin/policy.html", heading=_("Policy"), tab="policy", pack=pack, versions=versions(),
        readers=list_readers(pack.version), is_set_by_folder=is_set_by_folder(),
    )  # fmt: skip


@role("admin", methods=("GET", "POST"))
def show_policy_editor(request: HttpRequest) -> HttpResponse:
    """The form. `?from=<version>` starts from an earlier version."""
    if is_set_by_folder():
        return answers.to("/admin/policy")
    if request.method == "GET":
        return _page(request, Editing.of(_start(request), pack_in_force().version))
    editing = _typed(request)
    if "check" in request.POST.get("decision", ""):
        return _check(request, editing)
    command = SavePolicy(
        files=tuple(editing.texts().items()), note=str(editing.form.values.get("note", "")), based_on=editing.based_on
    )
    try:
        act(command, actor_of(request), "web")
    except PolicyFaults as problem:
        editing.blame(problem.faults)
    except Refused as problem:
        editing.faults.append((problem.message, ""))
    except Problem as problem:
        _at_field(editing, problem)
    else:
        return answers.to("/admin/policy", done="policy")
    return _page(request, editing, 422)


def _start(request: HttpRequest) -> dict[str, str]:
    wanted = request.GET.get("from", "")
    if not wanted:
        return files_in_force()
    found = read_version(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    if found is None:
        raise NotFound
    return found.files


def _typed(request: HttpRequest) -> Editing:
    files = []
    for at in range(MAX_FILES + 1):
        name = request.POST.get(f"name-{at}", "").strip()
        if name:
            files.append(FileField(at, name, request.POST.get(f"file-{at}", "").replace("\r\n", "\n")))
    return Editing(files, request.POST.get("based_on", ""), Form.typed({"note": request.POST.get("note", "")}))


def _check(request: HttpRequest, editing: Editing) -> HttpResponse:
    checked = check_files(editing.texts(), date.fromisoformat(clock.day_text(clock.now_ms())))
    editing.blame(checked.faults)
    if checked.pack is not None:
        editing.passed, editing.changes = checked, compare(files_in_force(), editing.texts())
    return _page(request, editing, 422 if editing.faults else 200)


def _at_field(editing: Editing, problem: Problem) -> None:
    if problem.field == "note":
        editing.form.fails(problem)
        editing.faults.append((problem.message, "#note"))
        return
    head = next((each for each in editing.files if each.name == "pack.toml"), None)
    if problem.field in ("version", "files") and head is not None:
        head.faults.append(problem.message)
    editing.faults.append((problem.message, f"#file-{head.at}" if head and problem.field else ""))


def _page(request: HttpRequest, editing: Editing, status: int = 200) -> HttpResponse:
    return answers.page(
        request, "admin/policy_editor.html", status=status, heading=_("Change the policy"), tab="policy",
        editing=editing, free=max((each.at for each in editing.files), default=-1) + 1,
    )  # fmt: skip
