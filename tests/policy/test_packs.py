"""Packs: loaded whole or not at all, with every fault on its line, and a version that follows the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from coffeehouse.policy.decide import default_pack
from coffeehouse.policy.explain import applies_to, describe
from coffeehouse.policy.facts import RECORDS
from coffeehouse.policy.packs import DEFAULT_FOLDER, PackError, load_pack, make_pack
from coffeehouse.policy.vocabulary import (
    ACTIONS,
    COMMON_FACTS,
    GROUPS,
    NEW_ACCOUNT_FACTS,
    PUBLISH_FACTS,
    facts_of,
    schema_text,
)

HEAD = (DEFAULT_FOLDER / "pack.toml").read_text("utf-8")
PERMIT = '@id("town.base")\npermit (principal, action, resource);\n'
RULE = (
    '@id("town.rule")\n@verdict("hold")\n@because("It rains.")\n'
    "forbid (principal, action, resource)\nwhen { context.is_official };\n"
)


def faults_of(text: str, head: str = HEAD) -> list[str]:
    with pytest.raises(PackError) as caught:
        make_pack(head, {"town.cedar": text})
    assert str(caught.value) == "\n".join(str(fault) for fault in caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (PERMIT + RULE.replace("when", "whn"), "town.cedar:7: invalid policy condition: whn"),
        (PERMIT + RULE.replace("principal, action", "principal action"), "town.cedar:6: unexpected token `action`"),
        (PERMIT + RULE.replace(";", "") + RULE, "town.cedar:8: unexpected token `@`"),
        (PERMIT + "\n\n" + RULE.replace('rains."', "rains."), 'town.cedar:7: a text opened with " is never closed'),
        (
            PERMIT + RULE + "\n// end\nforbid (principal",
            "town.cedar:10: the statement that begins here does not end with ;",
        ),
        (PERMIT + RULE.replace("context.is_official", "context.is_offical"), "town.cedar:3: "),
        (PERMIT + RULE.replace("context.is_official", "context.role > 3"), "town.cedar:3: "),
        (PERMIT + RULE.replace("action, resource", 'action == Action::"Dance", resource'), "town.cedar:3: "),
        (PERMIT + RULE.replace('@verdict("hold")\n', ""), "town.cedar:3: @verdict is missing"),
        (PERMIT + RULE.replace('@because("It rains.")', '@because(" ")'), "town.cedar:3: @because is missing"),
        (PERMIT + RULE.replace('@id("town.rule")\n', ""), "town.cedar:3: @id is missing"),
        (
            PERMIT + RULE.replace("town.rule", "Town Rule"),
            "town.cedar:3: @id Town Rule: write it as topic.what-it-says",
        ),
        (
            PERMIT + RULE.replace("hold", "allow"),
            "town.cedar:3: @verdict allow: one of advise, suggest, route, hold, require, deny",
        ),
        (PERMIT + RULE.replace("@because", "@becuase"), "town.cedar:3: @becuase is not known here"),
        (PERMIT + RULE + RULE, "town.cedar:8: the id town.rule is used twice"),
        (PERMIT + RULE.replace("principal,", "principal == ?principal,"), "town.cedar:3: a template"),
        (RULE, "*.cedar: one permit without any condition is needed, there are 0"),
        (PERMIT + PERMIT.replace("base", "more"), "*.cedar: one permit without any condition is needed, there are 2"),
        (
            PERMIT + '@id("town.p") permit (principal is Member, action, resource);',
            "town.cedar:3: a further permit is a promise",
        ),
        (
            PERMIT + '@id("town.p") @because("B.") permit (principal, action, resource) when { false };',
            "town.cedar:3: a further",
        ),
        ("", "*.cedar: there is no rule in the pack"),
        ("// only a remark\n", "*.cedar: there is no rule in the pack"),
    ],
)
def test_a_fault_is_refused_with_its_line(text: str, fault: str) -> None:
    """What is wrong, in which file, on which line."""
    assert any(each.startswith(fault) for each in faults_of(text)), faults_of(text)


def test_all_faults_are_told_at_once() -> None:
    """An author mends everything in one go."""
    text = PERMIT + RULE.replace("when", "whn") + RULE.replace("permit", "permt").replace("forbid", "forbad")
    assert len(faults_of(text)) == 2


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "default"', 'id = "My Pack"', "pack.toml: id:"),
        ('version = "1.0.0"', 'version = "1"', "pack.toml: version:"),
        ("review_by = 2027-11-22", "review_by = 2020-11-22", "pack.toml: review_by:"),
        ("review_by = 2027-11-22", 'review_by = "soon"', "pack.toml: "),
        ('owner = "The people who run this house"', 'owner = " "', "pack.toml: owner:"),
        ('owner = "The people who run this house"', "", "pack.toml: Object missing required field `owner`"),
        ('owner = "The people who run this house"', 'owner = "Nobody', "pack.toml: "),
        ('id = "default"', 'id = "default"\nmood = "good"', "pack.toml: "),
    ],
)
def test_the_head_must_be_whole(old: str, new: str, fault: str) -> None:
    """Owner, legal basis, version and dates are part of a policy."""
    assert old in HEAD
    assert faults_of(PERMIT + RULE, HEAD.replace(old, new))[0].startswith(fault)


def test_a_folder_without_a_pack_says_so(tmp_path: Path) -> None:
    """A wrong setting is named."""
    with pytest.raises(PackError, match=r"is not a policy pack: there is no pack\.toml in it"):
        load_pack(tmp_path)


def test_a_house_brings_its_own_pack(tmp_path: Path) -> None:
    """A folder with pack.toml and Cedar text replaces the default; file order is by name."""
    (tmp_path / "pack.toml").write_text(HEAD.replace('"default"', '"town"'), "utf-8")
    (tmp_path / "b.cedar").write_text(RULE, "utf-8")
    (tmp_path / "a.cedar").write_text(PERMIT + RULE.replace("town.rule", "town.first"), "utf-8")
    pack = load_pack(str(tmp_path))
    assert [rule.id for rule in pack.rules] == ["town.first", "town.rule"]
    assert [(rule.file, rule.line) for rule in pack.rules] == [("a.cedar", 3), ("b.cedar", 1)]
    assert pack.version.startswith("town@1.0.0#")
    with pytest.raises(KeyError):
        pack.rule("town.second")


def test_the_version_follows_the_words_not_the_blanks() -> None:
    """The same text with other line ends or trailing blanks is the same policy; any other change is another."""
    version = make_pack(HEAD, {"town.cedar": PERMIT + RULE}).version
    assert make_pack(HEAD, {"town.cedar": (PERMIT + RULE).replace("\n", "  \r\n") + "\n\n"}).version == version
    assert make_pack(HEAD, {"town.cedar": PERMIT + RULE.replace("rains", "pours")}).version != version
    assert make_pack(HEAD, {"city.cedar": PERMIT + RULE}).version != version
    assert make_pack(HEAD.replace("run this house", "own it"), {"town.cedar": PERMIT + RULE}).version != version


def test_strings_and_remarks_do_not_cut_statements() -> None:
    """Semicolons, quotes and slashes inside texts and remarks are text."""
    tricky = RULE.replace("It rains.", r"Stop; \"really\" // now").replace("when", '// don"t; cut\nwhen')
    pack = make_pack(HEAD, {"town.cedar": '// a; b " c\n' + PERMIT + tricky + "// end"})
    assert pack.rules[0].because == 'Stop; "really" // now'
    assert pack.rules[0].line == 4


def test_rules_reach_the_actions_of_their_scope() -> None:
    """All actions, one, several, or a group written out."""
    scopes = {
        "action": set(ACTIONS),
        'action == Action::"SignIn"': {"SignIn"},
        'action in [Action::"SignIn", Action::"SignOut"]': {"SignIn", "SignOut"},
        'action in Action::"Publishing"': {"PublishPost", "EditPost", "SchedulePost", "CorrectPost"},
    }
    for scope, actions in scopes.items():
        pack = make_pack(HEAD, {"town.cedar": PERMIT + RULE.replace("action,", scope + ",")})
        assert pack.rules[0].actions == actions


def test_the_schema_file_is_the_vocabulary() -> None:
    """What authors read is what packs are checked against."""
    path = DEFAULT_FOLDER.parent.parent / "schema.cedarschema"
    assert path.read_text("utf-8") == schema_text()
    names = [action for group in GROUPS for action in group.actions] + [group.name for group in GROUPS]
    assert len(names) == len(set(names))
    with pytest.raises(KeyError):
        facts_of("Dance")


def test_a_pack_can_be_read_by_everybody() -> None:
    """The policy page lists promises, then rules from the strongest, each in words."""
    described = describe(default_pack())
    assert described[0].id == "house.criticism-protected"
    assert described[0].meaning == "This is never a ground."
    order = [each.verdict for each in described[1:]]
    assert order == sorted(order, key=["deny", "require", "hold", "route", "suggest", "advise"].index)
    assert {each.id for each in described[1:]} == {rule.id for rule in default_pack().rules}
    assert all(each.because.endswith(".") and each.applies_to for each in described[1:])


def test_the_reach_of_a_rule_in_words() -> None:
    """Everything, a group by its meaning, single actions by name."""
    assert applies_to(frozenset(ACTIONS)) == "everything"
    assert (
        applies_to(frozenset({"PublishPost", "EditPost", "SchedulePost", "CorrectPost", "SignIn"}))
        == "words that others will read; SignIn"
    )
    assert applies_to(frozenset({"BoostPost"})) == "BoostPost"


def test_the_reference_says_what_is_in_force() -> None:
    """Every rule with its words, every fact, action and detector record stands in docs/reference/policy.md."""
    reference = (Path(__file__).parents[2] / "docs" / "reference" / "policy.md").read_text("utf-8")
    for each in describe(default_pack()):
        assert f"`{each.id}`: **{each.verdict}**" in reference
        assert each.because in reference
    for fact in COMMON_FACTS + PUBLISH_FACTS + NEW_ACCOUNT_FACTS:
        assert f"| `{fact.name}` |" in reference
    for group in GROUPS:
        assert f"| `{group.name}` | {group.meaning} | {', '.join(group.actions)} |" in reference
    for record in RECORDS:
        assert f"### {record.id} (version {record.version})" in reference
        assert all(limit in reference for limit in record.limits)
