"""Settings: one table, checked, documented."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from coffeehouse.site import addresses, options, reference
from coffeehouse.site.options import WrongSetting

ROOT = Path(__file__).resolve().parents[2]


def test_pages_of_the_reference_are_current() -> None:
    """Settings and command line in docs/reference say what the code says (`make docs` writes them)."""
    assert (reference.DOCS / "settings.md").read_text("utf-8") == reference.settings_page()
    assert (reference.DOCS / "cli.md").read_text("utf-8") == reference.cli_page()


def test_every_setting_is_in_the_table() -> None:
    """Nothing in the package reads the environment past the table of settings."""
    own = {"DJANGO_SETTINGS_MODULE", "COFFEEHOUSE_TESTS_REQUIRE", "PATH"}
    found = set()
    for path in (ROOT / "coffeehouse").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv"):
                found.add(ast.unparse(node.args[0]))
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                found.add(ast.unparse(node.slice))
    names = {name.strip("'\"") for name in found if name != "name"}
    assert names - own == set()


@pytest.mark.parametrize("option", options.OPTIONS, ids=lambda option: option.name)
def test_default_fits(option: options.Option, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that nobody made has a value that fits, a group of the page, and a meaning that ends in a full stop."""
    monkeypatch.delenv(option.name, raising=False)
    assert option.group in options.GROUPS
    assert option.doc.endswith(".")
    options.check_one(option)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", "whole number from 1 to 65535"),
        ("PORT", "0", "whole number from 1"),
        ("PORT", "70000", "to 65535"),
        ("PORT", "²", "whole number"),
        ("CHECKPOINT_SECONDS", "61", "from 1 to 60"),
        ("RATE_LIMITS", "maybe", "on or off"),
        ("LOG_FORMAT", "xml", "console, json"),
        ("BODY_COLOUR", "red", "#rrggbb"),
        ("BODY_COLOUR", "#12345g", "#rrggbb"),
        ("SMTP_URL", "mail.example.org", "not an address"),
    ],
)
def test_wrong_value_is_named_with_what_would_fit(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that does not fit is refused with the name of the setting and what would fit."""
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=name) as refused:
        options.check_all()
    assert said in str(refused.value)


@pytest.mark.parametrize(("value", "meant"), [("on", True), ("OFF", False), ("1", True), ("no", False), ("", True)])
def test_switches(value: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switches are on/off in any case; an empty value is no value."""
    monkeypatch.setenv("RATE_LIMITS", value)
    assert options.switch("RATE_LIMITS") is meant


def test_environment_wins_over_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` is read from the working directory; the environment is stronger; nothing is interpolated."""
    (tmp_path / ".env").write_text("PORT=9001\nBODY_NAME='Tea ${HOME}'\nWEB_WORKERS=3\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "9002")
    monkeypatch.delenv("WEB_WORKERS", raising=False)
    options._file_values.cache_clear()
    try:
        assert options.number("PORT") == 9002
        assert options.number("WEB_WORKERS") == 3
        assert options.text("BODY_NAME") == "Tea ${HOME}"
    finally:
        options._file_values.cache_clear()


def test_database_addresses(tmp_path: Path) -> None:
    """Nothing means a file in the data folder; SQLite paths and PostgreSQL addresses are taken apart."""
    assert addresses.database("", tmp_path)["NAME"] == str(tmp_path / "house.sqlite3")
    assert addresses.database("sqlite:////srv/a%20b.sqlite3", tmp_path)["NAME"] == "/srv/a b.sqlite3"
    found = addresses.database("postgresql://me:p%40ss@db.example.org:5433/talk?sslmode=require", tmp_path)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "me",
        "p@ss",
        "db.example.org",
        "5433",
        "talk",
    )
    assert found["OPTIONS"]["sslmode"] == "require"
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        addresses.database("mysql://x/y", tmp_path)


def test_mail_addresses() -> None:
    """smtp:// upgrades to TLS except on this machine; smtps:// begins with it."""
    assert addresses.mail("smtp://u:p@mail.example.org")["EMAIL_USE_TLS"] is True
    assert addresses.mail("smtp://localhost:2525")["EMAIL_USE_TLS"] is False
    assert addresses.mail("smtps://mail.example.org")["EMAIL_PORT"] == 465
    with pytest.raises(WrongSetting, match="SMTP_URL"):
        addresses.mail("http://mail.example.org")
