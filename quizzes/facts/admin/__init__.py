"""The editors' desk: facts, whom they speak of, and where they come from."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .entities import EntityAdmin
from .offering import offer
from .properties import PropertyAdmin
from .queue import AliasProposalAdmin, ReportAdmin
from .sources import SourceAdmin, TopicAdmin
from .statements import StatementAdmin
from .work import index_with_work

admin.site.site_header = _("Derna Edu: the desk")
admin.site.site_title = _("Derna Edu")
admin.site.index_title = _("What is kept at the desk")
admin.site.index = index_with_work  # type: ignore[method-assign]
admin.site.autocomplete_view = offer  # type: ignore[method-assign]

__all__ = [
    "AliasProposalAdmin",
    "EntityAdmin",
    "PropertyAdmin",
    "ReportAdmin",
    "SourceAdmin",
    "StatementAdmin",
    "TopicAdmin",
]
