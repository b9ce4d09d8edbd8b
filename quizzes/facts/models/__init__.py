"""What is known: sources, entities, properties, statements and their citations."""

from .base import PackRecord
from .entities import Alias, Entity
from .properties import Property
from .queue import AliasProposal, Report
from .sources import Source, Topic
from .statements import Citation, Statement

__all__ = [
    "Alias",
    "AliasProposal",
    "Citation",
    "Entity",
    "PackRecord",
    "Property",
    "Report",
    "Source",
    "Statement",
    "Topic",
]
