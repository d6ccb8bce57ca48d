"""Where a correction's posting is after an edit, and what verdicts mean together: pure."""

from dataclasses import replace

from voronka.corrections import Anchor, Spot, Verdicts, anchors, corrected, settle
from voronka.model import Posting

A, B, C, D, E = (Spot(number, 0) for number in range(1, 6))
LINES = ("Копирайтер в журнал о рыбалке", "Дизайнер упаковки для сыра", "Копирайтер в школу танцев")


def of(*lines: str) -> list[Anchor]:
    """The anchors of a post of these lines, a posting each."""
    text, found = "\n".join(lines), []
    for line in lines:
        start = text.index(line)
        role = "copywriter" if "Копирайтер" in line else "designer"
        found.append(Posting(title=line.split()[0], roles=(role,), start=start, end=start + len(line)))
    return anchors(text, found)


def known(*lines: str) -> dict[int, Anchor]:
    return dict(enumerate(of(*lines)))


def test_postings_are_found_where_they_went() -> None:
    assert settle(known(*LINES), of(*reversed(LINES))) == {0: 2, 1: 1, 2: 0}
    assert settle(known(*LINES), of(*LINES[1:])) == {1: 0, 2: 1}
    assert settle(known(*LINES), []) == {}
    assert settle({-2: of(*LINES)[0]}, of(*LINES)) == {-2: 0}


def test_of_two_alike_each_has_its_own_place() -> None:
    same = ("Копирайтер в журнал", "Копирайтер в журнал")
    assert settle(known(*same), of(*same)) == {0: 0, 1: 1}
    assert settle(known(*same), of(same[0])) == {0: 0}


def test_alone_its_title_is_enough_and_another_title_is_another_posting() -> None:
    told_anew = "Копирайтер нужен театру кукол, писать афиши"
    assert settle(known(LINES[0]), of(told_anew)) == {0: 0}
    assert settle(known(*LINES[:2]), of(told_anew)) == {}
    assert settle(known(LINES[0]), of(LINES[0].replace("Копирайтер", "Дизайнер"))) == {}


def test_a_posting_without_a_name_is_known_by_its_words() -> None:
    text = "Ищем человека вести блог о пчёлах, снимать улья и отвечать соседям"
    before = anchors(text, [Posting(end=len(text))])
    more = text + " по выходным"
    assert settle(dict(enumerate(before)), anchors(more, [Posting(end=len(more))])) == {0: 0}
    other = "Требуется ночной сторож на склад, смены сутки через трое"
    assert settle(dict(enumerate(before)), anchors(other, [Posting(end=len(other))])) == {}


def test_an_anchor_is_of_what_was_read_and_holds_no_word() -> None:
    posting = Posting("Копирайтер", ("copywriter",), end=len(LINES[0]))
    [anchor] = anchors(LINES[0], [posting])
    assert anchors(LINES[0], [corrected(replace(posting), {})]) == [anchor]
    assert Anchor.from_json(anchor.to_json()) == anchor
    assert "рыбалк" not in str(anchor.to_json())


def test_the_same_is_a_circle_and_apart_holds_between_circles() -> None:
    said = Verdicts(same=[(A, B), (B, C), (D, E)], apart=[(A, E)])
    assert said.circle(C) == {A, B, C}
    assert said.same(A, C)
    assert not said.same(A, D)
    assert said.apart(C, D)
    assert said.apart(D, B)
    assert not said.apart(A, C)
    assert said.bridge([A, D], [C])
    assert not said.bridge([A], [D])
    assert not Verdicts()
    assert Verdicts(apart=[(A, B)])
