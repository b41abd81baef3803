"""Writes the pages of docs/reference that describe code from that code, openapi.json among them. `make docs`.

A test compares the files with what this makes, so the pages cannot fall behind. argparse's own help is not used: its
layout differs between versions of Python.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from coffeehouse.site import cli, options

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
GENERATED = "<!-- Made by `make docs`; change the code instead. -->"


def settings_page() -> str:
    """The text of docs/reference/settings.md."""
    lines = [
        "# Settings",
        "",
        GENERATED,
        "",
        "Settings come from the environment, else from a file `.env` in the folder the command is run in",
        "(`NAME=value`, one a line), else the default holds. `coffeehouse check` tells what does not fit.",
        "",
    ]
    for group, title in options.GROUPS.items():
        lines += [f"## {title}", "", "| setting | default | meaning |", "|---|---|---|"]
        lines += [_setting(option) for option in options.OPTIONS if option.group == group]
        lines.append("")
    return "\n".join(lines)


def _setting(option: options.Option) -> str:
    default = option.shown or (f"`{option.default}`" if option.default else "empty")
    bounds = ""
    if option.kind == "number" and option.least is not None:
        bounds = f" From {option.least} to {option.most}."
    elif option.kind == "switch":
        bounds = " `on` or `off`."
    doc = option.doc.replace("|", "\\|")
    return f"| `{option.name}` | {default} | {doc}{bounds} |"


def cli_page() -> str:
    """The text of docs/reference/cli.md."""
    lines = [
        "# The command line",
        "",
        GENERATED,
        "",
        "`coffeehouse COMMAND --help` says the same. Every command works without a terminal, says what went wrong and",
        "what to do, and exits with 0 when all went well, 1 when not, 2 when its arguments do not fit.",
        "[Settings](settings.md) say which house a command is about: `COFFEEHOUSE_DATA`, `BASE_URL` and `PORT` as",
        "it was opened with. After `make up` the program is `.venv/bin/coffeehouse`.",
        "",
        "| command | what it does |",
        "|---|---|",
        *(f"| [`{name}`](#coffeehouse-{name}) | {line} |" for name, line in cli.COMMANDS.items()),
        "",
    ]
    for name in cli.COMMANDS:
        parser = cli.parser_of(name)
        lines += [f"## coffeehouse {name}", "", *_describe(parser), ""]
    return "\n".join(lines).rstrip() + "\n"


def _describe(parser: argparse.ArgumentParser) -> Iterator[str]:
    for line in (parser.description or "").strip().splitlines():
        yield f"    {line.strip()}" if line.startswith("  ") else line
    rows = [row for action in parser._actions for row in _rows(action)]
    if rows:
        yield from ("", "| argument | meaning |", "|---|---|", *rows)


def _rows(action: argparse.Action) -> Iterator[str]:
    if isinstance(action, argparse._HelpAction):
        return
    if isinstance(action, argparse._SubParsersAction):
        for name, parser in action.choices.items():
            arguments = " ".join(_written(inner) for inner in parser._actions if _written(inner))
            told = next(choice.help for choice in action._choices_actions if choice.dest == name)
            yield f"| `{name} {arguments}` | {told} |"
        return
    yield f"| `{_written(action)}` | {action.help or ''} |"


def _written(action: argparse.Action) -> str:
    """An argument as it is typed; brackets around what may be left out."""
    if isinstance(action, argparse._HelpAction):
        return ""
    value = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return f"[{value}]" if action.nargs == "?" else value
    text = action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {value}"
    return text if action.required else f"[{text}]"


def commands_page() -> str:
    """The text of docs/reference/commands.md. Django must be ready: the registry fills itself then."""
    from coffeehouse.engine.commands import BY_NAME

    lines = [
        "# Commands",
        "",
        GENERATED,
        "",
        "Everything that changes the house is one of these, whatever door it came through. Each passes scope, limits",
        "and policy, and leaves an entry of the given kind in the ledger, in the same transaction.",
        "",
        "| command | what it asks for | needs | entry | what an auditor reads |",
        "|---|---|---|---|---|",
    ]
    for name, entry in sorted(BY_NAME.items()):
        asks = " ".join((entry.command.__doc__ or "").split()).replace("|", "\\|")
        needs = f"`{entry.scope}`" if entry.scope else "nothing"
        lines.append(f"| `{name}` | {asks} | {needs} | `{entry.kind}` | {entry.sentence} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the pages."""
    from coffeehouse.site.cli import opening

    opening.load()
    from coffeehouse.channels.client_api import reference as api

    DOCS.mkdir(parents=True, exist_ok=True)
    from coffeehouse.site import openapi, reference_capture, reference_policy

    pages = (
        ("settings.md", settings_page()),
        ("cli.md", cli_page()),
        ("commands.md", commands_page()),
        ("api.md", api.page()),
        ("openapi.json", openapi.page()),
        ("capture.md", reference_capture.page()),
        ("policy.md", reference_policy.page((DOCS / "policy.md").read_text("utf-8"))),
    )
    for name, text in pages:
        (DOCS / name).write_text(text, "utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
