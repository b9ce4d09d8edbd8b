"""The addresses of the accounts room; logging in and out is under ``accounts/``."""

from django.urls import path

from quizzes.accounts import views

urlpatterns = [
    path("who/", views.who, name="who"),
    path("settings/", views.settings, name="settings"),
]
