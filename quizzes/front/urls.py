"""The addresses of the front door."""

from django.urls import path

from quizzes.front import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
]
