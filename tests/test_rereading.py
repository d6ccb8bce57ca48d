"""What a reparse tells: what reads differently, by field, through crashes, and nothing of a person's contacts."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.test_ingest import ADVICE, AT, RESUME, SEO, SMM, add, cards, post
from voronka.correcting import Correcting
from voronka.corrections import Field, Spot
from voronka.extract import read
from voronka.ingest import Ingest
from voronka.model import Contacts, Kind, Posting, Reading, Salary, Seniority
from voronka.rereading import EXAMPLES, Report
from voronka.rules import rules
from voronka.sources import Source, SourceKind
from voronka.store import Store

LIST = """Три вакансии недели

1. Копирайтер, удалённо, 60 000 ₽ — @one_demo

2. Дизайнер, Москва, 120 000 ₽ — @two_demo

3. SEO-специалист, Самара, от 100 000 ₽ — @three_demo"""
Old = Callable[[Reading], Reading]


@pytest.fixture
def store(store: Store) -> Store:
    """With --full every case on every database."""
    store.claim(AT)
    store.declare(Source(name, name.upper(), SourceKind.TELEGRAM) for name in ("kanal_a", "kanal_b", "kanal_v"))
    return store


@pytest.fixture
def ingest(store: Store) -> Ingest:
    return Ingest(store)


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Old | None], None]:
    """Read by the rules of an older version: what is read today, changed; None: by those of today."""

    def set_rules(old: Old | None) -> None:
        def older(*rest: object, **more: object) -> Reading:
            found = read(*rest, **more)  # type: ignore[arg-type]  # handed through
            return found if old is None else old(found)

        monkeypatch.setattr("voronka.reading.read", older)
        for module in ("ingest", "reparsing"):
            monkeypatch.setattr(f"voronka.{module}.rules", lambda: rules() if old is None else f"old {id(old)}")

    return set_rules


def each(reading: Reading, **changes: object) -> Reading:
    """A reading with fields of every posting put otherwise."""
    postings = tuple(replace(posting, **changes) for posting in reading.postings)  # type: ignore[arg-type]
    return replace(reading, postings=postings)


def report_of(store: Store) -> Report:
    found = store.last_reparse()
    assert found is not None
    assert Report.from_json(json.loads(json.dumps(found.to_json()))) == found
    return found


def counts(report: Report) -> dict[str, tuple[int, int, int]]:
    """Fields in which something changed: gained, lost, changed."""
    found = {name: (count.gained, count.lost, count.changed) for name, count in report.fields.items()}
    return {name: count for name, count in found.items() if any(count)}


def moved(report: Report) -> tuple[int, int, int, int]:
    one = report.listings
    return one.joined, one.split, one.new, one.gone


def test_nothing_reads_differently(store: Store, ingest: Ingest) -> None:
    add(ingest, post(SMM, days=5), post(SMM + "\nАктуально", 2, "kanal_b"), post(RESUME, 3), post(ADVICE, 4))
    add(ingest, post(LIST, 5))
    assert ingest.reparse() == 5
    report = report_of(store)
    assert (report.total, report.read, report.different, report.sittings) == (5, 5, 0, 1)
    assert (report.finished_at, report.rules) == (AT.isoformat(), rules())
    assert (counts(report), moved(report)) == ({}, (0, 0, 0, 0))


def test_fields_gained_lost_and_changed_with_examples(
    store: Store, ingest: Ingest, by: Callable[[Old | None], None]
) -> None:
    by(lambda now: each(now, salary=None, cities=("Тула",), seniority=Seniority.LEAD, roles=("other",)))
    add(ingest, post(SMM))
    by(lambda now: each(now, title="СММ", experience_years=0.0, skills=("Excel",)))
    add(ingest, post(SEO, 2))
    by(None)
    ingest.reparse()
    report = report_of(store)
    found = counts(report)
    assert report.different == 2
    assert (found["salary"], found["cities"], found["seniority"]) == ((1, 0, 0), (0, 0, 1), (0, 1, 0))
    assert (found["roles"], found["title"]) == ((1, 0, 0), (0, 0, 1))
    assert found["experience_years"] == (0, 1, 0), "no experience is a value"
    [example] = report.fields["cities"].examples
    assert example == {"post": "kanal_a/1", "posting": 1, "before": ["Тула"], "after": ["Казань"], "way": "changed"}
    assert report.fields["salary"].examples[0]["after"]["min"] == 70_000
    assert report.fields["contacts"].examples == []


def test_kinds_and_numbers_of_postings(store: Store, ingest: Ingest, by: Callable[[Old | None], None]) -> None:
    by(lambda now: replace(now, kind=Kind.CONTENT, postings=()))
    add(ingest, post(SMM))
    by(lambda now: replace(now, postings=now.postings[:1] + now.postings[2:]))
    add(ingest, post(LIST, 2))
    by(None)
    ingest.reparse()
    report = report_of(store)
    assert counts(report) == {"kind": (0, 0, 1), "postings": (2, 0, 0)}, "the third posting is known by its words"
    assert report.fields["kind"].examples[0]["before"] == "content"
    assert [(one["before"], one["after"]) for one in report.fields["postings"].examples] == [(0, 1), (2, 3)]


def test_examples_are_few_and_of_people_nothing_to_write_to(
    store: Store, ingest: Ingest, by: Callable[[Old | None], None]
) -> None:
    secret = Contacts(telegram=("tainy_kit",), phone=("+79000007755",))
    by(lambda now: each(now, title="Пишите @tainy_kit, +7 900 000-77-55", contacts=secret, company="тг: tainy_kit"))
    add(ingest, *(post(f"{RESUME}\nНомер {number}", number) for number in range(1, EXAMPLES + 3)))
    by(None)
    ingest.reparse()
    report = report_of(store)
    assert counts(report)["contacts"] == (0, 0, EXAMPLES + 2)
    assert len(report.fields["title"].examples) == EXAMPLES
    told = json.dumps(report.to_json(), ensure_ascii=False)
    assert not any(words in told for words in ("tainy_kit", "77-55", "0007755", "varvara", "77-01", "0007701"))


def test_a_stopped_reparse_is_told_whole(
    store: Store, ingest: Ingest, by: Callable[[Old | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voronka.reparsing._BATCH", 2)
    by(lambda now: each(now, cities=()))
    add(ingest, *(post(f"{SMM}\nКод {n}", n, days=n) for n in range(1, 7)))
    by(None)

    def die(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest.reparse(die)
    report = report_of(store)
    assert (report.total, report.read, report.finished_at, counts(report)["cities"]) == (6, 4, None, (4, 0, 0))
    assert not store.is_current(rules())
    assert Ingest(store).reparse() == 2
    report = report_of(store)
    assert (report.total, report.read, report.sittings, counts(report)["cities"]) == (6, 6, 2, (6, 0, 0))
    assert store.is_current(rules())


def test_a_stopped_reparse_begins_anew_when_the_rules_have_changed_since(
    store: Store, ingest: Ingest, by: Callable[[Old | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voronka.reparsing._BATCH", 2)
    add(ingest, *(post(f"{SMM}\nКод {n}", n, days=n) for n in range(1, 5)))

    def die(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    by(lambda now: each(now, cities=("Тула",)))
    with pytest.raises(KeyboardInterrupt):
        ingest.reparse(die)
    by(None)
    assert Ingest(store).reparse() == 4
    assert {card.posting and card.posting.cities for card in cards(store)} == {("Казань",)}
    assert counts(report_of(store)) == {"cities": (0, 0, 2)}


def test_what_people_corrected_is_no_difference(store: Store, ingest: Ingest, by: Callable[[Old | None], None]) -> None:
    add(ingest, post(SMM), post(SEO, 2), post(ADVICE, 3))
    person = Correcting(store, "Проверяющая")
    spots = {card.newest.external_id: Spot(card.newest.post_id, 0) for card in cards(store)}
    person.fields([spots["1"]], {Field.SALARY: Salary(1_000, None), Field.CITIES: ("Тверь",)})
    person.kind([spots["3"].post_id], Kind.VACANCY)
    ingest.reparse()
    assert (report_of(store).different, counts(report_of(store))) == (0, {})
    by(lambda now: each(now, cities=("Тула",)) if now.postings and now.postings[0].cities else now)
    ingest.reparse()
    [example] = report_of(store).fields["cities"].examples
    assert (example["before"], example["after"]) == (["Казань"], ["Тула"]), "as read, not as corrected"


def test_what_becomes_of_listings_adds_up(store: Store, ingest: Ingest, by: Callable[[Old | None], None]) -> None:
    again = "Ещё актуально\n" + SMM
    pages = [post(SMM, 1, days=5), post(again, 2, "kanal_b", days=4), post(SEO, 3, days=3), post(ADVICE, 4, days=3)]
    pages += [post(LIST, 5, days=2), post("Ещё ищем\n" + SEO, 6, "kanal_b", days=2)]

    def apart(now: Reading) -> Reading:
        """Every post of bakers in a city of its own, so that none is joined; of lists the last is not read."""
        cities = iter(("Тула", "Псков", "Омск", "Тверь"))
        return replace(now, postings=tuple(replace(p, cities=(next(cities),)) for p in now.postings[:2]))

    towns = iter(("Омск", "Тверь", "Псков", "Сочи", "Чита", "Уфа", "Орёл") * 3)
    by(lambda now: replace(apart(now), postings=tuple(replace(p, cities=(next(towns),)) for p in apart(now).postings)))
    add(ingest, *pages)
    for old in (None, lambda now: replace(now, kind=Kind.PROMO, postings=()), None, apart, None):
        before = len(cards(store))
        by(old)
        ingest.reparse()
        joined, split, new, gone = moved(report_of(store))
        assert len(cards(store)) == before + split + new - joined - gone
    assert store.faults() == []


def test_listings_joined_split_new_and_gone(store: Store, ingest: Ingest, by: Callable[[Old | None], None]) -> None:
    add(ingest, post(SMM, days=5), post("Ещё актуально\n" + SMM, 2, "kanal_b"), post(LIST, 3))
    assert len(cards(store)) == 4
    cities = iter(("Тула", "Псков", "Омск"))
    by(lambda now: replace(each(now, cities=(next(cities),)), postings=each(now, cities=("Тула",)).postings[:1])
        if len(now.postings) > 1 else each(now, cities=(next(cities),)))  # fmt: skip
    ingest.reparse()
    assert moved(report_of(store)) == (0, 1, 0, 2)
    by(None)
    ingest.reparse()
    assert moved(report_of(store)) == (1, 0, 2, 0)
    assert len(cards(store)) == 4


@pytest.mark.parametrize("how", ["deleted at the source", "the source taken out"])
def test_nothing_of_an_erased_post_stays_in_the_report(
    store: Store, ingest: Ingest, by: Callable[[Old | None], None], how: str
) -> None:
    by(lambda now: each(now, title="Пекарь Пышкин"))
    add(ingest, post(SMM), post(SEO, 2, "kanal_b"))
    by(None)
    ingest.reparse()
    assert [one["post"] for one in report_of(store).fields["title"].examples] == ["kanal_a/1", "kanal_b/2"]
    if how == "deleted at the source":
        ingest.take_out("kanal_a", ["1"])
    else:
        store.purge_source("kanal_a")
    report = report_of(store)
    assert [one["post"] for one in report.fields["title"].examples] == ["kanal_b/2"]
    assert counts(report)["title"] == (0, 0, 2), "counts stay"


def test_whether_a_store_was_read_by_the_rules_of_today(
    store: Store, ingest: Ingest, by: Callable[[Old | None], None]
) -> None:
    assert not store.is_current(rules()), "nothing is known"
    add(ingest, post(SMM))
    assert store.is_current(rules())
    by(lambda now: now)
    add(ingest, post(SEO, 2))
    assert not store.is_current(rules()), "one was read by others"
    by(None)
    ingest.reparse()
    assert store.is_current(rules())
    add(ingest, post(ADVICE, 3))
    assert store.is_current(rules())


def test_a_posting_as_an_older_version_wrote_it() -> None:
    """Fields that it did not know are empty, and a post that was never read had none to change."""
    from voronka.codec import posting_to_json
    from voronka.rereading import Known

    row = posting_to_json(Posting(title="Дизайнер", end=9))
    for name in ("skills", "deadline", "starts", "language", "flags", "signs"):
        del row[name]
    now = Reading(Kind.VACANCY, 1.0, (), (Posting(title="Дизайнер", end=9, language="ru"),))
    report = Report(1, "", "")
    report.note("kanal_a/1", Known("vacancy", [row]), now)
    report.note("kanal_a/2", Known(None, []), now)
    assert counts(report) == {"kind": (1, 0, 0), "language": (1, 0, 0)}
