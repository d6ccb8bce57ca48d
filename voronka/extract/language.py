"""The language a post is written in, ISO 639-1, by its letters and the commonest words of a few languages.

Letters that one language alone has decide; where languages share their letters, words do. No model, no dictionary.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.folding import folded
from voronka.extract.ways import runs
from voronka.model import Evidence

EXAMINED: Final = 1_500
"""Characters from the start that are looked at."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʻ`][^\W\d_]+)*")
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]+")
_LATIN: Final = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]+")
_ADDRESS: Final = re.compile(r"https?://\S{1,300}|[\w.+-]{0,60}@[\w.-]{2,60}|\b[\w-]{1,60}\.[a-z]{2,8}/\S{0,200}")

# Scripts of one language.
_SCRIPTS: Final = (
    ("ka", re.compile("[\u10d0-\u10ff]")),
    ("hy", re.compile("[\u0561-\u0587]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)


def _sets(told: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in told.items()}


_SPECIAL: Final = "іїєґўәғқңөұүһҳ"
_CYRILLIC_WORDS: Final = _sets(
    {
        "ru": (
            "и в на с по для от из к или не что мы вы работа работы работать опыт ищем требуется нужен нужна "
            "нужно оплата "
            "менеджер менеджера график офис удаленно зарплата пишите резюме команду клиентами это как за у до без"
        ),
        "uk": (
            "і й та в у на з із до для від або не що ми ви робота роботи досвід шукаємо потрібен потрібна "
            "потрібно оплата "
            "віддалено зарплата пишіть резюме команду це як за без дому року графік продажу продажів вільний"
        ),
        "be": (
            "і й у ў на з са да для ад або не што мы вы праца працы вопыт шукаем патрабуецца патрэбны патрэбна аплата "
            "гэта як за без кожны ёсць есць зарплата каманду дома"
        ),
        "kk": (
            "және бар жоқ үшін мен керек жұмыс тәжірибесі тәжірибе жалақы теңге біз бізге іздейміз қажет бойынша "
            "қаласында маман дейін бірге немесе болуы"
        ),
        "ky": (
            "жана бар жок үчүн менен керек иш жумуш тажрыйба айлык акы эмгек биз бизге издейбиз талап боюнча чейин же "
            "кызматкер"
        ),
        "uz": (
            "ва бор йўқ учун билан керак иш ойлик тажриба бўйича биз гача дан ёки маош ходим лозим келишилади бўлган"
        ),
    }
)
_RUSSIAN: Final = _CYRILLIC_WORDS["ru"].difference(*(_CYRILLIC_WORDS[code] for code in _CYRILLIC_WORDS if code != "ru"))
_LATIN_WORDS: Final = _sets(
    {
        "en": (
            "the and for with of to in we you is are our your a an on or as be will from at by looking hiring "
            "wanted work "
            "job remote experience team apply salary manager full-time years join send needed who have this"
        ),
        "ru": (
            "i v na s po dlya ot iz ili ne chto my vy ishem ischem ishchem nuzhen nuzhna nuzhno rabota raboty "
            "opyt oplata "
            "udalenno pishite zarplata ofis grafik menedzher menedzhera specialist lichku rezume znanie tyschi bez"
        ),
        "uz": (
            "va uchun bilan kerak ish ishga tajriba tajribasi oylik maosh boʻyicha bo'yicha bo’yicha bo`yicha "
            "kelishiladi "
            "taklif qilamiz biz yoki xodim mutaxassis dan gacha sotuv menejer menejeri"
        ),
        "de": (
            "der die das gesucht dringend suche und für mit wir suchen einen eine ein unser unsere ist im am "
            "auf von zu oder dich sie"
        ),
        "fr": ("le la les et pour avec nous des une un du dans sur votre est notre recherchons ou"),
        "es": ("el la los las y para con de en una un se busca que nuestra nuestro su buscamos por"),
        "pl": ("i w na z do dla jest nas praca pracy szukamy się oraz lub doświadczenie zdalna"),
        "tr": ("ve bir için ile bu da de en arıyoruz şart değil maaş deneyim iş veya olan yazın"),
    }
)


@lru_cache(maxsize=4)
def of(text: str) -> str | None:
    """The language of a text; None for a text without words."""
    fold = _without_addresses(folded(text))
    cyrillic, latin = sum(map(len, _CYRILLIC.findall(fold))), sum(map(len, _LATIN.findall(fold)))
    if cyrillic + latin < 2:
        return _of_script(fold)
    if cyrillic >= latin or (cyrillic > 0.15 * latin and not _is_english(fold, cyrillic)):
        return _of_cyrillic(fold)
    return _of_script(fold, cyrillic + latin) or _best(_LATIN_WORDS, fold) or ("en" if latin >= 3 else None)


def _without_addresses(fold: str) -> str:
    """What is examined of a text, a space for each address: it lies in a run with an @ or a stroke."""
    pieces: list[str] = []
    done, end = 0, min(len(fold), EXAMINED)
    for begin, stop in runs(fold, 0, end):
        for address in _ADDRESS.finditer(fold, begin, stop):
            pieces += (fold[done : address.start()], " ")
            done = address.end()
    return "".join([*pieces, fold[done:end]])


def find(text: str) -> tuple[str, Evidence] | None:
    """The language of a text with the rule's name; the evidence has no offsets, for all of the text gave it."""
    code = of(text)
    return None if code is None else (code, Evidence("language.words"))


def _of_script(fold: str, others: int = 0) -> str | None:
    return next((code for code, letters in _SCRIPTS if len(letters.findall(fold)) > max(1, others // 4)), None)


def _is_english(fold: str, cyrillic: int) -> bool:
    """Whether a text of mostly Latin letters has English sentences rather than names of tools in a Cyrillic one."""
    known = sum(word in _LATIN_WORDS["en"] for word in _WORD.findall(fold))
    return known >= 3 and known * 8 > cyrillic


def _of_cyrillic(fold: str) -> str:
    special = {letter: fold.count(letter) for letter in _SPECIAL if letter in fold}
    if not special:
        if any(word in _RUSSIAN for word in _WORD.findall(fold[:300])):
            return "ru"
        # Kirghiz and Uzbek are also typed on a Russian keyboard
        return _best(_CYRILLIC_WORDS, fold, least=3) or "ru"
    found = _best(_CYRILLIC_WORDS, fold)
    # a Ukrainian name of a town makes no Ukrainian post
    if found == "ru" and sum(special.values()) < 0.02 * len(fold):
        return "ru"
    return found or _of_letters(special)


def _of_letters(special: Mapping[str, int]) -> str:
    if special.keys() & set("ұ") or ("ә" in special and "і" in special):
        return "kk"
    if special.keys() & set("їєґ"):
        return "uk"
    if "ў" in special:
        return "uz" if special.keys() & set("қғҳ") else "be"
    if special.keys() & set("қғҳ"):
        return "kk" if special.keys() & set("іңөү") else "uz"
    return "ky" if special.keys() & set("ңөү") else "uk"


def _best(words: Mapping[str, frozenset[str]], fold: str, least: int = 1) -> str | None:
    """The language most of whose commonest words stand in a text, none below ``least``; a tie is the former's."""
    told = _WORD.findall(fold)
    counts = {code: sum(word in known for word in told) for code, known in words.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= least else None
