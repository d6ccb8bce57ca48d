"""What a person may ask to have erased, from where it is proved, and until when it is answered."""

from datetime import UTC, date, datetime

import pytest

from voronka.erasure_requests import due, listing_in, new_code, wanted
from voronka.errors import RefusedError


@pytest.mark.parametrize(
    ("target", "sender", "kind"),
    [
        ("@anna_demo", "", "telegram"),
        (" https://t.me/anna_demo ", "", "telegram"),
        ("8 (900) 000-77-01", "@somebody_else", "phone"),
        ("Anna@Pochta.example", "", "email"),
        ("https://t.me/kanal_a/123", "@anna_demo", "telegram"),
        ("№ 42", "anna@pochta.example", "email"),
        ("https://voronka.example/listing/42?pane", "+7 900 000-77-01", "phone"),
        ("https://behance.example/anna", "@anna_demo", "telegram"),
    ],
)
def test_what_is_asked_for_and_from_where_it_is_proved(target: str, sender: str, kind: str) -> None:
    asked = wanted(target, sender)
    assert asked.sender_kind == kind
    assert asked.target == target.strip()
    assert asked.sender in {target.strip(), sender}


@pytest.mark.parametrize(
    ("target", "sender", "code"),
    [
        ("", "", "erasure.target"),
        ("Анна Иванова", "@anna_demo", "erasure.target"),
        ("<script>alert(1)</script>", "", "erasure.target"),
        ("@" * 300, "", "erasure.target"),
        ("№ 42", "", "erasure.sender"),
        ("№ 42", "https://behance.example/anna", "erasure.sender"),
        ("https://t.me/kanal_a/123", "Анна", "erasure.sender"),
    ],
)
def test_what_nobody_could_prove_is_refused(target: str, sender: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        wanted(target, sender)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 12, 4)),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), date(2026, 12, 4)),
        (datetime(2026, 11, 23, 23, tzinfo=UTC), date(2026, 12, 7)),
    ],
)
def test_ten_working_days(received: datetime, last: date) -> None:
    assert due(received) == last


def test_numbers_and_codes() -> None:
    assert [listing_in(words) for words in ("42", "№42", "/listing/42", "x/listing/42#a", "42a", "+79000007701")] == [
        42, 42, 42, 42, None, None,
    ]  # fmt: skip
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 9 and not set("01IO") & set(code) for code in codes)
