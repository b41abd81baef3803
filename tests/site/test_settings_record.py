"""With which settings the house opened stands in the ledger, without a secret in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coffeehouse.domain.capture.queries import last_settings, settings_history
from coffeehouse.ledger.queries import payload_of
from coffeehouse.site import options, settings_record

SECRETS = {
    "SECRET_KEY": "Hunter2Secret",
    "TRANSLATE_KEY": "Hunter2Secret",
    "SMTP_URL": "smtp://leedon:Hunter2Secret@mail.example.org:587",
    "DATABASE_URL": "postgresql://house:Hunter2Secret@db.example.org:5432/house?passfile=Hunter2Secret",
    "VALKEY_URL": "redis://:Hunter2Secret@cache.example.org:6379/0",
}


def shown(name: str, value: str) -> str:
    """A setting as it is recorded."""
    return settings_record.shown(options.BY_NAME[name], value)


@pytest.mark.parametrize(("name", "value"), SECRETS.items())
def test_no_secret_is_recorded(name: str, value: str) -> None:
    """A mark stands for it: the same for the same secret, another for another."""
    said = shown(name, value)
    assert "Hunter2" not in said
    assert "mark " in said
    assert shown(name, value) == said
    assert shown(name, value.replace("Hunter2", "Hunter3")) != said


def test_what_is_no_secret_is_readable() -> None:
    """Hosts, switches, names; and nothing where nothing is set."""
    assert shown("SMTP_URL", "smtp://mail.example.org:587") == "smtp://mail.example.org:587"
    assert shown("SMTP_URL", SECRETS["SMTP_URL"]).startswith("smtp://mail.example.org:587 (mark ")
    assert shown("BODY_NAME", "Leedon Council") == "Leedon Council"
    assert shown("RATE_LIMITS", "off") == "off"
    assert shown("SECRET_KEY", "") == ""


def test_every_setting_that_sounds_secret_is_kept_secret() -> None:
    """A new one with such a name in the table is caught by its name."""
    for option in options.OPTIONS:
        if any(word in option.name.lower() for word in ("secret", "password", "token")) or option.name.endswith("_KEY"):
            assert settings_record.SECRET.search(option.name), option.name


def test_a_file_counts_by_what_it_says(tmp_path: Path) -> None:
    """Another content is another setting; the content itself is not recorded."""
    file = tmp_path / "directories.toml"
    file.write_text('client_secret = "Hunter2Secret"')
    first = shown("DIRECTORIES", str(file))
    file.write_text('client_secret = "another"')
    assert "Hunter2" not in first
    assert shown("DIRECTORIES", str(file)) != first
    file.unlink()
    assert "cannot be read" in shown("DIRECTORIES", str(file))


@pytest.mark.django_db
def test_opening_the_house_records_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first time all of them, with the programs' versions; then only when one is another."""
    settings_record.record()
    settings_record.record()
    assert len(settings_history()) == 1
    said = last_settings()
    assert said.keys() >= set(options.BY_NAME)
    assert said["program: coffeehouse"]
    monkeypatch.setenv("SMTP_URL", SECRETS["SMTP_URL"])
    settings_record.record()
    (sequence, _, values, changed), _first = settings_history()
    assert changed == ("SMTP_URL",)
    assert "Hunter2" not in repr(payload_of(sequence))
    assert values["SMTP_URL"].startswith("smtp://mail.example.org:587")
