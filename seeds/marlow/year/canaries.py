"""Rare words that stand in names and words of the year's people and nowhere else: whoever finds one in a log,
an address, a letter or the search index has found a leak."""

GIVEN = ("Ozymaria", "Quillon", "Zephrine")
FAMILY = ("Vexenwold", "Thrumblecote", "Aldermoss-Quay")
CALLED = "Ozzlewick"
NEED_WORDS = "wants a window that faces the plumbago hedge"
CONTACT_WORDS = "ask for the vermilion umbrella lady"
NOTE_WORDS = "carries a clavichord key on a string"
REMARK_WORDS = "asked about the ocarina in the cloakroom"
REFERENCE = "ZQX-77-KITTIWAKE"

ALL = (*GIVEN, *FAMILY, CALLED, "plumbago", "vermilion umbrella", "clavichord", "ocarina", REFERENCE)
