"""A site of somebody else, on an origin of its own, that puts booking pages into its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

_KINDS = {".js": "text/javascript", ".html": "text/html; charset=utf-8"}


@dataclass
class Neighbour:
    """What it serves, by path."""

    origin: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, path: str, content: str | bytes) -> str:
        """Serve something; answers its address."""
        self.files[path] = content.encode() if isinstance(content, str) else content
        return f"{self.origin}{path}"


@contextmanager
def neighbour() -> Iterator[Neighbour]:
    """The site, for as long as the block lasts."""
    site = Neighbour()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            content = site.files.get(path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", _KINDS.get(Path(path).suffix, "text/plain"))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.origin = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever).start()
    yield site
    server.shutdown()
    server.server_close()
