"""The password of a first login, for those whose account was made for them.

It is printed on a slip, and holds until its owner has set another. Nobody needs to keep it: it is
worked out of a seed kept with the account and the secret key of the installation, so that a slip
can be printed again, and a copy of the database alone does not tell it.
"""

from __future__ import annotations

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

# Without letters and digits that look alike in print, nor I and O, which look like digits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10
"""Some 49 bits, to be guessed through the login alone, which counts the attempts."""


def new_seed() -> str:
    """Return a random seed of 32 signs."""
    return secrets.token_hex(16)


def first_password(seed: str, owner: int) -> str:
    """Return the password, in two groups of five signs; ``owner`` is the account's key."""
    digest = salted_hmac(__name__, f"{owner}:{seed}", algorithm="sha256").digest()
    number, signs = int.from_bytes(digest), ""
    for _place in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs += ALPHABET[place]
    return f"{signs[: LENGTH // 2]}-{signs[LENGTH // 2 :]}"


def is_first_password(typed: str, seed: str, owner: int) -> bool:
    """Whether ``typed`` is the password; case, spaces and hyphens do not matter.

    Nothing is where there is no seed.
    """
    if not seed:
        return False
    return constant_time_compare(_bare(typed), _bare(first_password(seed, owner)))


def _bare(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())
