"""A contact has one form, however it is spelled, and what is typed is found in posts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.contact_marks import Mark, contacts_in, read_contact
from voronka.errors import VoronkaError

PHONE = Mark("phone", "+79000007701")
NAME = Mark("telegram", "varvara_target")


@pytest.mark.parametrize(
    ("spelled", "mark"),
    [
        ("+7 (900) 000-77-01", PHONE),
        ("8 900 000 77 01", PHONE),
        ("89000007701", PHONE),
        ("79000007701", PHONE),
        ("900 000-77-01", PHONE),
        ("+7 900 000‑77‑01", PHONE),  # no-break hyphens and spaces
        ("+٧ ٩٠٠ ٠٠٠-٧٧-٠١", PHONE),
        ("tel:+79000007701", PHONE),
        ("https://wa.me/79000007701?text=privet", PHONE),
        ("https://api.whatsapp.com/send?phone=%2B79000007701", PHONE),
        ("+375 29 123-45-67", Mark("phone", "+375291234567")),
        ("@Varvara_Target", NAME),
        ("varvara_target", NAME),
        ("@varv\u200bara_target", NAME),
        ("@ｖａｒｖａｒａ_ｔａｒｇｅｔ", NAME),
        ("https://t.me/Varvara_Target", NAME),
        ("t.me/s/varvara_target", NAME),
        ("telegram.me/varvara_target?start=1", NAME),
        ("varvara_target.t.me", NAME),
        ("tg://resolve?domain=Varvara_target", NAME),
        ("тг: varvara_target", NAME),
        ("@anna", Mark("telegram", "anna")),
        ("Anna.T@Pochta.example", Mark("email", "anna.t@pochta.example")),
        ("mailto:anna.t@pochta.example?subject=Привет", Mark("email", "anna.t@pochta.example")),
        ("anna.t (собака) pochta.example", Mark("email", "anna.t@pochta.example")),
        ("https://www.behance.example/Anna/?utm_source=x", Mark("url", "behance.example/anna")),
        ("behance.example/anna", Mark("url", "behance.example/anna")),
        ("https://doska.example/resume?id=17&utm_medium=y", Mark("url", "doska.example/resume?id=17")),
        ("https://t.me/s/kanal_a/12?single", Mark("url", "t.me/kanal_a/12")),
        ("anna.example", Mark("url", "anna.example")),
    ],
)
def test_any_usual_spelling_is_read_and_found(spelled: str, mark: Mark) -> None:
    assert read_contact(spelled) == mark
    assert read_contact(f"  «{spelled}»  ") == mark
    assert mark in contacts_in([f"Ищу работу. Пишите: {spelled}, отвечу.\n900 000 рублей"])


@pytest.mark.parametrize(
    "words", ["", " ", "привет", "Анна Иванова", "12345", "1" * 20, "t.me", "https://t.me/", "@", "a@b"]
)
def test_what_is_no_contact_is_refused(words: str) -> None:
    with pytest.raises(VoronkaError, match="that is no"):
        read_contact(words)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Пост: t.me/varvara_target/12", NAME),  # a post of a channel, not its name
        ("varvara_target@pochta.example", NAME),
        ("#varvara_target", NAME),
        ("anna продаёт, anna-maria тоже, telegram anna", Mark("telegram", "anna")),
        ("@varvara_targets и @xvarvara_target", NAME),
        ("доход 900 000, 77 010 рублей", PHONE),
        ("behance.example/annamaria", Mark("url", "behance.example/anna")),
    ],
)
def test_what_only_looks_like_it_is_not_it(text: str, mark: Mark) -> None:
    assert mark not in contacts_in([text])


def test_numbers_side_by_side_are_told_apart() -> None:
    found = contacts_in(["8 900 000-77-01, 8 900 000-77-02; 2 смены по 12 часов, +7 900 000-77-03 4 года"])
    assert {Mark("phone", f"+7900000770{n}") for n in (1, 2, 3)} <= found


@pytest.mark.parametrize("part", ["1 ", "+1", "a.", "a_", "@", "собака ", "a.ru/b/", "t.me/aaaa", "тг:", "%25"])
def test_no_text_takes_long(part: str) -> None:
    contacts_in([part * 60_000])  # a quadratic pattern would not end


_SEPARATORS = st.sampled_from(["", " ", "-", " - ", "\u00a0", "‑", ".", ") "])
_DIGITS = st.from_regex(r"\A00[0-9]{5}\Z")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["+7", "8", "7"]), _DIGITS, st.lists(_SEPARATORS, min_size=4, max_size=4), st.booleans())
def test_a_phone_is_the_same_however_it_is_grouped(
    country: str, digits: str, between: list[str], brackets: bool
) -> None:
    code = "(900)" if brackets else "900"
    a, b, c, d = between
    spelled = f"{country}{a}{code}{b}{digits[:3]}{c}{digits[3:5]}{d}{digits[5:]}"
    mark = Mark("phone", f"+7900{digits}")
    assert read_contact(spelled) == mark
    assert mark in contacts_in([f"Звоните {spelled} с 9 до 18"])
    assert read_contact(mark.value) == mark


@settings(max_examples=60, deadline=None)
@given(
    st.from_regex(r"\A[a-z][a-z0-9]{2,8}_[a-z0-9]{2,8}\Z"),
    st.sampled_from(["@{}", "https://t.me/{}", "t.me/{}/", "тг: {}", "tg://resolve?domain={}", "{}"]),
    st.booleans(),
)
def test_a_name_is_the_same_however_it_is_linked(name: str, form: str, upper: bool) -> None:
    spelled = form.format(name.upper() if upper else name)
    mark = Mark("telegram", name)
    assert read_contact(spelled) == mark
    assert mark in contacts_in([f"Пишите {spelled}\nи ждите"])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_anything_typed_is_a_contact_in_its_one_form_or_refused(words: str) -> None:
    try:
        mark = read_contact(words)
    except VoronkaError:
        return
    assert read_contact(f"@{mark.value}" if mark.kind == "telegram" else mark.value) == mark
