"""The pages in docs/reference/detectors: one a detector, with its figures and its transparency record, and the index.

Made of the records in the code and of the stored figures; a test keeps the three equal.
"""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any

from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.facts import RECORDS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference" / "detectors"
FIGURES = FOLDER / "figures.json"
NO_FIGURES = (
    "It counts or measures by a definition (above), so there is nothing to guess right or wrong: the tests in "
    "`tests/policy` try the definition."
)


def stored_figures() -> dict[str, Any]:
    """What `python -m benchmarks.detectors --write` stored last."""
    found: dict[str, Any] = json.loads(FIGURES.read_text("utf-8"))
    return found


def pages(stored: dict[str, Any]) -> dict[str, str]:
    """Every page by its file name."""
    made = {f"{record.id}.md": page(record, stored) for record in RECORDS}
    return made | {"README.md": index(stored)}


def page(record: Transparency, stored: dict[str, Any]) -> str:
    """The page of one detector, after the Algorithmic Transparency Recording Standard."""
    module = import_module(f"coffeehouse.policy.detectors.{record.id}")
    title = (inspect.getdoc(module) or "").split("\n")[0]
    figures = [figure for figure in stored["figures"] if figure["detector"] == record.id]
    lines = [
        f"# {_title(record).capitalize()}", "", title, "",
        f"Version {record.version} · `coffeehouse/policy/detectors/{record.id}.py` · measured by "
        "`python -m benchmarks.detectors`", "",
        "## Figures", "",
        *(_table(figures) if figures else [NO_FIGURES]), "",
        "## Transparency record", "",
        f"**Purpose.** {record.purpose}", "",
        f"**Owner.** {record.owner}", "",
        f"**Data it reads.** {record.inputs} Nothing is sent anywhere; the same text always has the same answer.", "",
        f"**How it decides.** {record.method}", "",
        f"**What a person then does.** {record.person}", "",
        "**Known failures.**", "",
        *(f"- {limit}" for limit in record.limits),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _table(figures: list[dict[str, Any]]) -> list[str]:
    head = ["| measured on (held-out part) | texts | precision | recall | found | wrongly | missed |",
            "|---|---|---|---|---|---|---|"]  # fmt: skip
    return head + [_row(figure) for figure in figures]


def _row(figure: dict[str, Any]) -> str:
    right, wrong, missed, left = (figure[name] for name in ("right", "wrong", "missed", "left"))
    return (
        f"| {figure['set']} | {right + wrong + missed + left:,} | {_share(right, right + wrong)} |"
        f" {_share(right, right + missed)} | {right + wrong:,} | {wrong:,} | {missed:,} |"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def index(stored: dict[str, Any]) -> str:
    """The list of detectors, and what the default pack does to whole sets."""
    lines = [
        "# Detectors", "",
        "What the house notices in a text: locally, without learning, the same each time. A detector decides nothing; "
        "the rules on the policy page do, and none of them looks for criticism or swearing.", "",
        "Half of every labelled set is held out: it is measured and never looked at. Our own lines are written by the "
        "same hands as the detectors, so their figures flatter; the sets of others do not. Most texts that the abuse "
        "detector finds among those EDOS calls *not sexist* abuse people for race or religion, which EDOS does not "
        "label. The tweets carry a known bias: words of African-American English are called offensive more often.", "",
        "| detector | purpose |", "|---|---|",
        *(f"| [{_title(record)}]({record.id}.md) | {record.purpose} |" for record in RECORDS), "",
        "## What happens to whole sets", "",
        "Each text of the held-out part as the public post of an ordinary member, by the default pack. *To a person* "
        "means that the post stands and somebody is told. No verdict removes anything; what is held or refused "
        "is named with the rule.", "",
        "| set | texts | to a person | held | refused | removed | rules that spoke |", "|---|---|---|---|---|---|---|",
        *(_shares_row(row) for row in stored["shares"]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _title(record: Transparency) -> str:
    return record.id.replace("_", " ")


def _shares_row(row: dict[str, Any]) -> str:
    rules = ", ".join(f"{rule} {count}" for rule, count in row["rules"].items())
    routed = f"{row['routed']:,} ({_share(row['routed'], row['texts'])})"
    return (
        f"| {row['set']} | {row['texts']:,} | {routed} | {row['held']} |"
        f" {row['refused']} | {row['removed']} | {rules} |"
    )
