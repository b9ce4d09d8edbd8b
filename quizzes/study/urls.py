"""The addresses of the study room: the day's review, and quizzes."""

from django.urls import path

from .views import practice, quiz, reporting, review, spelling

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/done/", review.review_done, name="review_done"),
    path("review/more/", review.review_more, name="review_more"),
    path("review/<uuid:token>/", review.review_answer, name="review_answer"),
    path("review/<uuid:token>/right/", review.review_overrule, name="review_overrule"),
    path("answers/<uuid:token>/spelling/", spelling.propose_spelling, name="propose_spelling"),
    path("answers/<uuid:token>/report/", reporting.report_question, name="report_question"),
    path("quiz/", quiz.quiz, name="quiz"),
    path("quiz/practise/<slug:slug>/", practice.practise, name="practise"),
    path("quiz/<uuid:pk>/", quiz.quiz_attempt, name="quiz_attempt"),
    path("quiz/<uuid:pk>/<int:position>/", quiz.quiz_answer, name="quiz_answer"),
    path("quiz/<uuid:pk>/result/", quiz.quiz_result, name="quiz_result"),
]
