"""A simulator of our own: its process, its control API, and signed calls to it."""

import http.client
import json
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from signing import signature_headers

# A debug build on a busy machine; the program itself is ready within milliseconds.
START_SECONDS = 30.0
JSON = "application/json; charset=UTF-8"

Json = Any


class Refused(RuntimeError):
    """The simulator did not do what seeding needs."""


class Wire:
    """One connection that is kept, since there are many small requests."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.base = parts.path
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case (the last of equals) and body."""
        try:
            return self.send_once(method, path, body, headers)
        except (ConnectionError, http.client.HTTPException):
            # One that was idle for long has been closed at the other end.
            self.connection.close()
            return self.send_once(method, path, body, headers)

    def send_once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None
    ) -> tuple[int, dict[str, str], bytes]:
        self.connection.request(method, self.base + path, body=body, headers=dict(headers or {}))
        response = self.connection.getresponse()
        return response.status, {key.lower(): value for key, value in response.getheaders()}, response.read()


class Control:
    """The control API of one world."""

    def __init__(self, address: str, world: str) -> None:
        self.wire = Wire(address)
        self.world = world

    def ask(self, method: str, path: str, body: Json = None) -> Json:
        """An answer of the world's part of the control API; anything but success ends the run."""
        return self.ask_process(method, f"/worlds/{self.world}{path}", body)

    def ask_process(self, method: str, path: str, body: Json = None) -> Json:
        """An answer about all worlds."""
        content = None if body is None else json.dumps(body).encode()
        status, _, answer = self.wire.send(method, path, content)
        if not 200 <= status < 300:
            raise Refused(f"{method} {path}: {status} {answer.decode(errors='replace')}")
        return json.loads(answer) if answer else None


class Caller:
    """An application of the world that calls as the documents say."""

    def __init__(self, api: str, app_id: str, secret: str) -> None:
        self.wire = Wire(api)
        self.app_id = app_id
        self.secret = secret

    def call(self, method: str, path: str, body: Json = None) -> Json:
        """The envelope of an answer, whatever its code."""
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"Accept": "*/*"}
        if content:
            headers["Content-Type"] = JSON
        headers |= signature_headers(
            self.app_id, self.secret, method, path, content, "*/*", headers.get("Content-Type", "")
        )
        status, _, answer = self.wire.send(method, path, content or None, headers)
        if status != 200:
            raise Refused(f"{method} {path}: {status} {answer.decode(errors='replace')}")
        return json.loads(answer)

    def data(self, method: str, path: str, body: Json = None) -> Json:
        """The data of an answer with code 0; any other code ends the run."""
        envelope = self.call(method, path, body)
        if envelope["code"] != 0:
            raise Refused(f"{method} {path}: {envelope}")
        return envelope["data"]


class Simulator:
    """The program, at a free port of the loopback address, for as long as the block lasts."""

    def __init__(self, program: Path, folder: Path, seed: int) -> None:
        self.ready_file = folder / "ready.json"
        self.log = (folder / "simulator.log").open("w")
        self.command = [
            str(program),
            *("--host", "127.0.0.1", "--port", "0", "--seed", str(seed)),
            *("--ready-file", str(self.ready_file)),
        ]
        self.process: subprocess.Popen[bytes] | None = None
        self.ready: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)
        until = time.monotonic() + START_SECONDS
        while not self.ready_file.exists():
            if self.process.poll() is not None or time.monotonic() > until:
                self.__exit__(None, None, None)
                raise Refused(f"the simulator did not start; {self.log.name} may tell why")
            time.sleep(0.02)
        self.ready = json.loads(self.ready_file.read_text())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
        self.log.close()
