"""What somebody says of a person: posted, never in an address."""

from network.rules.person_facts import NAMES
from web.forms.typed import Typed

Facts = dict[str, tuple[str, ...]]


def typed_facts(typed: Typed) -> Facts:
    """The facts of a form under their names, as they were typed."""
    return {name: tuple(filter(None, map(str.strip, typed.several(name)))) for name in NAMES}
