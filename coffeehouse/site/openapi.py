"""docs/reference/openapi.json: the OpenAPI document of all channels that programs talk to. Made by `make docs`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coffeehouse import __version__
from coffeehouse.protocols import openapi

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"
DESCRIPTION = (
    "The Mastodon client API as this house serves it. Made from the code by `make docs`. Members of bodies and queries "
    "that are not named are ignored. docs/reference/api.md tells the rules in words."
)


def document() -> dict[str, Any]:
    """The document. Django must be ready."""
    from coffeehouse.channels.client_api.contract import routes

    return openapi.document(
        routes.endpoints(), routes.SPLICED, title="Coffeehouse", version=__version__, description=DESCRIPTION
    )


def page() -> str:
    """The text of docs/reference/openapi.json."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
