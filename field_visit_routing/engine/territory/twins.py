"""Telling whether two customers are the same one: keys that are equal for equal names, numbers and addresses.

A key is "" where the text says too little to tell anything.
"""
import re
import unicodedata
from difflib import SequenceMatcher

#: Words that say what kind of company it is, not which one (Latin letters, as one word without dots).
LEGAL_FORMS = frozenset(
    "ab ag aps as asa bv bvba co company corp corporation eurl gmbh inc incorporated kg kft kk kommandit limited "
    "llc llp ltd ltda nv oao ohg ood ooo oy oyj plc pte pty pvt sa sarl sas se sl sp spa srl sro tmi ug zoo".split())
#: The same in Chinese, Japanese and Korean, the longest first: they stand at the end or beginning without a space.
LEGAL_ENDINGS = ("股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "有限会社", "주식회사")
#: Two names are alike from this share of equal letters on.
ALIKE = 0.7
FEWEST_DIGITS = 6


def name_key(text: str) -> str:
    """Return the name without case, accents, punctuation and legal form: "Café Aino Oy" → "cafeaino"."""
    words = [word for word in _words(text) if word]
    telling = [word for word in words if word not in LEGAL_FORMS]
    return _without_endings("".join(telling or words))


def _words(text: str) -> list:
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # "G.m.b.H." and "S.A." are one word, "Meyer&Son" are two
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)
    return re.split(r"[\W_]+", plain)


def _without_endings(key: str) -> str:
    key = unicodedata.normalize("NFKC", key)  # Korean letters were taken apart above
    for ending in LEGAL_ENDINGS:
        for shorter in (key[:-len(ending)] if key.endswith(ending) else "",
                        key[len(ending):] if key.startswith(ending) else ""):
            if shorter:
                return shorter
    return key


def phone_key(text: str, calling_code: int = 0) -> str:
    """Return the digits of a telephone number with its country: "050 123 4567" → "358501234567".

    :param text: as people write it; what follows the number (an extension) is left out
    :param calling_code: of the country that numbers without one are dialled in, 0 when unknown
    """
    match = re.match(r"[^\d+]*(\+?)([\d\s().\-/\u00a0]*)", text or "")
    plus, digits = match.group(1), re.sub(r"\D", "", match.group(2))
    if len(digits) < FEWEST_DIGITS:
        return ""
    if not plus and digits.startswith("00"):
        plus, digits = "+", digits[2:]
    code = str(calling_code or "")
    if plus and code and digits.startswith(code):
        plus, digits = "", digits[len(code):]  # "+39 06 …" and "06 …" are one number
    return digits if plus else code + digits.lstrip("0")


def tax_key(text: str) -> str:
    """Return a tax number in capital letters and digits only."""
    key = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "")).upper()
    return key if len(key) >= 5 else ""


def address_key(street: str, zip_code: str, city: str) -> str:
    """Return the address as a key, "" unless it names a house: a number, and a postcode or city."""
    if not re.search(r"\d", street or "") or not (zip_code or city):
        return ""
    place = re.sub(r"\W", "", (zip_code or "").upper()) or "".join(_words(city))
    return "%s/%s" % ("".join(_words(street)), place)


def alike(key: str, other: str) -> bool:
    """Tell whether two keys of names are those of one customer, written differently."""
    if not key or not other:
        return False
    shorter, longer = sorted((key, other), key=len)
    if len(shorter) >= 4 and shorter in longer:
        return True
    return SequenceMatcher(None, key, other, autojunk=False).ratio() >= ALIKE
