"""The addresses of the progress room."""

from django.urls import path

from quizzes.progress import views

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("progress/history/", views.history, name="progress_history"),
    path("progress/map-and-timeline/", views.map_and_timeline, name="progress_map"),
    path("progress/corrections/", views.corrections, name="progress_corrections"),
    path("progress/answers.csv", views.answers, name="progress_answers"),
]
