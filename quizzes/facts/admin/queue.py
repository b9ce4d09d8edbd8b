"""What learners have sent the editors: reports of problems, and proposed names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quizzes.facts.asked_names import questions_answered_with, questions_for
from quizzes.facts.models import Alias, AliasProposal, Report
from quizzes.facts.models.parts import ROLES
from quizzes.facts.owners import owners_of_names
from quizzes.facts.sentences import sentence
from quizzes.facts.turns import take_turn
from quizzes.lib import clock

from .forms import Aside, AsideTick
from .guards import GuardedActions
from .meanwhile import renew_state
from .proposals import accept, decline, more_like, refusals, reopen, shares_little
from .telling import Telling

Status = AliasProposal.Status


class QueueAdmin(GuardedActions):
    """A queue: what is in it came from learners, and is neither added nor deleted here.

    The button pressed says what becomes of an entry; its value is the name of a ``step``.
    """

    list_per_page = 50
    change_form_template = "admin/facts/change_form.html"

    class Media:
        js = ["desk.js"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic():
            take_turn()
            return super().changeform_view(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Keep others from an entry that is being settled."""
        row = super().get_object(request, object_id, from_field)
        if row and request.method == "POST" and transaction.get_connection().in_atomic_block:
            self.model._base_manager.select_for_update().get(pk=row.pk)
            row = super().get_object(request, object_id, from_field)
        return row

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer 409 where somebody else was quicker."""
        context["called"] = str(context["original"])
        response = super().render_change_form(request, context, *args, **kwargs)
        if getattr(context["adminform"].form, "overtaken", False):
            response.status_code = 409
        return response


class QueueForm(forms.ModelForm):
    """Refuses what was decided on another state than that of now."""

    state = Aside(required=False, widget=forms.HiddenInput)
    overtaken = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = self.data.get("_save", "") or self.data.get("_continue", "")
        if not self.is_bound:
            self.initial["state"] = self.token()

    def token(self) -> str:
        """Return what names the present state of the entry."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.data.get("state", "") != self.token():
            self.overtaken = True
            renew_state(self, self.token())
            self.add_error(None, self.now())
        return cleaned

    def now(self) -> str:
        """Say how the entry stands now."""
        raise NotImplementedError


class OpenFilter(admin.SimpleListFilter):
    """What is open, and what is settled."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open")), ("settled", _("settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("open", "settled"):
            return queryset
        return queryset.filter(settled_at__isnull=self.value() == "open")


class ReportForm(QueueForm):
    """What came of a report."""

    outcome = forms.CharField(
        label=_("What came of it"),
        required=False,
        max_length=1000,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("In a sentence, for the other editors and for who reported it."),
    )

    def token(self) -> str:
        return f"{self.instance.settled_at or ''}"

    def now(self) -> str:
        if self.instance.settled_at:
            return str(
                _("Nothing was saved: meanwhile another editor has settled this report: “%s”")
                % self.instance.outcome
            )
        return str(_("Nothing was saved: meanwhile another editor has opened this report again."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.step == "settle" and not self.overtaken and not cleaned.get("outcome"):
            self.add_error("outcome", _("Say in a few words what came of it, then settle it."))
        return cleaned


@admin.register(Report)
class ReportAdmin(QueueAdmin):
    form = ReportForm
    list_display = ["text", "fact", "told_by", "made_at", "is_settled"]
    list_select_related = [
        "reporter",
        *(f"statement__{it}" for it in ("property", *ROLES)),
    ]
    list_filter = [OpenFilter]
    search_fields = ["text", "outcome", "statement__slug"]
    readonly_fields = ["fact", "text", "told_by", "made_at", "settled_at"]
    fields = [*readonly_fields, "outcome"]

    @admin.display(description=_("fact"))
    def fact(self, report: Report) -> str:
        address = reverse("admin:facts_statement_change", args=[report.statement_id])
        return format_html('<a href="{}">{}</a>', address, sentence(report.statement))

    @admin.display(description=_("reported by"), ordering="reporter__username")
    def told_by(self, report: Report) -> str:
        """A name and no more: editors look after facts, not after people."""
        return report.reporter.display_name if report.reporter else "–"

    @admin.display(description=_("settled"), boolean=True)
    def is_settled(self, report: Report) -> bool:
        return report.settled_at is not None

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        if form.step == "settle":
            obj.settled_at = clock.now()
        elif form.step == "open":
            obj.settled_at = None
        super().save_model(request, obj, form, change)


class ProposalForm(QueueForm):
    """A proposed name, which may be corrected before it is accepted."""

    name = Aside(
        label=_("Name to add"),
        required=False,
        max_length=150,
        widget=AdminTextInputWidget,
        help_text=_("As it will be kept. Correct a slip here before you accept it."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Alias.Kind.choices,
        required=False,
        initial=Alias.Kind.ADDED,
        help_text=_("Choose another kind if one of the sources writes it so."),
    )
    sure = AsideTick(
        label=_("It is a name of this one all the same"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = self.instance.text

    def token(self) -> str:
        return str(self.instance.status)

    def now(self) -> str:
        return str(
            _("Nothing was changed: meanwhile this proposal has been settled; it is %s.")
            % self.instance.get_status_display()
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a name that cannot be accepted."""
        cleaned = super().clean()
        if self.step == "accept" and not self.errors:
            for problem in refusals([(self.instance, cleaned["name"])]):
                self.add_error("name", problem)
            if not self.errors and not cleaned["sure"]:
                self._ask_whose(cleaned["name"] or self.instance.text)
        return cleaned

    def _ask_whose(self, name: str) -> None:
        """Ask once more whose a name is that is more like another's, or unlike all of its own."""
        owners, entity = owners_of_names(), self.instance.entity
        if other := more_like(name, entity.pk, owners):
            message = _("This is more like the name of “%(other)s”. Tick this if it is meant.")
            self._ask(message % {"other": other})
        elif shares_little(name, entity.pk, owners):
            message = _("“%(name)s” shares little with any name of “%(entity)s”.")
            said = message % {"name": name, "entity": entity.label}
            self._ask(f"{said} {_('Tick this if it is one all the same.')}")

    def _ask(self, message: str) -> None:
        self.fields["sure"].widget = forms.CheckboxInput()
        self.add_error("sure", message)

    def has_changed(self) -> bool:
        return bool(self.step)


@admin.register(AliasProposal)
class AliasProposalAdmin(Telling, QueueAdmin):
    form = ProposalForm
    list_display = ["text", "entity", "times", "status", "made_at"]
    list_filter = ["status"]
    list_select_related = ["entity"]
    search_fields = ["text", "entity__label", "entity__aliases__text"]
    readonly_fields = ["text", "whose", "asked", "times", "status", "made_at"]
    fields = [*readonly_fields, "name", "kind", "sure"]
    actions = ["accept_all", "decline_all"]

    @admin.display(description=_("entity"))
    def whose(self, proposal: AliasProposal) -> str:
        address = reverse("admin:facts_entity_change", args=[proposal.entity_id])
        return format_html('<a href="{}">{}</a>', address, proposal.entity)

    @admin.display(description=_("questions it was the answer to"))
    def asked(self, proposal: AliasProposal) -> str:
        asked = questions_answered_with(proposal)
        return format_html_join(SafeString("<br>"), "{}", ((it,) for it in asked)) or "–"

    @admin.action(description=_("Accept as names"), permissions=["accept"])
    def accept_all(self, request: HttpRequest, queryset: QuerySet[AliasProposal]) -> None:
        try:
            count = accept(self.plain(queryset))
        except ValidationError as error:
            chosen = ngettext(
                "The name was not accepted.",
                "None of the %(count)s names was accepted.",
                len(queryset),
            )
            for message in [chosen % {"count": len(queryset)}, *error.messages]:
                messages.error(request, message)
            return
        said = ngettext("%(count)s name added.", "%(count)s names added.", count)
        messages.success(request, said % {"count": count})

    @admin.action(description=_("Decline"), permissions=["change"])
    def decline_all(self, request: HttpRequest, queryset: QuerySet[AliasProposal]) -> None:
        count = decline(self.plain(queryset))
        said = ngettext("%(count)s proposal declined.", "%(count)s proposals declined.", count)
        messages.success(request, said % {"count": count})

    def has_accept_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may make a proposed name an alias."""
        return self.has_change_permission(request) and request.user.has_perm("facts.add_alias")

    def save_model(self, request: HttpRequest, obj: AliasProposal, form: Any, change: bool) -> None:
        """Do what the button says."""
        this = AliasProposal.objects.filter(pk=obj.pk)
        if form.step == "accept" and self.has_accept_permission(request):
            told = form.cleaned_data
            accept(this, text=told["name"], kind=told["kind"], sure=True)
            self._tell(request, obj, told["name"].strip() or obj.text, _accepted(obj))
        elif form.step == "decline":
            decline(this)
            self._tell(request, obj, obj.text, _("“{name}” is declined as a name of {entity}."))
        elif form.step == "open":
            reopen(this)
            self._tell(request, obj, obj.text, _("“{name}” is open again as a name of {entity}."))

    def _tell(self, request: HttpRequest, row: AliasProposal, name: str, said: Any) -> None:
        """Say what became of a name."""
        address = reverse("admin:facts_entity_change", args=[row.entity_id])
        link = format_html('<a href="{}">{}</a>', address, row.entity)
        self.tell_instead(request, format_html(str(said), name=name, entity=link))

    def plain(self, queryset: QuerySet[AliasProposal]) -> QuerySet[AliasProposal]:
        """The same rows in a query that can be locked and updated, whatever was searched for."""
        return AliasProposal.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))


def _accepted(proposal: AliasProposal) -> str:
    """What is said of a name that was accepted, with the questions that ask for one."""
    number = questions_for(proposal.entity)
    if not number:
        return str(_("“{name}” is now a name of {entity}."))
    said = ngettext(
        "“{name}” is now a name of {entity}; %(count)s question accepts it.",
        "“{name}” is now a name of {entity}; %(count)s questions accept it.",
        number,
    )
    return said % {"count": number}
