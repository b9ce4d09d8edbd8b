"""The addresses of the study room: the day's review, and quizzes."""

from django.urls import path

from .views import (
    practice,
    quiz,
    reporting,
    results,
    review,
    setting_aside,
    settings,
    spelling,
    starting,
    testing,
)

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/done/", review.review_done, name="review_done"),
    path("review/more/", review.review_more, name="review_more"),
    path("review/set-aside/", setting_aside.set_aside_facts, name="set_aside"),
    path("review/set-aside/<slug:slug>/", setting_aside.take_fact_up, name="take_fact_up"),
    path("review/<uuid:token>/", review.review_answer, name="review_answer"),
    path("review/<uuid:token>/undo/", review.review_undo, name="review_undo"),
    path("review/<uuid:token>/aside/", setting_aside.set_fact_aside, name="set_fact_aside"),
    path("review/<uuid:token>/right/", review.review_overrule, name="review_overrule"),
    path("answers/<uuid:token>/spelling/", spelling.propose_spelling, name="propose_spelling"),
    path("answers/<uuid:token>/report/", reporting.report_question, name="report_question"),
    path("settings/review/", settings.study_settings, name="study_settings"),
    path("quiz/", starting.quiz, name="quiz"),
    path("quiz/lately/", starting.quiz_lately, name="quiz_lately"),
    path("quiz/practise/<slug:slug>/", practice.practise, name="practise"),
    path("quiz/<uuid:pk>/", quiz.quiz_attempt, name="quiz_attempt"),
    path("quiz/<uuid:pk>/<int:position>/", quiz.quiz_answer, name="quiz_answer"),
    path("quiz/<uuid:pk>/all/", testing.quiz_overview, name="quiz_overview"),
    path("quiz/<uuid:pk>/hand-in/", testing.quiz_hand_in, name="quiz_hand_in"),
    path("quiz/<uuid:pk>/result/", results.quiz_result, name="quiz_result"),
    path("quiz/<uuid:pk>/review/", results.quiz_review, name="quiz_review"),
    path("quiz/<uuid:pk>/again/", results.quiz_again, name="quiz_again"),
    path("quiz/<uuid:pk>/drop/", results.quiz_drop, name="quiz_drop"),
]
