"""Watches a run's items for fields that went away, and keeps back what would spoil good data until the run is judged.

A known item that came back changed, or closed, is held until the end: if fields have fallen, the page has changed and
not the items, and the last good data stay. What is new is stored at once, and so is that an item was seen unchanged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from crawlers.faults import Lost
from voronka import drift as excerpts
from voronka import quality
from voronka.filled import board_item, channel_item, reading_item
from voronka.health import Drift, Health, Rate
from voronka.model import RawPost
from voronka.quality import Holds, Item
from voronka.reading import read_safely
from voronka.sources import Source
from voronka.store import Store
from voronka.store.posts import digest
from voronka.store.sample import Stored
from voronka.store.storable import storable_post

_MAX_PAGES: Final = 40
_MAX_MARKUP: Final = 30_000


class Watch:
    """What a run of ``source`` brought, field by field; ``usual`` is what its healthy runs had."""

    def __init__(self, source: Source, store: Store, usual: Mapping[str, float]) -> None:
        self.source = source
        self.store = store
        self.expected = source.expected
        self.usual = usual
        self.held: dict[str, RawPost] = {}
        self._former: dict[str, Stored] = {}
        self._items: dict[str, Item] = {}
        self._again: dict[str, Rate] = {}
        self._pages: dict[str, tuple[str | None, str]] = {}

    @property
    def wants_markup(self) -> bool:
        """Whether further pages may be of use for showing what has changed."""
        return len(self._pages) < _MAX_PAGES

    def sort(self, posts: Sequence[RawPost], markup: Mapping[str, str]) -> list[RawPost]:
        """Hold back those of a page's posts that would change or close a known item; gives the others.

        ``markup`` is the part of the page that each was read from, by id.
        """
        at_once = []
        posts = [storable_post(post) for post in posts]
        known = self.store.stored(self.source.name, [post.external_id for post in posts])
        for raw in posts:
            if raw.external_id in markup and self.wants_markup:
                self._pages[raw.external_id] = (raw.url, markup[raw.external_id][:_MAX_MARKUP])
            former = known.get(raw.external_id)
            changed = former is not None and former.digest != digest(raw)
            if former is not None:
                self._compare(raw, former, changed=changed)
            if former is not None and (changed or (raw.closed and not former.raw.closed)):
                self.held[raw.external_id] = raw
                self._former[raw.external_id] = former
            else:
                at_once.append(raw)
        return at_once

    def _compare(self, raw: RawPost, former: Stored, *, changed: bool) -> None:
        """Count which fields an item that was read again had, and which of them it has still."""
        if raw.closed and not changed:
            return  # its page is gone, and tells nothing about the others
        before = self._item(former)
        now = self._read(raw) if changed else before
        self._items[raw.external_id] = now
        for name in before.filled:
            rate = self._again.get(name, Rate(0, 0))
            self._again[name] = Rate(rate.filled + (name in now.filled), rate.of + 1)

    def _item(self, stored: Stored) -> Item:
        if self.expected.holds is Holds.BOARD:
            return board_item(stored.raw)
        return channel_item(stored.raw, stored.kind, stored.postings)

    def _read(self, raw: RawPost) -> Item:
        return board_item(raw) if self.expected.holds is Holds.BOARD else reading_item(raw, read_safely(raw))

    # -- the judgement ---------------------------------------------------------------------------------------------

    def judge(self, new: int, lost: Lost | None) -> Health:
        """Measure the source's last items as this run shows them; ``drift`` names the fields that have fallen.

        ``new`` items are new to the store; ``lost`` is a part of the page at which the run failed.
        """
        last = self.store.newest(self.source.name, quality.SAMPLE)
        items = {stored.raw.external_id: self._item(stored) for stored in last}
        items |= {name: item for name, item in self._items.items() if name in self.held and name in items}
        rates = quality.measure(items.values())
        found = quality.fallen(self.expected, rates, self.usual, self._again)
        drift = [self._shown(one, {**items, **self._items}, last) for one in found]
        if lost is not None and lost.field not in {one.field for one in drift}:
            drift.append(self._shown_lost(lost, last))
        return Health(
            rates=rates,
            usual=self.usual if found else quality.next_usual(self.usual, rates, new),
            newest=max((stored.raw.posted_at for stored in last if stored.raw.posted_at), default=None),
            drift=tuple(drift),
        )

    def _shown(self, drift: Drift, items: Mapping[str, Item], last: Sequence[Stored]) -> Drift:
        """The drift with excerpts: of an item of this run that lacks the field, best one that had it before."""
        name = drift.field
        lacking = [key for key in self._pages if key in items and items[key].lacks(name)]
        had = [key for key in lacking if key in self._former and name in self._item(self._former[key]).filled]
        here = next(iter([*had, *lacking]), None)
        former = self._former[here] if had and here else self._with(name, last)
        before = self._before(former, name)
        cut_from = [] if former is None or not before else [former.raw.external_id]
        if here is None:
            return replace(drift, before=before, items=tuple(cut_from))
        url, markup = self._pages[here]
        if self.expected.holds is Holds.BOARD:
            payload = former.raw.payload.get("jobposting") if former is not None else None
            now = excerpts.page_excerpt(markup, name, payload)
        else:
            kinds = {stored.raw.external_id: stored.kind for stored in (*last, *self._former.values())}
            now = excerpts.message_excerpt(markup, kinds.get(here))
            url = None  # the address of a candidate's post is a way to write to them
        return replace(drift, before=before, now=now, items=tuple(dict.fromkeys([*cut_from, here])), url=url)

    def _shown_lost(self, lost: Lost, last: Sequence[Stored]) -> Drift:
        former = self._with(lost.field, last)
        is_board = self.expected.holds is Holds.BOARD
        return Drift(
            lost.field,
            lost.present,
            self.usual.get(lost.field),
            before=self._before(former, lost.field),
            now=excerpts.markup_excerpt(lost.markup, words=is_board),
            items=() if former is None else (former.raw.external_id,),
        )

    def _with(self, name: str, last: Sequence[Stored]) -> Stored | None:
        """The newest stored item that has a field."""
        return next((stored for stored in last if name in self._item(stored).filled), None)

    def _before(self, former: Stored | None, name: str) -> str:
        if former is None:
            return ""
        if self.expected.holds is Holds.BOARD:
            return excerpts.former_property(former.raw, name)
        return excerpts.former_words(former.raw, name, former.kind, former.postings)

    def warnings(self, recognised: int, newest: datetime | None) -> list[str]:
        """What looks odd about a run that is whole."""
        return quality.warnings(self.expected, recognised, newest, self.store.clock.now())
