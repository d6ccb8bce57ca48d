"""A store with people and saved filters; what is sent is kept, or refused as a test wants. There is no index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from search.percolator import Percolator
from tests.search.builder import NOW, Builder
from voronka.accounts import Role
from voronka.alert_messages import Site
from voronka.alert_sending import Outlets, Told
from voronka.alerts import Alerts
from voronka.mail import Letter
from voronka.model import Link
from voronka.query import Query
from voronka.saved_filters import Draft, Pace, Way
from voronka.store import Store, accounts, alert_ways, saved_filters
from voronka.store.tables import alert_message

BASE = "https://jobs.example"
MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""A Monday, ten o'clock in Moscow."""
SMM = Query(roles=("smm",))


@dataclass
class Scene:
    """``letters`` and ``chats`` are what went out; ``mail`` and ``bot`` do the sending, and may raise."""

    store: Store
    builder: Builder
    now: datetime = MORNING
    letters: list[Letter] = field(default_factory=list)
    chats: list[tuple[int, str]] = field(default_factory=list)
    mail: Callable[[Letter], object] | None = None
    bot: Callable[[int, str, Sequence[Link]], object] | None = None
    team: str = ""
    anna: int = 0
    percolator: Percolator = field(default_factory=lambda: Percolator(45))

    def __post_init__(self) -> None:
        with self.store.writing() as connection:
            self.team = accounts.create_team(connection, "Кит")
        self.anna = self.hire("anna")
        self.hire("vera", Role.ADMIN)
        self.mail = self.mail or self.letters.append
        self.bot = self.bot or (lambda chat, text, links: self.chats.append((chat, text)))

    def hire(self, name: str, role: Role = Role.MANAGER, *, chat: int | None = None) -> int:
        with self.store.writing() as connection:
            number = accounts.create_account(connection, f"{name}@kit.example", name.title(), None)
            accounts.join(connection, number, self.team, role)
        if chat is not None:
            self.link(number, chat)
        return number

    def link(self, account_id: int, chat: int) -> None:
        with self.store.writing() as connection:
            code = alert_ways.telegram_code(connection, account_id, self.now)
            assert alert_ways.link_telegram(connection, code, chat, self.now)

    def save(self, query: Query = SMM, who: int | None = None, **draft: Any) -> int:
        given = Draft(**{"name": "СММ", "query": query, "pace": Pace.NOW, "email": True, **draft})
        with self.store.writing() as connection:
            return saved_filters.create(connection, who or self.anna, self.team, given, NOW)

    def edit(self, number: int, who: int | None = None, **draft: Any) -> None:
        given = Draft(**{"name": "СММ", "query": SMM, "pace": Pace.NOW, "email": True, **draft})
        with self.store.writing() as connection:
            assert saved_filters.edit(connection, who or self.anna, self.team, number, given, NOW)

    def post(self, text: str = "SMM-менеджер в пекарню", **facts: Any) -> int:
        """A listing that comes in now."""
        given: dict[str, Any] = {"days": 0, "roles": ("smm",), "title": text.partition("\n")[0]}
        return self.builder.add(text, **(given | facts))

    def alerts(self, **more: Any) -> Alerts:
        outlets = Outlets(self.mail, self.bot)
        options: dict[str, Any] = {"now": lambda: self.now, **more}
        return Alerts(self.store, self.fitting, outlets, Site(BASE), **options)

    def run(self, later: timedelta | None = None) -> Told:
        """Time passes, and a run is made."""
        self.now += later or timedelta()
        return self.alerts().run()

    def fitting(self, queries: Mapping[int, Query], listing_ids: Sequence[int]) -> dict[int, list[int]]:
        self.percolator.keep(queries)
        return dict(self.percolator.fitting(self.store.listings(listing_ids), NOW, lambda *_: False))

    def links(self) -> list[list[int]]:
        """The numbers of the listings that each letter names."""
        found = []
        for letter in self.letters:
            words = letter.text.split()
            found.append([int(w.rpartition("/")[2]) for w in words if w.startswith(f"{BASE}/listing/")])
        return found

    def new(self) -> dict[int, int]:
        with self.store.reading() as connection:
            return {one.id: one.new for one in saved_filters.of_team(connection, self.anna, self.team)}

    def messages(self, way: Way = Way.EMAIL) -> list[Any]:
        with self.store.reading() as connection:
            query = sa.select(alert_message).where(alert_message.c.way == way.value).order_by(alert_message.c.id)
            return list(connection.execute(query))
