"""What remains of a post's text when channels' dressing is taken away, and how alike two such remains are.

Emoji, hashtags, addresses, footers and calls of "UP" go; numbers get one spelling ("130 000", "130к", "сто" …); words
lose their case endings. The rest is compared exactly (weighted containment and Jaccard); MinHash only finds what to
compare.
"""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from voronka.extract import folding
from voronka.extract.text import stem
from voronka.undressing import UNITS, undressed

MAX_TEXT: Final = 8_000
"""Characters of a text that count."""

MAX_WORDS: Final = 700
"""Words of a text that count."""

BANDS: Final = 20
_ROWS: Final = 3
_PRIME: Final = (1 << 31) - 1

_WORD: Final = re.compile(r"\d+(?:\.\d+)?(?![^\W\d_])|[^\W_]+")
_STOP_WORDS: Final = (
    "и в во на с со к ко по за от до из у о об обо для не ни что чтобы как это или а но же бы ли мы вы он она они "
    "я ты наш наша наше наши ваш ваша ваше ваши вам нам вас нас его ее их свой своя свое свои тот та те этот эта "
    "эти под над без между через при после перед уже еще есть быть будет если то так все кто где чем тем там тут "
    "когда только очень можно нужно надо сам сами себя себе который которая которые которых the a an of to in on "
    "at for and or with we you our your is are be it this that from as by will руб р рублей рубля usd eur rub "
)
_STOP: Final = frozenset(_STOP_WORDS.split())
# Words that most posts of the trade have: what two posts share of them says little.
_COMMON: Final = (
    "требуется требуются нужен нужна нужны ищем ищет ищу ищут вакансия вакансии компания команда команду работа "
    "работы работать работаем работодатель опыт лет год года месяц неделя день дня час часов обязанности "
    "требования условия задачи предстоит делать уметь знать получать предлагаем ждем ждете готовы график полный "
    "полная занятость офис удаленно формат оплата зарплата доход деньги оклад ставка процент премия фикс договор "
    "оформление тк рф дмс ип самозанятость гпх испытательный срок собеседование отклик отклики резюме писать "
    "пишите связь контакт контакты телеграм тг телефон почта присылайте звоните подробности менеджер специалист "
    "сотрудник человек кандидат кандидаты должность позиция роль проект проекты клиент клиенты продажи продаж "
    "маркетинг реклама знание умение навыки желательно плюс будет плюсом важно хорошо хотите больше тысяч среднем "
    "чистыми руки хороший дружный коллектив рост карьерный обучение бонусы город место откуда угодно куда сколько "
    "платят кому имя назовем встрече берем берет открыта поиске жду предложений предложения рассматриваю беру "
    "инструменты результат возьму цены умею work experience salary remote job team company office full time "
    "hiring looking apply role requirements month year "
)
_SAME_WORD: Final = {
    "удаленк": "удален", "дистанцион": "удален", "remote": "удален", "смм": "smm", "сео": "seo", "вайлдберриз": "wb",
    "вайлдберрис": "wb", "wildberri": "wb", "вб": "wb", "озон": "ozon", "екб": "екатеринбург", "мск": "москв",
    "спб": "петербург", "вк": "vk", "тг": "телеграм", "telegram": "телеграм",
}  # fmt: skip


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """The form under which a folded word is compared: without its ending, numerals as figures, one of its spellings."""
    word = UNITS.get(word, word)
    form = stem(word)
    return _SAME_WORD.get(form, form)


_STOP_STEMS: Final = frozenset(plain(word) for word in _STOP)
_COMMON_STEMS: Final = frozenset(plain(word) for word in _COMMON.split())


@lru_cache(maxsize=65536)
def is_number(word: str) -> bool:
    """Whether a word is a plain number ("130", "3.5"), not a name with a figure in it ("1с", "b2b")."""
    return word.replace(".", "").isdecimal()


@lru_cache(maxsize=65536)
def weight(word: str) -> float:
    """How much it says that two texts share a word (as ``Fingerprint.words`` has it)."""
    if word in _STOP_STEMS or word in _STOP:
        return 0.0
    if is_number(word):
        return 1.0 if len(word) > 1 else 0.5
    return 0.25 if word in _COMMON_STEMS or len(word) < 2 else 1.0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text reduced to what counts.

    ``sequence`` are its words in order (stems and plain numbers, without those of weight 0), ``words`` their weights,
    ``numbers`` the numbers among them, ``mass`` the sum of weights, ``latin`` the share of Latin words, ``folded`` the
    folded text that was read (for looking names up in it), ``exact`` a hash of the words as they stand.
    """

    sequence: tuple[str, ...]
    words: dict[str, float]
    numbers: frozenset[str]
    mass: float
    latin: float
    folded: str
    exact: int


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text, of which at most MAX_TEXT characters are read; remembered for recent texts."""
    return _fingerprint(text[:MAX_TEXT])


@lru_cache(maxsize=8192)
def _fingerprint(text: str) -> Fingerprint:
    folded = folding.folded(text)
    found = [plain(word) for word in _WORD.findall(undressed(folded))[:MAX_WORDS]]
    weights = {word: weight(word) for word in dict.fromkeys(found)}
    sequence = tuple([word for word in found if weights[word] > 0])
    words = {word: weighs for word, weighs in weights.items() if weighs > 0}
    letters = [word for word in words if word[0].isalpha()]
    return Fingerprint(
        sequence=sequence,
        words=words,
        numbers=frozenset(word for word in words if is_number(word)),
        mass=sum(words.values()),
        latin=sum(word.isascii() for word in letters) / len(letters) if letters else 0.0,
        folded=folded,
        exact=zlib.crc32(" ".join(sequence).encode()),
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are: shared weight by the lesser text's (``contained``) and by both texts' (``jaccard``).

    ``numbers`` is the same as ``contained`` for numbers alone, None where either text has fewer than two.
    """

    contained: float
    jaccard: float
    numbers: float | None


_NOTHING: Final = Likeness(0.0, 0.0, None)


def likeness(a: Fingerprint, b: Fingerprint) -> Likeness:
    """How alike two texts are; symmetric."""
    if a.exact == b.exact and a.sequence == b.sequence and a.sequence:
        return Likeness(1.0, 1.0, 1.0 if len(a.numbers) > 1 else None)
    lesser, greater = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if not lesser.mass:
        return _NOTHING
    shared = sum(w for word, w in lesser.words.items() if word in greater.words)
    numbers = None
    if len(a.numbers) > 1 and len(b.numbers) > 1:
        common = sum(weight(n) for n in sorted(a.numbers & b.numbers))
        numbers = common / min(sum(weight(n) for n in sorted(s)) for s in (a.numbers, b.numbers))
    return Likeness(shared / min(a.mass, b.mass), shared / (a.mass + b.mass - shared), numbers)


def replaced(a: Fingerprint, b: Fingerprint) -> int:
    """In how many places one text has other words of weight where the other has its own; figures and typos aside.

    Two texts made by one mould differ so: "презентация" here, "сертификат" there, the same sentence around.
    """
    if (len(b.sequence), b.sequence) < (len(a.sequence), a.sequence):
        a, b = b, a  # of several shortest alignments the one found depends on the order
    places = 0
    for step in Levenshtein.opcodes(a.sequence, b.sequence):
        if step.tag != "replace":
            continue
        ours = _own_words(a, b, step.src_start, step.src_end)
        theirs = _own_words(b, a, step.dest_start, step.dest_end)
        if ours and theirs and not all(any(fuzz.ratio(w, v) >= 72 for v in theirs) for w in ours):
            places += min(len(ours), len(theirs))
    return places


_MAX_BLOCK: Final = 30


def _own_words(side: Fingerprint, other: Fingerprint, start: int, end: int) -> list[str]:
    found = side.sequence[start : min(end, start + _MAX_BLOCK)]
    return [word for word in found if word not in other.words and side.words[word] == 1 and word[0].isalpha()]


_MULTIPLIERS, _ADDENDS = (
    np.random.default_rng(20).integers(1, _PRIME, size=BANDS * _ROWS, dtype=np.uint64).reshape(-1, 1) for _ in range(2)
)


@lru_cache(maxsize=65536)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode()) % _PRIME


@lru_cache(maxsize=8192)
def _bands(words: frozenset[str]) -> tuple[str, ...]:
    hashes = np.array([_hash(word) for word in words], dtype=np.uint64)
    least = ((hashes * _MULTIPLIERS + _ADDENDS) % _PRIME).min(axis=1).reshape(BANDS, _ROWS)
    return tuple(f"{band}:{(x * 31 + y) * 31 + z:x}" for band, (x, y, z) in enumerate(least.tolist()))


def bands(print_: Fingerprint) -> tuple[str, ...]:
    """MinHash bands of a text's words: of pairs that share half of their words 13 in 14 share a band."""
    words = frozenset([word for word, w in print_.words.items() if w >= 0.5])
    return _bands(words) if len(words) >= 4 else ()
