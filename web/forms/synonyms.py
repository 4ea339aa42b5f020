"""What curators teach the search: words, and what they also mean."""

from dataclasses import dataclass

LONGEST_TYPED = 500  # characters that are read; the operation says how long it may be


@dataclass(frozen=True)
class SynonymForm:
    """As it was typed. `way` is "both" or "one"."""

    words: str = ""
    means: str = ""
    way: str = "both"

    @classmethod
    def read(cls, given: dict[str, str]) -> "SynonymForm":
        """From an address or a form; other fields are left alone."""
        typed = {name: str(given.get(name, ""))[:LONGEST_TYPED] for name in ("words", "means")}
        return cls(**typed, way="one" if given.get("way") == "one" else "both")

    @property
    def is_both_ways(self) -> bool:
        return self.way == "both"

    @property
    def values(self) -> dict[str, str]:
        """For showing it again."""
        return {"words": self.words, "means": self.means, "way": self.way}
