"""The forms of the accounts room: what sign-up asks beyond allauth, and the settings."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import (
    LATEST_START,
    User,
    default_time_zone,
    validate_time_zone,
)
from quizzes.accounts.time_zones import time_zone_choices


class SignupForm(forms.Form):
    """What allauth's sign-up form is built upon; app.js fills in the browser's time zone."""

    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The field is allauth's; it is missing where the settings leave it out.
        if email := self.fields.get("email"):
            email.help_text = _("It only helps you get back in if you forget your password.")

    def clean_time_zone(self) -> str:
        """Return the time zone sent, or the default: nobody is kept out by an odd browser."""
        name: str = self.cleaned_data["time_zone"]
        try:
            validate_time_zone(name)
        except ValidationError:
            return default_time_zone()
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Store the time zone; allauth calls this when the user has been saved."""
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["time_zone"])


class SettingsForm(forms.ModelForm):
    """What people may change about themselves.

    A new e-mail address is a new way into the account, so changing it takes the password.
    """

    current_password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        help_text=_("Needed only when you change the e-mail address."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = User
        fields = ["first_name", "time_zone", "day_starts", "email"]
        labels = {
            "first_name": _("Name shown to your teacher"),
            "time_zone": _("Time zone"),
            "day_starts": _("Your study day begins at"),
            "email": _("E-mail address (optional)"),
        }
        help_texts = {
            "first_name": _("Leave it empty to show your username."),
            "email": _("It only helps you get back in if you forget your password."),
        }
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "time_zone": forms.Select,
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day_starts"] = forms.TypedChoiceField(
            label=self.fields["day_starts"].label,
            help_text=_("Whoever studies past midnight stays in the same day until then."),
            choices=[(hour, f"{hour:02}:00") for hour in range(LATEST_START + 1)],
            coerce=int,
        )
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            help_text=self.fields["time_zone"].help_text,
            choices=time_zone_choices(self.instance.time_zone),
        )

    def clean_email(self) -> str:
        """Refuse an address that another account has, as sign-up does."""
        email: str = self.cleaned_data["email"].lower()
        if email and any(user != self.instance for user in filter_users_by_email(email)):
            raise ValidationError(_("Another account already uses this e-mail address."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password = cleaned.get("current_password", "")
        if "email" in self.changed_data and not self.instance.check_password(password):
            self.add_error(
                "current_password", _("To change the e-mail address, type your password.")
            )
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Save the user, and forget the old e-mail address wherever it could reset a password."""
        user: User = super().save(commit)
        if commit and "email" in self.changed_data:
            EmailAddress.objects.filter(user=user).delete()
            if user.email:
                EmailAddress.objects.create(user=user, email=user.email, primary=True)
        return user
