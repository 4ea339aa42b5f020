"""A form as it is shown: what was typed stays, and each wrong field has its sentence."""

from collections.abc import Mapping

from msgspec import Struct, field

from network.words import Say


class Filled(Struct, frozen=True):
    """What stands in a form's fields and what is wrong with them. The macros of parts/field.html read it.

    `prefix` begins the ids of the fields, so that two forms on one page do not share them.
    """

    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    problems: Mapping[str, Say] = field(default_factory=dict)
    prefix: str = "f-"

    def value(self, name: str) -> str:
        """The text of one field, empty when nothing was typed."""
        given = self.values.get(name, "")
        return given if isinstance(given, str) else next(iter(given), "")

    def chosen(self, name: str) -> tuple[str, ...]:
        """The ticked choices of a group."""
        given = self.values.get(name, ())
        return (given,) if isinstance(given, str) else given

    def problem(self, name: str) -> Say | None:
        """What the person should do about this field."""
        return self.problems.get(name)

    def id_of(self, name: str) -> str:
        return f"{self.prefix}{name}"


EMPTY = Filled()


class Choice(Struct, frozen=True):
    """One choice of a list, of radio buttons or of tick boxes."""

    value: str
    label: Say | str
    hint: Say | str = ""
