"""The pages of an import: the upload, what it would change, and how far it has come."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any, TypeVar

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
from quizzes.facts.reasons import IMPORTED
from quizzes.facts.signals import Steps
from quizzes.facts.tables.columns import KINDS, columns
from quizzes.facts.tables.holding import (
    Held,
    Shown,
    begin,
    end,
    forget,
    held_preview,
    held_table,
    hold,
    show,
    show_no_more,
)
from quizzes.facts.tables.importing import NotAsPreviewed, imported
from quizzes.facts.tables.preview import PROBLEMS_LISTED, preview_of
from quizzes.facts.tables.sheets import LARGEST_FILE, SheetError, read_sheet
from quizzes.lib import clock

from .effects import REASON, in_words

logger = logging.getLogger(__name__)

# Where in the page of a running import its progress goes.
HERE = "<!-- here -->"
STEP = "admin/facts/tables/running.html#step"
PREVIEW = "admin/facts/tables/preview.html"

Result = TypeVar("Result")


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
        """Take a file, and send its sender on to where is shown what it would do."""
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

    def preview(self, token: str) -> HttpResponseBase:
        """Show what a table would do; find it out first where that is not known, or when posted.

        While it is found out its page is sent already, and tells how far that has come.
        """
        editor = self._editor()
        if self.request.method == "POST" and held_table(editor, self.model, token):
            show_no_more(editor, self.model)
            return HttpResponseRedirect(self._url("preview", token))
        if shown := held_preview(editor, self.model, token):
            return self._preview_page(shown)
        held = held_table(editor, self.model, token)
        return _as_it_comes(self._trying(held, editor)) if held else self._gone()

    def process(self) -> HttpResponseBase:
        """Import a table that was shown; the page is sent while it is done."""
        editor, token = self._editor(), self.request.POST.get("token", "")
        held = held_table(editor, self.model, token) if self.request.method == "POST" else None
        if held is None:
            return self._gone()
        if self.request.POST.get("meanwhile", "") not in ("overwrite", "keep", "none"):
            shown = held_preview(editor, self.model, token)
            return self._preview_page(shown, undecided=True) if shown else self._gone()
        return _as_it_comes(self._running(held, editor))

    def context(self, title: str, **more: Any) -> dict[str, Any]:
        """What all pages of tables show."""
        site, opts = self.desk.admin_site, self.desk.opts
        self.request.current_app = site.name
        plural = capfirst(opts.verbose_name_plural)
        common = {"title": title, "opts": opts, "plural": plural}
        return {**site.each_context(self.request), **common, **more}

    def _trying(self, held: Held, editor: User) -> Iterator[str]:
        """Find out what a table would do while its page is being sent, and end with what it is.

        Who closes the page before the end closes this generator, and nothing is kept of it.
        """
        template = "admin/facts/tables/trying.html"
        context = self.context(_("Import of %s") % held.name, held=held)
        head, tail = render_to_string(template, context, self.request).split(HERE)
        yield head
        steps = preview_of(self.model, held.sheet)
        try:
            # Closed before anything else when the page is, so that all is undone by then.
            with closing(steps):
                preview = yield from _lines(steps)
        except Exception:
            logger.exception("The trial of a table failed")
            yield render_to_string(f"{template}#failed", context, self.request)
        else:
            show(editor, self.model, held, preview)
            context |= self._told(Shown(held.token, held.name, preview))
            yield render_to_string(f"{template}#end", context, self.request)
            yield render_to_string(f"{PREVIEW}#found", context, self.request)
        yield tail

    def _running(self, held: Held, editor: User) -> Iterator[str]:
        """Do the import while its page is being sent.

        Who closes the page before the end closes this generator, and nothing has been changed.
        """
        template = "admin/facts/tables/running.html"
        context = self.context(_("Import of %s") % held.name, held=held)
        head, tail = render_to_string(template, context, self.request).split(HERE)
        yield head
        take_over = "take_over" in self.request.POST
        since = begin(editor, self.model, clock.now(), take_over=take_over)
        if since is not None:
            outcome: dict[str, Any] = {"busy_since": since, "sent": self.request.POST}
        else:
            outcome = yield from self._outcome(held, editor)
        yield render_to_string(f"{template}#outcome", context | outcome, self.request)
        yield tail

    def _outcome(self, held: Held, editor: User) -> Generator[str, None, dict[str, Any]]:
        """Do the import, line by line; return what its page says at the end."""
        overwrite = self.request.POST["meanwhile"] == "overwrite"
        steps = imported(
            self.model,
            held.sheet,
            as_shown=self.request.POST.get("fingerprint", ""),
            overwrite=overwrite,
            by=editor,
            # Readers see the reason; how an editor names a file is nobody else's business.
            reason=self.request.POST.get(REASON, "").strip() or _(IMPORTED),
        )
        try:
            # Closed before anything else when the page is, so that all is undone by then.
            with closing(steps):
                plan = yield from _lines(steps)
            forget(editor, self.model)
            return {"plan": plan, "overwrite": overwrite}
        except NotAsPreviewed:
            # One that was taken over may have come to its end all the same.
            done = held_table(editor, self.model, held.token) is None
            return {"done_meanwhile": done, "not_as_previewed": not done}
        except PackError as error:
            return {"problems": error.problems[:PROBLEMS_LISTED]}
        except Exception:
            logger.exception("The import of a table failed")
            return {"failed": True}
        finally:
            end(editor, self.model)

    def _preview_page(self, shown: Shown, *, undecided: bool = False) -> HttpResponse:
        title = _("Import of %s") % shown.name
        context = self.context(title, undecided=undecided, **self._told(shown))
        return self._page("preview", context, status=422 if undecided else 200)

    def _told(self, shown: Shown) -> dict[str, Any]:
        """What the preview of a table tells."""
        effects = shown.preview.effects
        more = in_words(effects) if effects else {}
        # What the page of effects calls “shown” are questions, here it is the table.
        questions = more.pop("shown", [])
        return {"shown": shown, "preview": shown.preview, "questions": questions, **more}

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


def _as_it_comes(parts: Iterator[str]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts)
    # Neither packed nor held back on its way, or there would be nothing to watch.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response


def _lines(steps: Steps[Result]) -> Generator[str, None, Result]:
    """Yield a line for each step; return what the steps come to."""
    while True:
        try:
            step = next(steps)
        except StopIteration as finished:
            result: Result = finished.value
            return result
        yield render_to_string(STEP, {"step": step})
