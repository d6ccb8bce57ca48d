"""A Bot API on loopback, for a bot that sends."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "12345:an-invented-token"
Answer = tuple[int, dict[str, Any]]


def fault(code: int, description: str, **parameters: Any) -> Answer:
    return code, {"ok": False, "error_code": code, "description": description, "parameters": parameters}


def good(result: Any) -> Answer:
    return 200, {"ok": True, "result": result}


@dataclass
class Api:
    """What was sent to it, and the answers it gives before it takes messages; None breaks the line."""

    sent: list[dict[str, str]] = field(default_factory=list)
    answers: list[Answer | None] = field(default_factory=list)
    tries: int = 0
    port: int = 0

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    def answer(self, path: str, form: dict[str, str]) -> Answer | None:
        self.tries += 1
        assert path == f"/bot{TOKEN}/sendMessage"
        if self.answers:
            return self.answers.pop(0)
        self.sent.append(form)
        return good({"message_id": len(self.sent), "date": 0, "chat": {"id": 5, "type": "private"}})


@contextmanager
def serving() -> Iterator[Api]:
    """An Api that listens on a port of its own."""
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            answer = api.answer(self.path, form)
            if answer is None:
                self.close_connection = True
                return
            code, value = answer
            data = json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
