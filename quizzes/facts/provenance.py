"""Where the published facts come from: what each source supports, and who claims what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from quizzes.lib.edtf import parse

from .models import Source, Statement


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a reader sees it listed; ``published`` is empty where no date is known.

    ``statements`` counts the published statements it supports.
    """

    title: str
    publisher: str
    kind: str
    published: str
    inferred: bool
    statements: int


@dataclass(frozen=True, slots=True)
class Witness:
    """Sources of one origin: however many they are, they count as one."""

    sources: list[SourceLine]

    @property
    def is_shared(self) -> bool:
        """Whether several sources stand behind this one witness."""
        return len(self.sources) > 1


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody who is named as claiming published statements, and how many."""

    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class Claims:
    """How many published statements are somebody's claim, and whose.

    ``statements`` counts all that are published, ``unattributed`` the claims of people whom the
    source does not name; ``claimants`` come with the most claims first.
    """

    statements: int
    unattributed: int
    claimants: Sequence[Claimant]

    @property
    def total(self) -> int:
        """All claims."""
        return self.unattributed + sum(claimant.claims for claimant in self.claimants)

    @property
    def loudest(self) -> Claimant | None:
        """Who makes more claims than anybody else, if one does."""
        first, second = (*self.claimants, None, None)[:2]
        return None if first and second and first.claims == second.claims else first


def witnesses() -> list[Witness]:
    """Return all sources, gathered by origin, in one query."""
    published = Q(citations__statement__status=Statement.Status.PUBLISHED)
    supported = Count("citations__statement", filter=published, distinct=True)
    by_origin: dict[str, Witness] = {}
    for source in Source.objects.annotate(supported=supported).order_by("document", "slug"):
        witness = by_origin.setdefault(source.origin, Witness([]))
        witness.sources.append(
            SourceLine(
                title=source.title,
                publisher=source.publisher,
                kind=source.get_kind_display(),
                published=parse(source.published).spoken() if source.published else "",
                inferred=source.published_inferred,
                statements=source.supported,
            )
        )
    return list(by_origin.values())


def claims() -> Claims:
    """Return who claims how many of the published statements, in three queries.

    A claim is made by whom a statement is attributed to, or, where the statement itself is that
    somebody said something, by its subject.
    """
    published = Statement.objects.published()
    spoken = Q(property__is_claim=True, attributed_to__isnull=True)
    counts = Counter[tuple[int, str]]()
    for claimant, those in (
        ("attributed_to", published.filter(attributed_to__isnull=False)),
        ("subject", published.filter(spoken)),
    ):
        rows = those.values_list(claimant, f"{claimant}__label").annotate(claims=Count("pk"))
        counts.update({(pk, name): count for pk, name, count in rows.order_by()})
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0][1]))
    return Claims(
        **published.aggregate(
            statements=Count("pk"), unattributed=Count("pk", filter=Q(unattributed=True))
        ),
        claimants=[Claimant(name, count) for (_pk, name), count in ordered],
    )
