"""The addresses of the bank room: the question sets teachers make."""

from django.urls import path

from . import views

urlpatterns = [
    path("sets/", views.question_sets, name="question_sets"),
    path("sets/new/", views.question_set_new, name="question_set_new"),
    path("sets/<int:pk>/", views.question_set, name="question_set"),
    path("sets/<int:pk>/add/", views.question_set_add, name="question_set_add"),
    path("sets/<int:pk>/draw/", views.question_set_draw, name="question_set_draw"),
    path("sets/<int:pk>/remove/", views.question_set_remove, name="question_set_remove"),
    path("sets/<int:pk>/move/", views.question_set_move, name="question_set_move"),
    path("sets/<int:pk>/copy/", views.question_set_copy, name="question_set_copy"),
]
