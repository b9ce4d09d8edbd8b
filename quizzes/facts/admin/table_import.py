"""The pages of an import: the upload, what it would change, and how far it has come."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.accounts.models import User
from quizzes.facts.models import PackRecord
from quizzes.facts.pack.problems import PackError
from quizzes.facts.pack.records import FIELDS
from quizzes.facts.signals import Steps
from quizzes.facts.tables.columns import KINDS, columns
from quizzes.facts.tables.holding import Held, begin, end, forget, held_table, hold
from quizzes.facts.tables.importing import NotAsPreviewed, Trial, imported, trial
from quizzes.facts.tables.plan import Item, Plan
from quizzes.facts.tables.sheets import LARGEST_FILE, SheetError, read_sheet

logger = logging.getLogger(__name__)

# How many rows of each kind, and how many mistakes, a page lists; its counts are complete.
LISTED = 100
PROBLEMS_LISTED = 300
# Where in the page of a running import its progress goes.
HERE = "<!-- here -->"


class UploadForm(forms.Form):
    """A file that is to be imported; ``sheet`` is what it holds."""

    table = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, with at most 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_table(self) -> Any:
        """Read the file, or say why it cannot be read."""
        file = self.cleaned_data["table"]
        try:
            if file.size > LARGEST_FILE:
                raise SheetError(_("The file is larger than 10 MB. Take it in parts."))
            self.sheet = read_sheet(file.name, file.read())
        except SheetError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ImportPages:
    """The pages of an import for one request; for those only who may make and change records."""

    def __init__(self, desk: Any, request: HttpRequest) -> None:
        self.desk = desk
        self.request = request
        self.model: type[PackRecord] = desk.model

    def upload(self) -> HttpResponse:
        """Take a file and send its sender on to the preview."""
        editor = self._editor()
        posted = self.request.method == "POST"
        form = UploadForm(self.request.POST, self.request.FILES) if posted else UploadForm()
        if posted and form.is_valid():
            held = hold(editor, self.model, form.cleaned_data["table"].name, form.sheet)
            return HttpResponseRedirect(self._url("preview", held.token))
        kind = KINDS[self.model]
        context = self.context(
            _("Import %s") % self.desk.opts.verbose_name_plural,
            form=form,
            kind=kind,
            columns=columns(kind),
            required=[field.name for field in FIELDS[kind] if field.required],
        )
        return self._page("import", context, status=422 if posted else 200)

    def preview(self, token: str, *, undecided: bool = False) -> HttpResponse:
        """Show what a table would do."""
        held = held_table(self._editor(), self.model, token)
        if held is None:
            return self._gone()
        found = trial(self.model, held.sheet, LISTED)
        problems = found.plan.problems
        context = self.context(
            _("Import of %s") % held.name,
            held=held,
            plan=found.plan,
            fingerprint=found.fingerprint,
            rows=len(held.sheet.rows),
            groups=[group for group in _groups(found) if group["count"]],
            problems=problems[:PROBLEMS_LISTED],
            more_problems=len(problems) - PROBLEMS_LISTED,
            undecided=undecided,
        )
        return self._page("preview", context, status=422 if undecided else 200)

    def process(self) -> HttpResponseBase:
        """Import a table that was shown; the page is sent while it is done."""
        editor, token = self._editor(), self.request.POST.get("token", "")
        held = held_table(editor, self.model, token) if self.request.method == "POST" else None
        if held is None:
            return self._gone()
        choice = self.request.POST.get("meanwhile", "")
        if choice not in ("overwrite", "keep", "none"):
            return self.preview(token, undecided=True)
        response = StreamingHttpResponse(self._running(held, editor, choice == "overwrite"))
        # Neither packed nor held back on its way, or there would be nothing to watch.
        response["Content-Encoding"] = "identity"
        response["X-Accel-Buffering"] = "no"
        return response

    def context(self, title: str, **more: Any) -> dict[str, Any]:
        """What all pages of tables show."""
        site, opts = self.desk.admin_site, self.desk.opts
        self.request.current_app = site.name
        plural = capfirst(opts.verbose_name_plural)
        common = {"title": title, "opts": opts, "plural": plural}
        return {**site.each_context(self.request), **common, **more}

    def _running(self, held: Held, editor: User, overwrite: bool) -> Iterator[str]:
        """Do the import while its page is being sent.

        Who closes the page before the end closes this generator, and nothing has been changed.
        """
        template = "admin/facts/tables/running.html"
        title = _("Import of %s") % held.name
        context = self.context(title, held=held)
        head, tail = render_to_string(template, context, self.request).split(HERE)
        steps = imported(
            self.model,
            held.sheet,
            as_shown=self.request.POST.get("fingerprint", ""),
            overwrite=overwrite,
            by=editor,
            # Readers see the reason; how an editor names a file is nobody else's business.
            reason=_("Import of a table"),
        )
        yield head
        outcome: dict[str, Any]
        if begin(editor, self.model):
            try:
                # Closed before anything else when the page is, so that all is undone by then.
                with closing(steps):
                    plan = yield from _lines(steps, template)
                forget(editor, self.model)
                outcome = {"plan": plan, "overwrite": overwrite}
            except NotAsPreviewed:
                outcome = {"not_as_previewed": True}
            except PackError as error:
                outcome = {"problems": error.problems[:PROBLEMS_LISTED]}
            except Exception:
                logger.exception("The import of a table failed")
                outcome = {"failed": True}
            finally:
                end(editor, self.model)
        else:
            outcome = {"busy": True}
        yield render_to_string(f"{template}#outcome", context | outcome)
        yield tail

    def _editor(self) -> User:
        if not self.desk.has_import_permission(self.request):
            raise PermissionDenied
        assert isinstance(self.request.user, User)  # the desk lets nobody else in
        return self.request.user

    def _gone(self) -> HttpResponse:
        message = _("The table is no longer at hand: it was imported, or lay here too long.")
        messages.warning(self.request, message)
        return HttpResponseRedirect(self._url("import"))

    def _page(self, name: str, context: dict[str, Any], status: int) -> HttpResponse:
        template = f"admin/facts/tables/{name}.html"
        return TemplateResponse(self.request, template, context, status=status)

    def _url(self, name: str, *args: Any) -> str:
        opts = self.desk.opts
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)


def _lines(steps: Steps[Plan], template: str) -> Generator[str, None, Plan]:
    """Yield a line for each step; return what the steps come to."""
    while True:
        try:
            step = next(steps)
        except StopIteration as finished:
            plan: Plan = finished.value
            return plan
        yield render_to_string(f"{template}#step", {"step": step})


def _groups(found: Trial) -> Iterator[dict[str, Any]]:
    """What would be written, in the groups in which the preview lists it."""
    for name in ("conflicts", "changed", "new"):
        items: list[Item] = getattr(found.plan, name)
        listed = [
            {"item": item, "sentence": found.sentences.get(item.parsed.slug, "")}
            for item in items[:LISTED]
        ]
        yield {"name": name, "count": len(items), "listed": listed, "more": len(items) - LISTED}
