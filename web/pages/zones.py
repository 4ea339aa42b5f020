"""Time zones and languages that people choose from."""

from network.words import LANGUAGES, say
from web.pages.filled import Choice

TIME_ZONES = (
    Choice("America/New_York", say("Eastern (New York)")),
    Choice("America/Chicago", say("Central (Chicago)")),
    Choice("America/Denver", say("Mountain (Denver)")),
    Choice("America/Phoenix", say("Mountain, no summer time (Phoenix)")),
    Choice("America/Los_Angeles", say("Pacific (Los Angeles)")),
    Choice("America/Anchorage", say("Alaska (Anchorage)")),
    Choice("America/Adak", say("Aleutian Islands (Adak)")),
    Choice("Pacific/Honolulu", say("Hawaii (Honolulu)")),
    Choice("America/Puerto_Rico", say("Atlantic (Puerto Rico)")),
    Choice("Pacific/Guam", say("Chamorro (Guam)")),
    Choice("Pacific/Pago_Pago", say("Samoa (Pago Pago)")),
)

LANGUAGE_CHOICES = tuple(Choice(code, name) for code, name in LANGUAGES.items())


def time_zones(present: str) -> tuple[Choice, ...]:
    """The zones of the United States, and the one this person has now if it is another."""
    known = {choice.value for choice in TIME_ZONES}
    return TIME_ZONES if present in known or not present else (*TIME_ZONES, Choice(present, present))
