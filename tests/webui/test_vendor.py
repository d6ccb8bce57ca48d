"""Vendored files are what their list says, and the page's icons are all there."""

import hashlib
import re

from webui.assets import STATIC, sprite

VENDOR = STATIC / "vendor"


def test_every_vendored_file_has_its_sum_and_its_licence() -> None:
    lines = (VENDOR / "README.md").read_text(encoding="utf-8").splitlines()
    listed = {line[66:]: line[:64] for line in lines if re.match(r"[0-9a-f]{64}  ", line)}
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.parent != VENDOR
    }
    assert found == listed
    assert all((folder / "LICENSE").is_file() for folder in VENDOR.iterdir() if folder.is_dir())


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    templates = (STATIC.parent / "templates").glob("*.html")
    named = {
        name
        for path in templates
        for call in re.findall(r"icon\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for name in re.findall(r'"([a-z0-9-]+)"', call)
    } - {"telegram", "site"}
    # answers.py chooses these
    named |= {"send", "phone", "mail", "link"}
    there = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite()))
    assert named <= there
    assert there <= named, f"not in use: {there - named}"
