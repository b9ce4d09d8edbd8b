"""Who uses the program."""

import zoneinfo
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .first_passwords import first_password, is_first_password, new_seed

LATEST_START = 8
"""The latest hour at which a study day may begin."""


def default_time_zone() -> str:
    """Return the installation's time zone, an IANA name such as ``Africa/Tripoli``."""
    return str(settings.TIME_ZONE)


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless ``name`` is an IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it like “Africa/Tripoli”."),
            params={"name": name},
        )


class User(AbstractUser):
    """A person with a user name; pupils often have no e-mail, so it is optional."""

    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default=default_time_zone,
        validators=[validate_time_zone],
        help_text=_("Your study day starts by the clock of this time zone."),
    )
    day_starts = models.PositiveSmallIntegerField(
        _("start of the day"),
        default=4,
        validators=[MaxValueValidator(LATEST_START)],
        help_text=_("The hour at which a new study day begins."),
    )

    # Empty once the user has set a password of their own.
    first_password_seed = models.CharField(max_length=32, blank=True, editable=False)

    def give_first_password(self) -> None:
        """Let the user log in with the password of a slip alone, until they have set their own.

        Their sessions end when this is saved.
        """
        self.set_unusable_password()
        self.first_password_seed = new_seed()

    @property
    def first_password(self) -> str:
        """The password of the user's slip; "" if they have set their own."""
        seed = self.first_password_seed
        return first_password(seed, self.pk) if seed else ""

    def set_password(self, raw_password: str | None) -> None:
        """Set the user's own password, after which that of the slip no longer holds."""
        super().set_password(raw_password)
        self.first_password_seed = ""

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the user's own password or, until there is one, that of their slip."""
        own = super().check_password(raw_password)
        return own or is_first_password(raw_password or "", self.first_password_seed, self.pk)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone; the installation's, should the system no longer know the user's."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo(default_time_zone())

    @property
    def day_begins(self) -> timedelta:
        """How long after midnight the study day begins."""
        return timedelta(hours=self.day_starts)

    @property
    def device_key(self) -> str:
        """The name under which a device keeps what is this user's alone; it tells nothing."""
        return salted_hmac("quizzes.accounts.device", str(self.pk)).hexdigest()[:16]

    @property
    def display_name(self) -> str:
        """The full name if known, else the user name."""
        return self.get_full_name() or self.username
