"""A channel read by its preview and through the API gives the same posts: same names, same text, no new versions."""

from dataclasses import replace

import pytest

from crawlers.demo import load, preview_page
from crawlers.preview import parse_page
from tests.crawlers.support import channel
from tests.telegram_sources.as_messages import fill
from tests.telegram_sources.scene import Scene
from voronka.model import RawPost
from voronka.sources import RunStatus
from voronka.store.posts import Saved

_NUMBERS = ("views", "reactions")


def preview_posts(name: str) -> list[RawPost]:
    made = load.channel(name)
    pages = [parse_page(html, name) for _, html in preview_page.pages(made)]
    return [post for page in pages for post in page.posts]


def comparable(post: RawPost) -> RawPost:
    payload = {key: value for key, value in post.payload.items() if key not in _NUMBERS}
    return replace(post, payload=payload, edited_at=None, fetched_at=None)


@pytest.mark.parametrize("name", load.CHANNELS)
def test_both_ways_give_the_same_posts(scene: Scene, name: str) -> None:
    fill(scene.server, load.channel(name))
    scene.read(name)
    ours = {number: comparable(post) for number, post in scene.posts(name).items()}
    theirs = {int(post.external_id): comparable(post) for post in preview_posts(name)}
    assert set(ours) == set(theirs)
    for number, post in theirs.items():
        assert ours[number] == post


def test_the_second_way_changes_nothing_in_the_store(scene: Scene) -> None:
    name = "digital_jobster"
    fill(scene.server, load.channel(name))
    scene.store.declare([channel(name)])
    posts = preview_posts(name)
    assert set(scene.reading.desk.take(posts)) == {Saved.NEW}
    (report,) = scene.read(name)
    assert (report.status, report.new, report.changed, report.unchanged) == (RunStatus.OK, 0, 0, len(posts))
    assert set(scene.reading.desk.take(posts)) == {Saved.UNCHANGED}
