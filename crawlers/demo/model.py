"""What the demo's pages are made of: channels with posts, job boards with vacancies. Values only."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a forwarded post came from; ``url`` is None for an author who hides it."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The post that is answered: its author and the beginning of its text, neither part of the answering post."""

    author: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """A link under the post."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """The card Telegram makes of a post's first link."""

    url: str
    site: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll with its answers as (text, percent) and how many voted."""

    question: str
    options: tuple[tuple[str, int], ...]
    voters: int


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a channel; ``text`` is in the notation of crawlers.demo.markup.

    ``photos`` above 1 is an album, which takes as many ids. ``views`` is as shown ("2.1K"), None on a service post.
    """

    id: int
    at: datetime
    text: str = ""
    views: str | None = None
    edited: bool = False
    signature: str | None = None
    photos: int = 0
    service: bool = False
    premium_emoji: bool = False
    forward: Forward | None = None
    reply: Reply | None = None
    preview: LinkPreview | None = None
    poll: Poll | None = None
    buttons: tuple[Button, ...] = ()
    reactions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as its preview shows it; ``posts`` by rising id."""

    name: str
    title: str
    description: str
    subscribers: str
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay as a site's form holds it; ``text`` is what its page shows. ``period`` is schema.org's unitText.

    ``gross``: before taxes, in hand, or not said.
    """

    text: str
    min: int | None = None
    max: int | None = None
    currency: str = "RUB"
    period: str = "MONTH"
    gross: bool | None = None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """One vacancy of a site.

    ``text`` holds paragraphs; lines that begin with "- " are a list, lines that begin with "# " a heading. ``markup``
    is "json-ld", "microdata" or "none"; ``quirks`` are names of crawlers.demo.board_markup.QUIRKS. ``status`` is the
    HTTP status of its page; ``closed`` shows the board's notice that the vacancy is in the archive. ``category`` is the
    site's own (a role of hh.ru, a specialisation of trudvsem.ru), ``region`` a subject of Russia or where one may live.
    """

    id: str
    path: str
    title: str
    text: str
    posted: datetime
    company: str | None = None
    cities: tuple[str, ...] = ()
    pay: Pay | None = None
    remote: bool = False
    employment: tuple[str, ...] = ()
    experience: str | None = None
    valid_through: date | None = None
    markup: str = "json-ld"
    quirks: tuple[str, ...] = ()
    sitemap: int = 0
    status: int = 200
    closed: bool = False
    hybrid: bool = False
    category: str = ""
    region: str = ""
    address: str = ""
    contact: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A job site: its address, its name, how its sitemaps lie (an API or a feed has none), its vacancies."""

    source: str
    origin: str
    name: str
    tagline: str
    sitemaps: tuple[str, ...]
    vacancies: tuple[Vacancy, ...]
