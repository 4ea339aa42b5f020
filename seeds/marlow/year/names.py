"""Names of people who do not exist. Where one is also somebody's, that is chance."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from seeds.marlow.year import canaries

HERE = Path(__file__).parent
GIVEN = tuple((HERE / "given_names.txt").read_text(encoding="utf-8").split())
FAMILY = tuple((HERE / "family_names.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Name:
    given: str
    family: str
    called: str = ""


def invent_names(random: Random, number: int) -> list[Name]:
    """So many different names; the first few are the canaries."""
    names = [Name(given, family) for given, family in zip(canaries.GIVEN, canaries.FAMILY, strict=True)]
    names[0] = Name(names[0].given, names[0].family, canaries.CALLED)
    seen = {(name.given, name.family) for name in names}
    while len(names) < number:
        pair = random.choice(GIVEN), random.choice(FAMILY)
        if pair not in seen:
            seen.add(pair)
            called = pair[0][:3] + "ie" if random.random() < 0.1 else ""
            names.append(Name(*pair, called))
    return names
