"""Reads the settings an operator may make; which there are stands in one table, `option_table.py`.

`settings.py` reads values from here, docs/reference/settings.md is written from the table, and a test keeps the two
equal. A value comes from the environment, else from a file `.env` in the working directory, else from the default.
This module imports nothing heavy: the command line asks it before Django is loaded.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from dotenv import dotenv_values

from coffeehouse.site.option_table import GROUPS as GROUPS
from coffeehouse.site.option_table import OPTIONS as OPTIONS
from coffeehouse.site.option_table import Option as Option

SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


class WrongSetting(Exception):
    """A setting whose value does not fit; the message names it and says what would fit."""


BY_NAME = {option.name: option for option in OPTIONS}


@cache
def _file_values() -> dict[str, str]:
    found = dotenv_values(Path.cwd() / ".env", interpolate=False)
    return {name: value for name, value in found.items() if value is not None}


def raw(name: str) -> str:
    """What the operator wrote for `name`, or the default, as text."""
    option = BY_NAME[name]
    written = os.environ.get(name, _file_values().get(name, ""))
    return written.strip() or option.default


def text(name: str) -> str:
    """A text, url, choice or colour setting, checked for its kind."""
    option, value = BY_NAME[name], raw(name)
    if option.kind == "choice" and value not in option.choices:
        raise WrongSetting(f"{name} is {value!r}. Set it to one of: {', '.join(option.choices)}.")
    if option.kind == "url" and value and "://" not in value:
        raise WrongSetting(f"{name} is {value!r}, which is not an address. {option.doc}")
    if option.kind == "colour" and not _is_colour(value):
        raise WrongSetting(f"{name} is {value!r}. Set it to a colour written as #rrggbb, such as {option.default}.")
    return value


def _is_colour(value: str) -> bool:
    return len(value) == 7 and value[0] == "#" and all(letter in "0123456789abcdefABCDEF" for letter in value[1:])


def number(name: str) -> int:
    """A whole-number setting within its range."""
    option, value = BY_NAME[name], raw(name)
    least, most = option.least or 0, option.most or 2**31
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise WrongSetting(f"{name} is {value!r}. Set it to a whole number from {least} to {most}.")
    return int(value)


def switch(name: str) -> bool:
    """An on/off setting."""
    value = raw(name).lower()
    if value not in SWITCH:
        raise WrongSetting(f"{name} is {value!r}. Set it to on or off.")
    return SWITCH[value]


def words(name: str) -> list[str]:
    """A list setting: items between commas, blanks around them ignored."""
    return [item.strip() for item in raw(name).split(",") if item.strip()]


def folder(name: str) -> Path | None:
    """A folder or file setting as an absolute path; None when empty."""
    value = raw(name)
    return Path(value).expanduser().resolve() if value else None


def check_one(option: Option) -> None:
    """Read one setting. Raises WrongSetting when its value does not fit."""
    readers = {"number": number, "switch": switch, "list": words, "folder": folder, "file": folder}
    readers.get(option.kind, text)(option.name)


def check_all() -> None:
    """Read every setting once. Raises WrongSetting for the first that does not fit."""
    for option in OPTIONS:
        check_one(option)
