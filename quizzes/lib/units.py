"""What a typed number counts or measures: the words behind it, and the measures among them."""

from __future__ import annotations

import re

from .number_words import is_number_word

LONGEST = 200

_MEASURES = {
    "kilometres": "km kms kilometre kilometres kilometer kilometers",
    "metres": "m metre metres meter meters",
    "centimetres": "cm centimetre centimetres centimeter centimeters",
    "miles": "mi mile miles",
    "feet": "ft foot feet",
    "yards": "yd yds yard yards",
    "hectares": "ha hectare hectares",
    "acres": "acre acres",
    "kilograms": "kg kgs kilogram kilograms kilo kilos",
    "tonnes": "t tonne tonnes ton tons",
    "pounds": "lb lbs pound pounds",
    "litres": "l litre litres liter liters",
    "seconds": "s sec secs second seconds",
    "minutes": "min mins minute minutes",
    "hours": "h hr hrs hour hours",
    "days": "day days",
    "weeks": "week weeks",
    "months": "month months",
    "years": "yr yrs year years",
    "decades": "decade decades",
    "centuries": "century centuries",
    "per cent": "% percent pct percentage",
    "degrees": "° degree degrees",
    "dollars": "$ usd dollar dollars",
    "euros": "€ eur euro euros",
    "dinars": "lyd dinar dinars",
}
_BY_WORD = {word: name for name, words in _MEASURES.items() for word in words.split()}
_SQUARE = re.compile(r"\b([kc]?m)(?:\^?2\b|²)|\b(\w+) squared\b")
_SQUARE_WORDS = ("square", "sq")
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|[%°$€]")
_BEHIND = re.compile(r"\bor (?:so|more|over|above|fewer|less|under)\b|\+")


def unit_words(text: str) -> tuple[str, ...]:
    """Return the words behind the last number in ``text``, in lower case. Never raises.

    None of them is there to say how exact the number is: "or so", "or more".
    """
    plain = _SQUARE.sub(r" square \1\2", text[:LONGEST].casefold().replace("per cent", "percent"))
    tokens = _TOKEN.findall(_BEHIND.sub(" ", plain))
    numbers = [place for place, token in enumerate(tokens) if _is_number(token)]
    return tuple(tokens[numbers[-1] + 1 :]) if numbers else ()


def measure_of(text: str) -> str:
    """Return the measure a number is in, such as "kilometres"; empty where it counts things."""
    words = unit_words(text)
    square = bool(words) and words[0] in _SQUARE_WORDS
    name = _BY_WORD.get(words[square], "") if len(words) > square else ""
    return f"square {name}" if square and name else name


def _is_number(token: str) -> bool:
    return token[0].isdigit() or is_number_word(token)
