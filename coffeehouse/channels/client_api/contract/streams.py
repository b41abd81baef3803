"""Streams asked for at the web's address: told where they are. What streams themselves say is in their channel."""

from __future__ import annotations

from coffeehouse.protocols.contract import Nothing, Operation, does

ELSEWHERE = does(Nothing, status=307)

OPERATIONS: dict[str, Operation] = dict.fromkeys(
    (
        "GET api/v1/streaming",
        "GET api/v1/streaming/<channel>",
        "GET api/v1/streaming/<channel>/<part>",
        "GET api/v1/streaming/<channel>/<part>/<media>",
    ),
    ELSEWHERE,
)
