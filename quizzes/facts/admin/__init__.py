"""The editors' desk: facts, whom they speak of, and where they come from."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .records import EntityAdmin, PropertyAdmin, SourceAdmin, TopicAdmin
from .statements import StatementAdmin

admin.site.site_header = _("Derna Edu: the desk")
admin.site.site_title = _("Derna Edu")
admin.site.index_title = _("Facts, questions and people")

__all__ = ["EntityAdmin", "PropertyAdmin", "SourceAdmin", "StatementAdmin", "TopicAdmin"]
