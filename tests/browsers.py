"""A real browser for tests: Chromium without a window, with what it complained of, and axe. Needs the extra ``browser``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_FLAGS = (
    "--headless --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage"
)
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


class Browser:
    """A window of Chromium. Addresses are whole ones."""

    def __init__(self, driver: Any, axe: str) -> None:
        self.driver = driver
        self._axe = axe

    def looks(self, width: int = 1280, scheme: str = "light", media: str = "", motion: str = "no-preference") -> None:
        """From now on."""
        features = [{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": motion}]
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def text(self, selector: str) -> str:
        return self.run("return document.querySelector(arguments[0]).innerText", selector)

    def press(self, selector: str) -> None:
        """A button or box, wherever the page is scrolled to."""
        self.run("const one = document.querySelector(arguments[0]); one.focus(); one.click()", selector)

    def complaints(self) -> list[str]:
        """What the console said since it was last asked: broken policies, missing files, errors of scripts."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Addresses of everything that the page loaded."""
        return self.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands: rule, and where."""
        self.run(self._axe)
        found = self.driver.execute_async_script("axe.run({ resultTypes: ['violations'] }).then(arguments[0])")
        return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """A browser with a fresh profile; the test is skipped, with the reason, where there is none."""
    webdriver = pytest.importorskip("selenium.webdriver", reason='needs pip install -e ".[browser]"')
    axe = pytest.importorskip("axe_core_python", reason='needs pip install -e ".[browser]"')
    if not (CHROMIUM and DRIVER):
        pytest.skip("needs chromium and chromedriver (Debian: chromium, chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has none for root
    for flag in (*_FLAGS.split(), *sandbox, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        yield Browser(driver, Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    finally:
        driver.quit()
