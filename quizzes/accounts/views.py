"""The pages of the accounts room that allauth does not have."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts.forms import SettingsForm
from quizzes.accounts.models import User


@never_cache
@require_safe
def who(request: HttpRequest) -> JsonResponse:
    """Tell a page that was shown a while ago who is logged in now, and a token for its forms.

    The page sends an answer again only if that is still whom it was shown to.
    """
    key = request.user.device_key if request.user.is_authenticated else ""
    return JsonResponse({"learner": key, "token": get_token(request)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name, time zone and e-mail address."""
    assert request.user.is_authenticated
    # A copy of its own: a refused name must not show up in the page's header.
    user = User.objects.get(pk=request.user.pk)
    form = SettingsForm(request.POST or None, instance=user)
    if request.POST.get("current_password") and not ratelimit.consume(
        request, action="change_password", user=user
    ):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    if form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        return redirect("settings")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)
