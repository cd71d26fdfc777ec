"""Talks to the published MCP server over its standard input and output, as an assistant would."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

EXERCISED: set[str] = set()
_called: set[str] = set()
_GREETING = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "proof", "version": "1"}}

Scene = Callable[..., None]


def exercises(*tools: str) -> Callable[[Scene], Scene]:
    """Says which tools a test calls; calling others, or not all of these, fails it."""
    EXERCISED.update(tools)

    def checked(scene: Scene) -> Scene:
        @wraps(scene)
        def run(**fixtures: object) -> None:
            _called.clear()
            scene(**fixtures)
            assert _called == set(tools), "the test calls other tools than it names"

        return run

    return checked


class Assistant:
    """A session with the MCP server."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._number = 0

    def _say(self, **message: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self._process.stdin.flush()

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        assert self._process.stdout is not None
        self._number += 1
        self._say(id=self._number, method=method, params=params)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert answer["id"] == self._number
        return answer

    def greet(self) -> None:
        """Begin the session."""
        self._ask("initialize", **_GREETING)
        self._say(method="notifications/initialized")

    def attempt(self, tool: str, body: object = None, **params: object) -> dict[str, Any]:
        """Call a tool, whatever comes of it: the JSON-RPC answer."""
        _called.add(tool)
        arguments = {"params": {name.replace("_", "-"): value for name, value in params.items()}} if params else {}
        return self._ask("tools/call", name=tool, arguments=arguments if body is None else {**arguments, "body": body})

    def call(self, tool: str, body: object = None, **params: object) -> Any:
        """Call a tool that has to succeed; the `data` of what Locum answered, None where it has none."""
        answer = self.attempt(tool, body, **params)
        assert "result" in answer, f"{tool}: {answer['error']}"
        said = json.loads(answer["result"]["content"][0]["text"])
        assert not answer["result"]["isError"], f"{tool}: {said}"
        assert said["status"] == "success", f"{tool}: {said}"
        return said.get("data")

    def refusal(self, tool: str, body: object = None, **params: object) -> dict[str, Any]:
        """Call a tool that Locum has to refuse; its envelope."""
        result = self.attempt(tool, body, **params)["result"]
        assert result["isError"], f"{tool} was not refused"
        refused: dict[str, Any] = json.loads(result["content"][0]["text"])
        return refused


@contextmanager
def assistant(folder: Path, url: str, key: str, *, adds_key: bool = False) -> Iterator[Assistant]:
    """The MCP server with a key in its environment; `adds_key`: and a gateway that adds it to what lacks one."""
    told = {"LOCUM_UNDER_TEST": url, "CAL_API_KEY": key, **({"LOCUM_GATEWAY_KEY": key} if adds_key else {})}
    process = subprocess.Popen(
        ["node", "--import", "./redirect.mjs", "node_modules/@calcom/cal-mcp/dist/index.js", "--all-tools"],
        cwd=folder,
        env={**os.environ, **told},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            here = Assistant(process)
            here.greet()
            yield here
        finally:
            process.terminate()
