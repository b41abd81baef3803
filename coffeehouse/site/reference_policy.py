"""The made part of docs/reference/policy.md: rules, facts, actions and detectors, from the default pack and the code.

What stands before and after it is written by hand and kept as it is. `make docs`.
"""

from __future__ import annotations

from collections.abc import Iterator

from coffeehouse.policy.decide import default_pack
from coffeehouse.policy.explain import describe
from coffeehouse.policy.facts import RECORDS
from coffeehouse.policy.vocabulary import CEDAR_TYPES, COMMON_FACTS, EXTRA_FACTS, GROUPS, SHAPES, Fact

BEGINS, ENDS = "## The default pack\n", "## Speed\n"
GENERATED = "<!-- From here to “Speed” made by `make docs`; change the pack or the code instead. -->"


def page(standing: str) -> str:
    """The whole page, from the one that stands. Raises ValueError when a heading that bounds the made part is gone."""
    head, begins, rest = standing.partition(BEGINS)
    _, ends, tail = rest.partition(ENDS)
    if not begins or not ends:
        raise ValueError("docs/reference/policy.md has lost one of its headings: The default pack, Speed.")
    return f"{head}{BEGINS}\n{made()}\n{ENDS}{tail}"


def made() -> str:
    """The part between the two headings."""
    return "\n".join([GENERATED, "", *_pack(), "", *_facts(), *_actions(), "", *_detectors()])


def _pack() -> Iterator[str]:
    pack = default_pack()
    about = pack.about
    yield about.summary
    yield ""
    yield (
        f"Owner: {about.owner}. Basis: {about.legal_basis}. Valid from {about.valid_from}, to be looked at again by"
        f" {about.review_by}."
    )
    yield ""
    for rule in describe(pack):
        scope = f" ({rule.applies_to})" if rule.applies_to else ""
        cites = f" *{rule.cites.rstrip('.')}.*" if rule.cites else ""
        yield f"- `{rule.id}`: **{rule.verdict}**{scope}. {rule.because}{cites}"


def _facts() -> Iterator[str]:
    yield "## Facts"
    yield ""
    yield "Told with every action:"
    yield ""
    yield from _fact_table(COMMON_FACTS)
    for facts in SHAPES:
        if not facts:
            continue
        actions = [f"`{action}`" for action, extra in EXTRA_FACTS.items() if extra == facts]
        yield f"Told with {_listed(actions)}:"
        yield ""
        yield from _fact_table(facts)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _fact_table(facts: tuple[Fact, ...]) -> Iterator[str]:
    yield "| fact | kind | meaning |"
    yield "|---|---|---|"
    for fact in facts:
        yield f"| `{fact.name}` | {CEDAR_TYPES[fact.type]} | {fact.meaning.replace('|', chr(92) + '|')} |"
    yield ""


def _actions() -> Iterator[str]:
    yield "## Actions"
    yield ""
    yield "| group | meaning | actions |"
    yield "|---|---|---|"
    for group in GROUPS:
        yield f"| `{group.name}` | {group.meaning} | {', '.join(group.actions)} |"


def _detectors() -> Iterator[str]:
    yield "## Detectors"
    yield ""
    yield "Each has a page with its figures: [detectors](detectors/README.md)."
    yield ""
    for record in RECORDS:
        yield f"### {record.id} (version {record.version})"
        yield ""
        yield f"- Purpose: {record.purpose}"
        yield f"- Inputs: {record.inputs}"
        yield f"- Method: {record.method}"
        yield f"- Limits: {' '.join(record.limits)}"
        yield ""
