"""Settings: environment over file, and one clear line for a wrong value."""

from pathlib import Path

import pytest

from voronka.errors import VoronkaError
from voronka.settings import load_settings, save_setting


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VORONKA_DATA", str(tmp_path))
    monkeypatch.delenv("VORONKA_CONTACT", raising=False)


def test_the_file_then_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "voronka.toml").write_text('port = 9000\ncontact = "a@b.example"\n')
    assert (load_settings().port, load_settings().contact) == (9000, "a@b.example")
    monkeypatch.setenv("VORONKA_PORT", "9001")
    assert load_settings().port == 9001


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("port = 0", "port"),
        ('timezone = "Mars/Base"', "Mars/Base"),
        ('contact = "somebody"', "contact"),
        ("colour = 1", "colour"),
        ('trusted_proxy = "proxy.example"', "IP address of a proxy"),
        ('log = "xml"', "log"),
        ('metrics_token = "short"', "metrics_token"),
        ("workers = 0", "workers"),
        ("port = ", "voronka.toml"),
    ],
)
def test_a_wrong_value_is_one_clear_line(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "voronka.toml").write_text(line + "\n")
    with pytest.raises(VoronkaError, match=words) as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_saving_one_setting_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "voronka.toml").write_text("port = 9000\n")
    save_setting("contact", 'https://example.org/"x"')
    assert (load_settings().port, load_settings().contact) == (9000, 'https://example.org/"x"')
