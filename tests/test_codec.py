"""Values survive the way through JSON."""

import json

from hypothesis import given
from hypothesis import strategies as st

from voronka.codec import links_from_json, links_to_json, posting_from_json, posting_to_json
from voronka.model import (
    Contacts,
    Employment,
    Evidence,
    Flag,
    FlagCode,
    Link,
    Period,
    Posting,
    Salary,
    Seniority,
    WorkFormat,
)

_text = st.text(max_size=12)
_texts = st.lists(_text, max_size=3).map(tuple)
_place = st.none() | st.integers(0, 999)
_evidence = st.builds(Evidence, rule=_text, start=_place, end=_place, text=_text)
_salary = st.builds(
    Salary,
    min=st.none() | st.integers(0, 10**7),
    max=st.none() | st.integers(0, 10**7),
    currency=st.sampled_from(["RUB", "USD"]),
    period=st.sampled_from(Period),
    gross=st.none() | st.booleans(),
    variable=st.booleans(),
)
_postings = st.builds(
    Posting,
    title=st.none() | _text,
    roles=_texts,
    seniority=st.none() | st.sampled_from(Seniority),
    salary=st.none() | _salary,
    formats=st.lists(st.sampled_from(WorkFormat), max_size=2).map(tuple),
    employment=st.lists(st.sampled_from(Employment), max_size=2).map(tuple),
    cities=_texts,
    company=st.none() | _text,
    experience_years=st.none() | st.sampled_from([0.0, 0.5, 3.0]),
    contacts=st.builds(Contacts, telegram=_texts, phone=_texts, email=_texts, url=_texts),
    skills=_texts,
    deadline=st.none() | st.dates(),
    starts=st.none() | st.dates(),
    language=st.none() | st.sampled_from(["ru", "en"]),
    flags=st.lists(
        st.builds(Flag, st.sampled_from(FlagCode), st.lists(_evidence, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    signs=st.lists(_evidence, max_size=2).map(tuple),
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    evidence=st.dictionaries(st.sampled_from(["title", "salary"]), st.lists(_evidence, max_size=2).map(tuple)),
)


@given(_postings)
def test_a_posting(posting: Posting) -> None:
    assert posting_from_json(json.loads(json.dumps(posting_to_json(posting)))) == posting


@given(st.lists(st.builds(Link, url=_text, text=_text, start=_place, end=_place, button=st.booleans())).map(tuple))
def test_links(links: tuple[Link, ...]) -> None:
    assert links_from_json(json.loads(json.dumps(links_to_json(links)))) == links


def test_a_posting_of_an_older_version() -> None:
    row = posting_to_json(Posting(title="SMM-менеджер"))
    for name in ("skills", "deadline", "starts", "language", "flags", "signs"):
        del row[name]
    assert posting_from_json(row) == Posting(title="SMM-менеджер")
