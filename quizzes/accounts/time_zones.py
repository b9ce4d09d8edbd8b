"""The time zones offered to choose from: a list short enough for an old phone."""

from itertools import groupby

COMMON = (
    "Africa/Abidjan",
    "Africa/Accra",
    "Africa/Addis_Ababa",
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Dakar",
    "Africa/Johannesburg",
    "Africa/Khartoum",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Ndjamena",
    "Africa/Niamey",
    "Africa/Nouakchott",
    "Africa/Tripoli",
    "Africa/Tunis",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Toronto",
    "Asia/Amman",
    "Asia/Baghdad",
    "Asia/Bangkok",
    "Asia/Beirut",
    "Asia/Damascus",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kuala_Lumpur",
    "Asia/Kuwait",
    "Asia/Manila",
    "Asia/Qatar",
    "Asia/Riyadh",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Australia/Brisbane",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Malta",
    "Europe/Moscow",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Pacific/Auckland",
    "UTC",
)

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def time_zone_choices(current: str) -> Choices:
    """Return the common zones by continent as form choices; ``current`` is always among them."""
    names = sorted({*COMMON, current}, key=lambda name: ("/" not in name, name))
    choices: Choices = []
    for region, group in groupby(names, key=lambda name: name.partition("/")[0]):
        cities = [(name, _city(name)) for name in group]
        choices += [(region, cities)] if "/" in cities[0][0] else cities
    return choices


def _city(name: str) -> str:
    """Return ``America/Argentina/Buenos_Aires`` as ``Argentina, Buenos Aires``."""
    return (name.partition("/")[2] or name).replace("_", " ").replace("/", ", ")
