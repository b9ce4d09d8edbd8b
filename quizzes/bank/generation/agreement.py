"""Whether statements stand, hold at one time, and can both be true."""

from datetime import date
from functools import lru_cache

from quizzes.facts.models import Statement
from quizzes.lib.edtf import parse
from quizzes.lib.quantities import parse as parse_quantity

# Every value is compared with many others, so each is read but once.
date_of = lru_cache(maxsize=65_536)(parse)
quantity_of = lru_cache(maxsize=65_536)(parse_quantity)


def stands(statement: Statement) -> bool:
    """Whether readers see the statement and it is held to be worth asking."""
    return (
        statement.status == Statement.Status.PUBLISHED
        and statement.rank != Statement.Rank.DEPRECATED
    )


def day_of(statement: Statement) -> date | None:
    """The day from which a statement's distance in time is counted."""
    return statement.value_date_first or statement.when_first


def same_time(one: Statement, other: Statement) -> bool:
    """Whether two statements may hold at one time; one without a time may hold at any."""
    first, second = one.when_date, other.when_date
    return first is None or second is None or first.overlaps(second)


def may_agree(one: Statement, other: Statement) -> bool:
    """Whether the values of two statements on one property can both be true of one thing."""
    if one.value_entity_id or other.value_entity_id:
        return one.value_entity_id == other.value_entity_id
    if one.value_date and other.value_date:
        return date_of(one.value_date).overlaps(date_of(other.value_date))
    if one.value_quantity and other.value_quantity:
        return not quantity_of(one.value_quantity).excludes(quantity_of(other.value_quantity))
    return one.value_text.casefold() == other.value_text.casefold()
