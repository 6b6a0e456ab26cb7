"""A phone of one household: a browser whose data stay on disk, whose line can be cut, and which can die."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Error

from tools import chromium

SLOW = {"offline": False, "latency": 300, "downloadThroughput": 100_000, "uploadThroughput": 100_000}


class Phone:
    """Opens the same browser data again and again; `page` is its one page."""

    def __init__(self, browser: Browser, address: str, data: Path) -> None:
        self.data = data
        self.context = browser.browser_type.launch_persistent_context(
            str(data),
            executable_path=chromium.find(),
            args=chromium.flags(),
            base_url=address,
            viewport={"width": 360, "height": 740},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            is_mobile=True,
            has_touch=True,
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.pages[0]
        self.line = self.context.new_cdp_session(self.page)
        self.line.send("Network.enable")
        self.is_dead = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(Error):
            self.context.close()

    def fly(self) -> None:
        """Flight mode: nothing goes in or out."""
        self.context.set_offline(True)

    def slow_line(self) -> None:
        """A poor signal again."""
        self.context.set_offline(False)
        self.line.send("Network.emulateNetworkConditions", SLOW)

    def kill(self) -> None:
        """End every process of the browser at once, as a phone does that runs out of memory."""
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"--user-data-dir={self.data}".encode() in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)
        time.sleep(1)
