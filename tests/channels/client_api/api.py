"""An app as the tests drive it: a token, requests in JSON, form or multipart, answers with their JSON."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client


class Reply:
    """Status, headers and JSON of an answer."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        self.body: bytes = response.content

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def ids(self) -> list[int]:
        """The ids of the entities of a list."""
        return [int(item["id"]) for item in self.json]

    @property
    def error(self) -> str:
        return str(self.json["error"])


class Api:
    """Calls as the holder of `token`; without one, as anybody."""

    def __init__(self, token: str = "") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, headers: Any = None, **query: Any) -> Reply:
        return Reply(self.client.get(path, query, headers={**self.headers, **(headers or {})}))

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Reply:
        """JSON."""
        raw = b"" if body is None else json.dumps(body).encode()
        return Reply(
            self.client.generic(
                method, path, raw, content_type="application/json", headers={**self.headers, **(headers or {})}
            )
        )

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Reply:
        return self.send("POST", path, body, headers)

    def put(self, path: str, body: Any = None) -> Reply:
        return self.send("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> Reply:
        return self.send("PATCH", path, body)

    def delete(self, path: str, body: Any = None) -> Reply:
        return self.send("DELETE", path, body)

    def form(self, method: str, path: str, encoded: str) -> Reply:
        """`application/x-www-form-urlencoded`, as written."""
        return Reply(
            self.client.generic(
                method, path, encoded, content_type="application/x-www-form-urlencoded", headers=self.headers
            )
        )

    def multipart(self, method: str, path: str, **members: Any) -> Reply:
        """`multipart/form-data`; open files or SimpleUploadedFile among the members become files."""
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        return Reply(
            self.client.generic(
                method, path, encode_multipart(BOUNDARY, members), content_type=MULTIPART_CONTENT, headers=self.headers
            )
        )
