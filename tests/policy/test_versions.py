"""What changed between two versions of a pack, and since when a rule has been as it is."""

from __future__ import annotations

from coffeehouse.policy.versions import compare, since, statements_of

RULE = '@id("town.{name}")\n@verdict("deny")\n@because("{why}")\nforbid (principal, action, resource);\n'


def files(**rules: str) -> dict[str, str]:
    """A pack with these rules."""
    return {"town.cedar": "// notes\n\n" + "\n".join(RULE.format(name=name, why=why) for name, why in rules.items())}


def test_changes_are_told_by_rule() -> None:
    """Added, removed, changed; comments and the order of rules are no change."""
    changes = compare(files(a="1", b="2", c="3"), files(c="3", b="two", d="4"))
    assert changes == (("town.d",), ("town.a",), ("town.b",))
    assert compare(files(a="1", b="2"), files(b="2", a="1")).is_nothing
    assert compare({"x.cedar": files(a="1")["town.cedar"]}, files(a="1")).is_nothing


def test_since_when_a_rule_stands() -> None:
    """From the earliest version after which it was never changed; a rule that was away begins anew."""
    versions = [("2026-03", files(a="1", b="2")), ("2026-02", files(b="2")), ("2026-01", files(a="1", b="other"))]
    told = [(when, statements_of(each)) for when, each in versions]
    assert since("town.a", told) == "2026-03"
    assert since("town.b", told) == "2026-02"
    assert since("town.a", []) == ""
