"""The addresses of the facts room."""

from django.urls import path

from quizzes.facts import views

urlpatterns = [
    path("sources/", views.sources, name="sources"),
]
