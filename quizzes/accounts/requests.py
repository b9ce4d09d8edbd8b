"""The request as views behind ``login_required`` know it."""

from django.http import HttpRequest

from .models import User


class UserRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
