"""The addresses of the classes room."""

from django.urls import path

from .views import analysis, assignments, classes, regrading

urlpatterns = [
    path("classes/", classes.classes, name="classes"),
    path("classes/join/", classes.class_join, name="class_join"),
    path("classes/new/", classes.class_new, name="class_new"),
    path("classes/<int:pk>/", classes.class_page, name="class"),
    path("classes/<int:pk>/code/", classes.class_code, name="class_code"),
    path(
        "classes/<int:pk>/pupils/<int:learner_pk>/remove/",
        classes.pupil_remove,
        name="pupil_remove",
    ),
    path("classes/assignments/new/", assignments.assignment_new, name="assignment_new"),
    path("classes/assignments/<int:pk>/", assignments.assignment, name="assignment"),
    path(
        "classes/assignments/<int:pk>/change/",
        assignments.assignment_change,
        name="assignment_change",
    ),
    path(
        "classes/assignments/<int:pk>/analysis/",
        analysis.assignment_analysis,
        name="assignment_analysis",
    ),
    path(
        "classes/assignments/<int:pk>/regrade/",
        regrading.assignment_regrade,
        name="assignment_regrade",
    ),
    path(
        "classes/assignments/<int:pk>/start/",
        assignments.assignment_start,
        name="assignment_start",
    ),
    path(
        "classes/assignments/<int:pk>/practise/",
        assignments.assignment_practise,
        name="assignment_practise",
    ),
    path(
        "classes/assignments/<int:pk>/pupils/<int:learner_pk>/",
        assignments.assignment_pupil,
        name="assignment_pupil",
    ),
]
