"""A mail server of this machine (SMTP, RFC 5321), as much as a client needs: takes, or refuses, and says so."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """`refuses`: what it answers to RCPT TO of these addresses. `taken`: the messages."""

    port: int = 0
    refuses: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)


class Conversation(socketserver.StreamRequestHandler):
    """One client's."""

    server: _Listener

    def handle(self) -> None:
        """Answer line by line."""
        self._say("220 mail.example ESMTP")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "RCPT":
                address = rest.partition("<")[2].partition(">")[0]
                self._say(self.server.state.refuses.get(address, "250 2.1.5 Ok"))
            elif verb.upper() == "DATA":
                self._take()
            elif verb.upper() == "QUIT":
                self._say("221 2.0.0 Bye")
                return
            else:
                self._say("250 2.0.0 Ok")

    def _take(self) -> None:
        self._say("354 End data with <CR><LF>.<CR><LF>")
        lines = []
        while (line := self.rfile.readline().decode()).rstrip("\r\n") != ".":
            lines.append(line)
        taken = self.server.state.taken
        taken.append("".join(lines))
        self._say(f"250 2.0.0 Ok: queued as Q{len(taken)}")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    state: MailServer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """One that listens while the block runs."""
    with _Listener(("127.0.0.1", 0), Conversation) as server:
        server.state = MailServer(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.state
        finally:
            server.shutdown()
