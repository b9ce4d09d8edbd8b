"""The bank at the desk: every question as it stands, its answers, and what editors write."""

from django.contrib import admin

from .questions import QuestionAdmin
from .queue import QuestionReportAdmin
from .work import index_with_all_work

admin.site.index = index_with_all_work  # type: ignore[method-assign]

__all__ = ["QuestionAdmin", "QuestionReportAdmin"]
