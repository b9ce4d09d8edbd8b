"""The addresses of the facts room: the sources, and the pages to explore what is known."""

from django.urls import path

from quizzes.facts.explore.views import (
    disagreements,
    entities,
    entrance,
    facts,
    places,
    sources,
    timeline,
)

urlpatterns = [
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("explore/", entrance.explore, name="explore"),
    path("explore/search/", entrance.search, name="search"),
    path("explore/timeline/", timeline.timeline, name="timeline"),
    path("explore/places/", places.places, name="places"),
    path("explore/disagreements/", disagreements.disagreements, name="disagreements"),
    path("explore/entity/<slug:slug>/", entities.entity, name="entity"),
    path("explore/fact/<slug:slug>/", facts.fact, name="fact"),
    path("explore/fact/<slug:slug>/report/", facts.report_fact, name="report_fact"),
    # The last, for it would take any other word for a kind.
    path("explore/<slug:kind>/", entities.entities, name="entities"),
]
