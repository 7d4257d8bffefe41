"""Chromium as a reader uses it: pages opened from disk, keys pressed, screens of any width; driven through two pipes."""

from __future__ import annotations

import base64
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any, Self

import pytest

from tests.conftest import IN_CI

__all__ = ["Browser"]

_KEYS = {"Enter": 13, "Escape": 27, " ": 32, "Tab": 9}
_SECONDS = 20


class Browser:
    """One headless browser with one page. Its own commands run beside the page's policy, which stays in force."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pid, self._to, self._from = _start(_chromium(), folder)
        self._number, self._session, self._buffer = 0, "", b""
        self.requests: list[str] = []
        self.errors: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._call(f"{domain}.enable")
        self.resize(1280, 900)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session = ""
        self._call("Browser.close")
        os.waitpid(self._pid, 0)
        os.close(self._to)
        os.close(self._from)

    def open(self, page: str | bytes, hash_: str = "") -> None:
        """Opens a page from a file of its own, and waits until it is ready."""
        self._number += 1
        source = self._folder / f"page-{self._number}.html"
        source.write_bytes(page.encode() if isinstance(page, str) else page)
        self.visit(source, hash_)

    def visit(self, path: Path, hash_: str = "") -> None:
        """Opens a file where it lies, and waits until it is ready."""
        self.requests, self.errors = [], []
        self._call("Page.navigate", url=path.as_uri() + hash_)
        self.wait("document.readyState === 'complete' && location.protocol === 'file:'")

    def resize(self, width: int, height: int, *, phone: bool = False) -> None:
        """The size of the screen in pixels of CSS."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=phone,
        )

    def run(self, script: str) -> Any:
        """The value of an expression in the page. Raises AssertionError for one that throws."""
        told = self._call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def wait(self, condition: str) -> None:
        """Until a condition holds in the page."""
        end = time.monotonic() + _SECONDS
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < end, condition
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, as a keyboard does."""
        for key in keys:
            text = {"Enter": "\r", " ": " "}.get(key, "" if len(key) > 1 else key)
            code = {"windowsVirtualKeyCode": _KEYS[key]} if key in _KEYS else {}
            self._call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, **code)
            self._call("Input.dispatchKeyEvent", type="keyUp", key=key, **code)

    def type(self, text: str) -> None:
        """Types a text as an input method does."""
        self._call("Input.insertText", text=text)

    def picture(self, *, whole: bool = False) -> bytes:
        """What is seen as PNG; `whole`: the page from top to end."""
        told = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(told["data"])

    def pdf(self) -> bytes:
        """The page as it is printed, with the size of paper that it asks for."""
        told = self._call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(told["data"])

    def media(self, name: str, *, dark: bool = False) -> None:
        """Shows the page as for `print`, or to a reader who prefers dark screens; "" as on a screen again."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", media=name, features=[scheme])

    def scripts(self, *, allowed: bool) -> None:
        """Whether pages that are opened from now on may run scripts."""
        self._call("Emulation.setScriptExecutionDisabled", value=not allowed)

    def _call(self, method: str, **params: object) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            told = self._read()
            if told.get("id") == number:
                assert "error" not in told, (method, told["error"])
                result: dict[str, Any] = told["result"]
                return result
            self._note(told)

    def _note(self, event: dict[str, Any]) -> None:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(str(params["exceptionDetails"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(params["entry"]["text"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            part = os.read(self._from, 1 << 20)
            assert part, "the browser has ended"
            self._buffer += part
        message, _, self._buffer = self._buffer.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told


def _chromium() -> str:
    """The browser; tests skip without it and fail in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)("Chromium is not installed")
    return path


def _start(chromium: str, folder: Path) -> tuple[int, int, int]:
    """Its process, and where it is written to and read from: it has them as files 3 and 4."""
    (its_in, to), (back, its_out) = os.pipe(), os.pipe()
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        "--proxy-server=127.0.0.1:9", "--remote-debugging-pipe", "about:blank",
    ]  # fmt: skip
    quiet = os.open(os.devnull, os.O_WRONLY)
    spare = [os.dup(number) for number in (its_in, its_out, quiet)]  # so that none of them is 3 or 4
    actions = [
        (os.POSIX_SPAWN_DUP2, spare[0], 3), (os.POSIX_SPAWN_DUP2, spare[1], 4), (os.POSIX_SPAWN_DUP2, spare[2], 2),
    ]  # fmt: skip
    pid = os.posix_spawn(chromium, command, os.environ, file_actions=actions)
    for number in (its_in, its_out, quiet, *spare):
        os.close(number)
    return pid, to, back
