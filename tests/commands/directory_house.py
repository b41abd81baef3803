"""A body's directory for tests of commands: somebody comes back from it again and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from coffeehouse.kernel.secrets import new_secret
from coffeehouse.protocols.openid import Question, challenge
from tests.directory_process import write_settings
from tests.lying_directory import LyingDirectory, lying_directory

BACK = "http://localhost:8000/sign-in/directory/leedon/return"


class Arrivals:
    """`liar` says what a test wants; `answer` is what a browser brings back from it."""

    def __init__(self, liar: LyingDirectory, settings: Any, folder: Path) -> None:
        self.liar = liar
        self.settings = settings
        self.folder = folder
        self.configure()

    def configure(self, **members: Any) -> None:
        """What the operator says of it."""
        file = self.folder / f"{new_secret()}.toml"
        self.settings.DIRECTORIES = write_settings(file, leedon=(self.liar, members))
        cache.clear()

    def answer(self) -> dict[str, Any]:
        """The members of a command, of a question just asked."""
        asked = Question(new_secret(), new_secret(), new_secret(), BACK)
        self.liar.asked = {
            "nonce": asked.nonce, "redirect_uri": BACK, "code_challenge": challenge(asked.verifier),
            "code_challenge_method": "S256", "state": asked.state,
        }  # fmt: skip
        self.liar.claims.setdefault("sub", "w-17")
        return {
            "directory": "leedon", "code": "a-code", "state": asked.state, "nonce": asked.nonce,
            "verifier": asked.verifier, "redirect_uri": BACK,
        }  # fmt: skip


@pytest.fixture
def arrivals(settings: Any, tmp_path: Path) -> Iterator[Arrivals]:
    """Everything above, for one test."""
    with lying_directory() as liar:
        yield Arrivals(liar, settings, tmp_path)
