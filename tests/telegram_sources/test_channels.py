"""The list of channels: what is in it, and that a wrong row is one clear line."""

from pathlib import Path

import pytest

from telegram_sources.channels import load_channels
from voronka.errors import VoronkaError
from voronka.quality import Expectations, Holds
from voronka.sources import SourceKind

ROW = "- {name: kanal_raboty, title: Канал, about: Вакансии, basis: public page, enabled: true}\n"


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "channels.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_five_channels_are_listed_with_their_grounds() -> None:
    channels = load_channels()
    assert [c.name for c in channels] == [
        "digital_jobster", "rabota_go", "rabota_freelancee", "jobster_guru", "hr_jobster",
    ]  # fmt: skip
    assert all(c.kind is SourceKind.TELEGRAM and c.about and c.basis and c.enabled for c in channels)
    assert channels[0].url == "https://t.me/digital_jobster"


def test_a_row_is_a_source(tmp_path: Path) -> None:
    (channel,) = load_channels(_write(tmp_path, ROW.replace("enabled: true", "enabled: false, id: -1001234567890")))
    assert (channel.name, channel.title, channel.enabled) == ("kanal_raboty", "Канал", False)


def test_a_row_states_what_differs_from_the_defaults(tmp_path: Path) -> None:
    row = ROW.replace("enabled: true", "enabled: true, min_recognised: 15, expects: {newest_days: 3, fill: {pay: 0.4}}")
    plain, stated = load_channels(_write(tmp_path, ROW.replace("kanal", "prostoy") + row))
    assert (plain.min_recognised, plain.expects) == (1, Expectations())
    assert (stated.min_recognised, stated.expects) == (15, Expectations(newest_days=3, fill={"pay": 0.4}))
    by_name = {channel.name: channel.expected.holds for channel in load_channels()}
    assert (by_name["rabota_go"], by_name["jobster_guru"]) == (Holds.VACANCIES, Holds.CONTENT)


def test_an_empty_file_lists_nothing(tmp_path: Path) -> None:
    assert load_channels(_write(tmp_path, "# nothing yet\n")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROW.replace("about", "abuot"), ("row 1 (kanal_raboty)", "unknown key abuot")),
        (ROW + ROW.replace("basis: public page, ", "").replace("kanal", "novyj"), ("row 2 (novyj_raboty)", "basis")),
        (ROW.replace("enabled: true", "enabled: да"), ("row 1", "true or false")),
        (ROW.replace("enabled: true", "enabled: true, id: first"), ("row 1", "id has to be")),
        (ROW.replace("enabled: true", "enabled: true, min_recognised: 0"), ("row 1", "min_recognised has to be")),
        (ROW.replace("enabled: true", "enabled: true, expects: {fil: {}}"), ("row 1", "expects: unknown key fil")),
        (ROW.replace("enabled: true", "enabled: true, expects: {holds: board}"), ("row 1", "expects", "no board")),
        (ROW.replace("kanal_raboty", '"@kanal_raboty"'), ("row 1", "no user name")),
        (ROW.replace("kanal_raboty", '"https://t.me/kanal"'), ("row 1", "no user name")),
        (ROW.replace("Канал", '""'), ("row 1", "title has to be a text")),
        (ROW.replace("Канал", "17"), ("row 1", "title has to be a text")),
        (ROW + ROW.replace("kanal_raboty", "Kanal_Raboty"), ("row 2", "already in row 1")),
        ("- kanal_raboty\n", ("row 1", "name, title")),
        ("name: kanal_raboty\n", ("list of rows",)),
        ("- {name: [\n", ("no valid YAML",)),
    ],
)  # fmt: skip
def test_a_wrong_row_is_one_clear_line(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(VoronkaError) as caught:
        load_channels(_write(tmp_path, text))
    line = str(caught.value)
    assert "channels.yml" in line
    assert "\n" not in line
    for word in words:
        assert word in line


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(VoronkaError, match=r"nowhere\.yml cannot be read"):
        load_channels(tmp_path / "nowhere.yml")


def test_a_file_that_is_no_text_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "channels.yml"
    path.write_bytes(b"\xff\xfe\x00- name")
    with pytest.raises(VoronkaError, match="no valid YAML"):
        load_channels(path)
