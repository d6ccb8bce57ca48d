"""Posts, and the cards that they are on."""

from tests.test_ingest import SMM, cards, post
from voronka.corrections import Spot
from voronka.ingest import Ingest
from voronka.listing import Appearance, Listing
from voronka.model import RawPost
from voronka.store import Store

LIST = """Три вакансии недели

1. Копирайтер, удалённо, 60 000 ₽ — @one_demo

2. Дизайнер, Москва, 120 000 ₽ — @two_demo

3. SEO-специалист, Самара, от 100 000 ₽ — @three_demo"""


def add(store: Store, *posts: RawPost) -> None:
    Ingest(store).add_page(posts)


def card(store: Store, source: str, number: int = 1, position: int = 0) -> Listing:
    """The listing in which a post's posting is."""
    return next(c for c in cards(store) for a in c.appearances if name(a) == (source, str(number), position))


def name(appearance: Appearance) -> tuple[str, str, int]:
    return appearance.source, appearance.external_id, appearance.position


def spot(store: Store, source: str, number: int = 1, position: int = 0) -> Spot:
    found = [a for a in card(store, source, number, position).appearances if name(a) == (source, str(number), position)]
    return Spot(found[0].post_id, position)


def whole(store: Store) -> dict[int, list[tuple[str, str, int]]]:
    """Listings by id with their members."""
    return {c.id: sorted(name(a) for a in c.appearances) for c in cards(store)}


def towns(store: Store, *names: str) -> list[Spot]:
    """Vacancies that differ in the town, in order; each a listing."""
    numbered = list(enumerate(names, 1))
    add(store, *(post(SMM.replace("Казань", town), n, "kanal_a", days=9 - n) for n, town in numbered))
    return [spot(store, "kanal_a", n) for n, _ in numbered]
