"""Spelling: what makes two names of a place the same."""
import re
import unicodedata
from typing import Iterator

#: Endings of Chinese names that people leave out: city, district, county.
_HAN_SUFFIX = re.compile("(?:特别行政区|特別行政區|新区|新區|地区|地區|[市区區县縣])$")
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_CITY = re.compile(
    "^(?:中国|中國)?(?:[\u3400-\u9fff]{2,8}?(?:省|自治区|自治區))?(?P<city>[\u3400-\u9fff]{2,8}?市)")
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return ``text`` without case, accents, punctuation and spaces."""
    if text and text.isascii():
        return _NOT_WORD.sub("", text.lower())
    decomposed = unicodedata.normalize("NFKD", str(text or "").casefold())
    kept = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return _NOT_WORD.sub("", unicodedata.normalize("NFC", kept))


def is_han(text: str) -> bool:
    """Whether the text holds Chinese characters."""
    return bool(_HAN.search(text or ""))


def spellings(name: str) -> Iterator[str]:
    """Yield the folded forms under which a city may be listed, the most exact first."""
    folded = fold(name)
    if not folded:
        return
    yield folded
    if is_han(folded):
        short = _HAN_SUFFIX.sub("", folded)
        if len(short) >= 2 and short != folded:
            yield short
    elif "," in name:
        yield from spellings(name.split(",")[0])


def han_city(text: str) -> str:
    """Return the city that a Chinese address begins with ("浙江省杭州市西湖区…" → "杭州市"), or ""."""
    match = _HAN_CITY.match(re.sub(r"\s+", "", text or ""))
    return match["city"] if match else ""
