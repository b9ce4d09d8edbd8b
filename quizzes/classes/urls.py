"""The addresses of the classes room."""

from django.urls import path

from .views import analysis, assignments, classes, gradebook, managing, pupils, regrading

urlpatterns = [
    path("classes/", classes.classes, name="classes"),
    path("classes/join/", classes.class_join, name="class_join"),
    path("classes/join/<str:code>/", classes.class_link, name="class_link"),
    path("classes/new/", classes.class_new, name="class_new"),
    path("classes/<int:pk>/", classes.class_page, name="class"),
    path("classes/<int:pk>/manage/", managing.class_manage, name="class_manage"),
    path("classes/<int:pk>/rename/", managing.class_rename, name="class_rename"),
    path("classes/<int:pk>/archive/", managing.class_archive, name="class_archive"),
    path("classes/<int:pk>/code/", managing.class_code, name="class_code"),
    path("classes/<int:pk>/code/close/", managing.class_close, name="class_close"),
    path("classes/<int:pk>/teachers/add/", managing.teacher_add, name="teacher_add"),
    path(
        "classes/<int:pk>/teachers/<int:teacher_pk>/remove/",
        managing.teacher_remove,
        name="teacher_remove",
    ),
    path("classes/<int:pk>/pupils/add/", pupils.pupils_add, name="pupils_add"),
    path("classes/<int:pk>/slips/", pupils.slips, name="slips"),
    path("classes/<int:pk>/marks/", gradebook.marks, name="marks"),
    path("classes/<int:pk>/marks.csv", gradebook.marks_file, {"kind": "csv"}, "marks_csv"),
    path("classes/<int:pk>/marks.xlsx", gradebook.marks_file, {"kind": "xlsx"}, "marks_xlsx"),
    path("classes/<int:pk>/pupils/<int:learner_pk>/", gradebook.pupil, name="class_pupil"),
    path(
        "classes/<int:pk>/pupils/<int:learner_pk>/marks/<int:assignment_pk>/",
        gradebook.mark_set,
        name="mark_set",
    ),
    path(
        "classes/<int:pk>/pupils/<int:learner_pk>/password/",
        pupils.pupil_password,
        name="pupil_password",
    ),
    path(
        "classes/<int:pk>/pupils/<int:learner_pk>/remove/",
        pupils.pupil_remove,
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
