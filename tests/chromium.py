"""A real browser for the tests: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["Visit", "launched", "visit"]


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser that $CHROMIUM names, or the one that is installed; without any, skip, but fail where tests must run."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium is installed: .ci/readers installs it, or $CHROMIUM names it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--headless", "--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Visit:
    """A page that was opened, and all that it complained of or asked for meanwhile."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def drawn(self) -> None:
        """Wait until all figures are drawn."""
        self.page.wait_for_function("document.documentElement.dataset.figures === 'ready'")


@contextmanager
def visit(browser: Browser, file: Path, width: int = 1440, height: int = 1000, lang: str = "en") -> Iterator[Visit]:
    """Open a page of a report and wait for its figures."""
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True, accept_downloads=True)
    context.set_default_timeout(30_000)
    visited = Visit(context.new_page())
    visited.page.goto(file.as_uri())
    visited.drawn()
    if lang != "en":
        visited.page.click(f"[data-switch={lang}]")
        visited.drawn()
    yield visited
    context.close()
