"""The policy in the browser: read by everybody, acknowledged by those it binds, changed by administrators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.policies.queries import list_versions
from coffeehouse.engine import policy_in_force
from coffeehouse.policy.checking import read_folder
from coffeehouse.policy.packs import DEFAULT_FOLDER
from tests.cast import Cast
from tests.channels.web.reader import Reader

EDIT = "/admin/policy/edit"
TOWN = """
@id("town.no-tulips")
@verdict("advise")
@because("We do not talk of tulips here. Say daffodils.")
forbid (principal, action in Action::"Publishing", resource)
when { context.text_length == 6 };
"""
EXAMPLE = '[[example]]\nname = "Tulips"\naction = "PublishPost"\nwho = "citizen"\ntext = "tulips"\n'
EXAMPLE += 'expect = "advise"\nrules = ["town.no-tulips"]\n'


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    policy_in_force.look_again()
    yield
    policy_in_force.look_again()


def field_of(reader: Reader, name: str) -> str:
    """The field that a file of the pack stands in."""
    for element in reader.tree.iter("input"):
        if element.get("value") == name:
            return str(element.get("name")).replace("name-", "file-")
    raise AssertionError(f"no file {name}")


def rewritten(reader: Reader, version: str = "9.0.0") -> dict[str, Any]:
    """What an administrator types: a higher version, a rule, an example, a note."""
    head = read_folder(DEFAULT_FOLDER)["pack.toml"].splitlines()
    text = "\n".join(f'version = "{version}"' if line.startswith("version") else line for line in head)
    rules, examples = field_of(reader, "publishing.cedar"), field_of(reader, "examples.toml")
    given = read_folder(DEFAULT_FOLDER)
    return {
        field_of(reader, "pack.toml"): text, rules: given["publishing.cedar"] + TOWN,
        examples: f"{given['examples.toml']}\n{EXAMPLE}", "note": "Tulips are settled.",
    }  # fmt: skip


def test_everybody_reads_every_rule(visitor: Reader) -> None:
    """What it does, why, the basis, since when, examples, its text; promises first; the channel table."""
    visitor.open("/policy/rules")
    for rule in policy_in_force.pack_in_force().rules:
        assert f'id="{rule.id}"' in visitor.html
        assert visitor.has(rule.because)
    assert visitor.html.index('id="house.criticism-protected"') < visitor.html.index('id="house.visitor-must-sign-in"')
    for words in ("As it is since", "22 November 2026", "Human Rights Act 1998", "Which way for which words", "letter"):
        assert visitor.has(words), words
    assert visitor.open("/policy").has("Every rule with its basis")
    visitor.client.get("/language?to=cy")
    assert visitor.open("/policy/rules").has("Pob rheol")


def test_an_administrator_changes_the_policy(wyn: Reader, visitor: Reader, ada: Reader) -> None:
    """Checked first, which saves nothing; saved; then it decides, and everybody reads what changed and why."""
    typed = rewritten(wyn.open(EDIT))
    wyn.fill(EDIT, button="check", **typed)
    assert wyn.has("examples come out as they say")
    assert wyn.has("Rules added: 1, changed: 0, taken away: 0.")
    assert list_versions() == []
    wyn.fill(EDIT, button="save")
    assert wyn.has("This version of the policy decides from now on")
    assert wyn.has("default@9.0.0#")
    ada.open("/compose").fill("/compose", text="tulips")
    assert ada.has("Say daffodils.")
    assert visitor.open("/policy/versions").has("Tulips are settled.")
    version_id = list_versions()[0].id
    assert visitor.open(f"/policy/versions/{version_id}").has("town.no-tulips")
    assert visitor.open("/policy/rules").has("Say daffodils.")
    visitor.open("/policy/versions/1", 404)


def test_mistakes_are_told_with_their_line(wyn: Reader) -> None:
    """In the summary and at the file; all that was typed is still there; and nothing is saved."""
    typed = rewritten(wyn.open(EDIT))
    rules = field_of(wyn, "publishing.cedar")
    lines = read_folder(DEFAULT_FOLDER)["publishing.cedar"].count("\n")
    wyn.fill(EDIT, status=422, button="save", **{**typed, rules: typed[rules].replace("text_length", "moon_phase")})
    assert f"publishing.cedar, line {lines + 2}" in wyn.errors
    assert "moon_phase" in wyn.errors
    assert wyn.has("Tulips are settled.")
    assert f'href="#{rules}"' in wyn.html
    wyn.fill(EDIT, status=422, button="check", **{rules: typed[rules].replace('"advise"', '"whisper"')})
    assert "@verdict whisper" in wyn.errors
    examples = field_of(wyn, "examples.toml")
    wrong = typed[examples].replace('expect = "advise"\nrules = ["town.', 'expect = "hold"\nrules = ["town.')
    wyn.fill(EDIT, status=422, button="save", **{rules: typed[rules], examples: wrong})
    assert "Tulips: expected hold, got advise" in wyn.errors
    wyn.fill(EDIT, status=422, button="save", **{examples: typed[examples], "note": " "})
    assert "Say what changed and why" in wyn.errors
    assert list_versions() == []


def test_the_protection_of_criticism_cannot_be_edited_away(wyn: Reader) -> None:
    """The promise stays, and so does what it promises."""
    wyn.open(EDIT)
    typed = rewritten(wyn)
    rules = field_of(wyn, "publishing.cedar")
    wyn.fill(EDIT, status=422, button="save", **{**typed, rules: typed[rules].replace("criticism-protected", "polite")})
    assert "criticism is protected here, and every pack says so" in wyn.errors


def test_a_file_is_added_and_an_earlier_version_taken_up(wyn: Reader) -> None:
    """An empty field at the end takes a new file; an earlier version is where a new one starts."""
    typed = rewritten(wyn.open(EDIT))
    shipped = read_folder(DEFAULT_FOLDER)
    for name in ("publishing.cedar", "examples.toml"):
        typed[field_of(wyn, name)] = shipped[name]
    free = str(len(shipped))
    typed |= {f"name-{free}": "town.cedar", f"file-{free}": "// to come\n"}
    wyn.fill(EDIT, button="save", **typed)
    first = list_versions()[0]
    assert first.files["town.cedar"] == "// to come\n"
    wyn.open(EDIT).fill(EDIT, button="save", **rewritten(wyn, "9.1.0"))
    assert wyn.open("/admin/policy").has("Start from this")
    assert "// to come" in wyn.open(f"{EDIT}?from={first.id}").html
    wyn.open(f"{EDIT}?from=1", 404)


def test_who_it_binds_says_they_have_read_it(cast: Cast, cade: Reader, wyn: Reader, ada: Reader) -> None:
    """A reminder at work until then; the administrator sees who has; citizens are not asked."""
    reminder = "There is a version of the policy that you have not said you have read."
    assert cade.open("/admin/approvals").has(reminder)
    assert not cade.open("/home").has(reminder)
    cade.open("/policy/rules").fill("/policy/acknowledge")
    assert cade.has("You have said that you have read this version.")
    assert not cade.open("/admin/approvals").has(reminder)
    assert wyn.open("/admin/policy").has("Not yet")
    assert sql.value("SELECT member_id FROM policies_acknowledgement") == cast.cade.member_id
    assert not ada.open("/policy/rules").has("I have read this version")


def test_only_administrators_see_the_form(cade: Reader, ada: Reader) -> None:
    """For all others there is no such page."""
    for reader in (cade, ada):
        for path in (EDIT, "/admin/policy"):
            reader.open(path, 404)


def test_a_folder_is_changed_where_it_is(wyn: Reader, settings: Any, tmp_path: Path) -> None:
    """Where the setting names one, the page says so and has no form."""
    for name, text in read_folder(DEFAULT_FOLDER).items():
        (tmp_path / name).write_text(text, "utf-8")
    settings.POLICY_PACK = tmp_path
    assert wyn.open("/admin/policy").has("It is changed there.")
    assert wyn.open(EDIT).where == "/admin/policy"
    assert wyn.open("/policy/versions").has("In force")
