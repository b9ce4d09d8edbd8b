"""Where facts come from, and the topics they are sorted into."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.facts.fields import EdtfEdge, EdtfField, optional_date

from .base import PackRecord, is_one_of
from .history import kept_history


class SourceKind(models.TextChoices):
    ENCYCLOPEDIA = "encyclopedia", _("encyclopedia article")
    NEWS = "news", _("news report")
    REPORT = "report", _("report")
    BOOK = "book", _("book")
    OTHER = "other", _("other")


class Source(PackRecord):
    """A document a reader can look up; cited with a locator such as a paragraph."""

    Kind = SourceKind

    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(
        _("publisher"),
        max_length=150,
        blank=True,
        help_text=_("Leave empty if the document does not name one."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    published = EdtfField(
        _("published"), help_text=_("A date such as 12 June 2018, May 2018 or 2018.")
    )
    published_first = EdtfEdge(of="published", edge="first")
    published_last = EdtfEdge(of="published", edge="last")
    published_inferred = models.BooleanField(
        _("date inferred"), default=False, help_text=_("The document itself does not date itself.")
    )
    origin = models.SlugField(
        _("origin"),
        max_length=100,
        help_text=_("Sources that copy one another share an origin and count as one witness."),
    )
    document = models.CharField(
        _("document number"), max_length=10, blank=True, help_text=_("The number of its file.")
    )
    cite_as = models.CharField(
        _("cited as"),
        max_length=200,
        help_text=_("How a sentence names it after “According to …”."),
    )
    note = models.TextField(_("editor's note"), blank=True)

    history = kept_history("pack_digest", "published_first", "published_last")

    class Meta:
        ordering = ["document", "slug"]
        verbose_name = _("source")
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=~models.Q(document=""),
                name="source_document_unique",
            ),
            is_one_of("source_kind_known", "kind", SourceKind),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.byline})" if self.byline else self.title

    @property
    def byline(self) -> str:
        """Publisher and date, as far as known: ``Middle East Monitor, 12 June 2018``."""
        date = optional_date(self.published)
        spoken = date.spoken() if date else ""
        return ", ".join(part for part in (self.publisher, spoken) if part)


class Topic(PackRecord):
    """A heading under which learners and teachers find facts."""

    title = models.CharField(_("title"), max_length=100)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = kept_history("pack_digest")

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("topic")

    def __str__(self) -> str:
        return self.title
