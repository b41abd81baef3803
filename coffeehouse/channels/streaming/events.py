"""An event on the wire: server-sent, or as a message of a WebSocket. Written once, however many hear it."""

from __future__ import annotations

import msgspec

# What an idle stream says, so that everybody on the way knows it is alive (Mastodon's word).
THUMP = b":thump\n"
WELCOME = b":)\n"


class Event:
    """name: "update", "delete", ...; payload: JSON text (an id by itself for deletions), or None for none."""

    __slots__ = ("_messages", "_sent", "name", "payload")

    def __init__(self, name: str, payload: str | None) -> None:
        self.name = name
        self.payload = payload
        self._sent: bytes | None = None
        self._messages: dict[tuple[str, ...], bytes] = {}

    def as_sent(self) -> bytes:
        """For server-sent events. "undefined" is what Mastodon says where there is no payload."""
        if self._sent is None:
            data = "undefined" if self.payload is None else self.payload
            self._sent = f"event: {self.name}\ndata: {data}\n\n".encode()
        return self._sent

    def as_message(self, label: tuple[str, ...]) -> bytes:
        """For a WebSocket, naming the stream."""
        found = self._messages.get(label)
        if found is None:
            message: dict[str, object] = {"stream": label, "event": self.name}
            if self.payload is not None:
                message["payload"] = self.payload
            found = self._messages[label] = msgspec.json.encode(message)
        return found
