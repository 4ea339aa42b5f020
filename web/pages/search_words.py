"""As what the words of a search were understood, and what to choose from when they were not."""

from network.search.engine import Results
from network.search.kindred import kind_name, kinds_by_code
from network.search.tokens import fold
from network.words import Say, say
from web.forms.search import SearchForm
from web.pages.search_filters import Chip


def understood_as(form: SearchForm, results: Results, language: str) -> Say | None:
    """What the words mean, where one of them is another name for a kind of service."""
    names = [kind_name(meaning, language) for meaning in results.understood]
    is_kind = any(meaning in kinds_by_code() for meaning in results.understood)
    if not results.total or not is_kind or fold(" ".join(names)) == fold(form.q.strip()):
        return None
    return say("Understood as: {kinds}", kinds=" · ".join(names))


def kinds_to_choose(form: SearchForm, results: Results, language: str) -> tuple[Chip, ...]:
    """Every branch of the tree instead of the words, for who typed a sentence that was not understood."""
    if results.is_understood:
        return ()
    return tuple(
        Chip(form.href(q="", taxonomy=(code,)), kind_name(code, language))
        for code, kind in kinds_by_code().items()
        if not kind.parent
    )
