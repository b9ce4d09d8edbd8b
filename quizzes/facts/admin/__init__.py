"""The editors' desk: facts, whom they speak of, and where they come from."""

from .records import EntityAdmin, PropertyAdmin, SourceAdmin, TopicAdmin
from .statements import StatementAdmin

__all__ = ["EntityAdmin", "PropertyAdmin", "SourceAdmin", "StatementAdmin", "TopicAdmin"]
