"""What tests in a real browser share: the sizes of screens, and the marks that skip them where there is none."""

import shutil
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page

CHROMIUM: Final = shutil.which("chromium")
IN_BROWSER: Final = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (.ci/services installs it)"),
]
WIDE: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 390, "height": 844}

Opener = Callable[..., Page]
