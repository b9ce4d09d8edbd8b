"""Whom and what statements speak of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.lib.names import fold, has_hidden_signs

from .base import Announced, PackRecord, is_one_of
from .history import kept_history


class EntityKind(models.TextChoices):
    PERSON = "person", _("person")
    GROUP = "group", _("group")
    UNIT = "unit", _("military unit")
    PLACE = "place", _("place")
    EVENT = "event", _("event")
    BODY = "body", _("body or institution")
    DOCUMENT = "document", _("document")
    CONFLICT = "conflict", _("conflict")


def flaw_of_name(text: str) -> str:
    """Return why a text can be nobody's name, or nothing; that it is missing is told elsewhere."""
    if text and not fold(text):
        return gettext("“%(name)s” has no letters or figures.") % {"name": text}
    if has_hidden_signs(text):
        return gettext("This holds signs that nobody sees. Type it anew.")
    return ""


class Entity(PackRecord):
    """A person, group, place, event … with the forms good sentences need."""

    Kind = EntityKind

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    label = models.CharField(
        _("name"), max_length=150, help_text=_("Without “the”; for an event a noun phrase.")
    )
    takes_the = models.BooleanField(
        _("takes “the”"), default=False, help_text=_("As in “the Harbour Guard”.")
    )
    plural = models.BooleanField(
        _("plural"), default=False, help_text=_("As in “the Guards were …”.")
    )
    preposition = models.CharField(
        _("preposition"), max_length=10, default="in", help_text=_("For places: in, at, near …")
    )
    clause = models.CharField(
        _("clause"),
        max_length=250,
        blank=True,
        help_text=_("For events: “the army captured the harbour”."),
    )
    question_clause = models.CharField(
        _("question clause"),
        max_length=250,
        blank=True,
        help_text=_("For events: “did the army capture the harbour”."),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    different_from = models.ManyToManyField(
        "self", blank=True, verbose_name=_("not to be confused with")
    )
    note = models.TextField(_("editor's note"), blank=True)

    history = kept_history("pack_digest", m2m_fields=[different_from])

    class Meta:
        ordering = ["label", "slug"]
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        constraints = [
            is_one_of("entity_kind_known", "kind", EntityKind),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="entity_coordinates_valid",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Raise ValidationError, by field, for what an editor can get wrong."""
        from quizzes.facts.kinds import check_kind

        self.clean_itself()
        if errors := check_kind(self):
            raise ValidationError(errors)

    def clean_itself(self) -> None:
        """Raise ValidationError for all but a kind that statements on it do not allow."""
        if flaw := flaw_of_name(self.label):
            raise ValidationError({"label": flaw})
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Give both latitude and longitude, or neither.")})

    @property
    def named(self) -> str:
        """The name as it stands inside a sentence: ``the Harbour Guard``."""
        return f"the {self.label}" if self.takes_the else self.label


class AliasKind(models.TextChoices):
    SPELLING = "spelling", _("spelling")
    NAME = "name", _("other name")
    FORMER = "former", _("former name")
    SHORT = "short", _("short form")
    ACRONYM = "acronym", _("acronym")
    # The last two stand in no source: readers see who has added them.
    ADDED = "added", _("name or spelling added by the editors")
    SCRIPT = "script", _("other script, added by the editors")


class Alias(Announced):
    """Another name under which sources or readers know an entity."""

    Kind = AliasKind

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("name"), max_length=150)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind,
        default=Kind.SPELLING,
        help_text=_(
            "A name that stands in none of the sources, an acronym too, is “added by the editors”; "
            "readers see it marked so."
        ),
    )

    history = kept_history()

    class Meta:
        ordering = ["text"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(fields=["entity", "text"], name="alias_once_per_entity"),
            is_one_of("alias_kind_known", "kind", AliasKind),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Raise ValidationError for a name that nobody can read."""
        if flaw := flaw_of_name(self.text):
            raise ValidationError({"text": flaw})
