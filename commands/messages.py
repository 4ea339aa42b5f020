"""`trestle messages`: what is not translated, not used any more, or translated twice."""

from collections import defaultdict
from pathlib import Path

import click
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from network.words import LANGUAGES, LOCALE

ROOT = Path(__file__).parents[1]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_number": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "extensions": "jinja2.ext.do,jinja2.ext.i18n"}}


def messages_in_code() -> dict[str, str]:
    """Every message that the product can say, and one place where it does."""
    found: dict[str, str] = {}
    for room in ("network", "web"):
        for file, line, message, _, _ in extract_from_dir(ROOT / room, METHODS, OPTIONS, KEYWORDS):
            text = message if isinstance(message, str) else message[0]
            if text:
                found.setdefault(text, f"{room}/{file}:{line}")
    return found


def problems_of(language: str) -> list[str]:
    """What is wrong with the translations into this language, one sentence each."""
    wanted, homes, problems = messages_in_code(), defaultdict(list), []
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                text = message.id if isinstance(message.id, str) else message.id[0]
                homes[text].append(path.name)
                said = [message.string] if isinstance(message.string, str) else list(message.string or ())
                if message.fuzzy or not all(said):
                    problems.append(f"{path.name}: not translated: {text!r}")
                problems += [f"{path.name}: {error} in {text!r}" for error in _wrong_values(text, said)]
    problems += [
        f"{', '.join(names)}: translated twice: {text!r}" for text, names in homes.items() if len(names) > 1
    ]
    problems += [
        f"{names[0]}: no longer used: {text!r}" for text, names in homes.items() if text not in wanted
    ]
    problems += [f"{place}: no translation: {text!r}" for text, place in wanted.items() if text not in homes]
    return problems


def _wrong_values(text: str, said: list[str]) -> list[str]:
    """Values in braces that a translation lacks or invents."""
    names = _values(text)
    return [f"values differ: {sorted(names ^ _values(one))}" for one in said if _values(one) - names]


def _values(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]} | {
        part.partition(")")[0] for part in text.split("%(")[1:]
    }


@click.command("messages")
def messages_command() -> None:
    """List messages without translation, unused translations and double ones."""
    problems = [f"{code}: {problem}" for code in LANGUAGES if code != "en" for problem in problems_of(code)]
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.ClickException(f"{len(problems)} messages need attention.")
    click.echo("Every message is translated.")
