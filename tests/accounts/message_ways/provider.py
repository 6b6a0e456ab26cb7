"""A provider of messages on this machine: answers over HTTP in the shapes that the providers publish."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


class Provider:
    """Answers questions in turn with what it was told to (`says`), the last of them ever again; remembers all."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes, float]] = []
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.address = ""

    def says(self, *answers: Any, status: int = 200, after: float = 0) -> None:
        """An object is said as JSON, bytes as they are."""
        for answer in answers:
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.answers.append((status, body, after))

    def next_answer(self) -> tuple[int, bytes, float]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = self.headers["Content-Type"] == "application/json"
        body = json.loads(sent) if is_json else {name: one for name, (one,) in parse_qs(sent).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.provider.asked.append((self.path, headers, body))
        status, answer, after = self.provider.next_answer()
        time.sleep(after)
        try:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{self.provider.address}/elsewhere")
            self.end_headers()
            self.wfile.write(answer)
        except OSError:
            pass  # who asked has gone

    def log_message(self, *_args: Any) -> None:
        """Nothing on the console."""


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, while it answers."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
