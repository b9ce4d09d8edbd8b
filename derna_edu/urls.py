"""Every address of the site; each room names its own."""

from django.contrib import admin
from django.urls import include, path

handler400 = "derna_edu.waiting.bad_request"
handler500 = "derna_edu.waiting.server_error"

urlpatterns = [
    path("", include("quizzes.front.urls")),
    path("", include("quizzes.accounts.urls")),
    path("", include("quizzes.facts.urls")),
    path("", include("quizzes.bank.urls")),
    path("", include("quizzes.study.urls")),
    path("", include("quizzes.progress.urls")),
    path("", include("quizzes.classes.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
