"""The template engine: what every template may use beside its page and its frame.

A template gets `page` and `frame` (web/pages/frame.py) and nothing else. Names that do not exist fail.
Sentences are said in the frame's language; moments are shown in its time zone.
"""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from network.clock import now
from network.words import LANGUAGES, Say, speak, translations
from web.folding import Folding, Known, as_html
from web.kept_pieces import Keeping, PieceFrame, keeping
from web.pages import times
from web.pages.frame import Frame
from web.writing import Writing, write_in

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
MODULES = "_modules"  # the macros that a page has made already


class OncePerPage(Template):
    """A template whose macros are made once for a page, however many pieces of it import them.

    That is the same to them: macros of ours know the page, its frame, and what they are given.
    """

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # its name in Jinja
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """The macros, for whoever imports them `with context`."""
        made: dict[str, TemplateModule] | None = (vars or {}).get(MODULES)
        if made is None or self.name is None:
            return super().make_module(vars, shared, locals)
        if self.name not in made:
            made[self.name] = super().make_module(vars, shared, locals)
        return made[self.name]


class OurEnvironment(Environment):
    """Jinja's, with templates of our kind; those `of` a language have its words in them already."""

    template_class = OncePerPage
    code_generator_class = Writing

    def __init__(self, language: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.write = write_in(language) if language else None
        self._language = language
        self._by_language: dict[str, OurEnvironment] = {}
        self._keeping: dict[str, Keeping] = {}

    def of(self, language: str) -> "OurEnvironment":
        """The same for readers of one language."""
        if language not in LANGUAGES:
            return self
        if language not in self._by_language:
            self._by_language[language] = make_environment(language)
        return self._by_language[language]

    def keeping(self, language: str) -> Keeping:
        """Makes and keeps the pieces of pages in this language."""
        if language not in self._keeping:
            self._keeping[language] = keeping(self, language)
        return self._keeping[language]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if self._language:
            words = translations(self._language)
            known: Known = {
                "_": lambda text: as_html(words.ugettext(text)),
                "asset": lambda path: escape(asset(path)),
                "icon": _icon,
            }
            Folding(known, words.ugettext).visit(parsed)
        return parsed


def render_page(environment: OurEnvironment, template: str, page: object, frame: Frame) -> str:
    """The HTML of a page in its frame."""
    known = {"page": page, "frame": frame, MODULES: {}}
    return environment.of(frame.language).get_template(template).render(known)


def make_environment(language: str = "") -> OurEnvironment:
    """A strict, escaping environment with translations, times and the addresses of our files; for readers of
    one language, or of whichever a page's frame says."""
    environment = OurEnvironment(
        language,
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        finalize=_said_in(language) if language else _said,
        auto_reload=False,  # else each piece of each page looks at its file first
        cache_size=-1,
    )
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    for name in ("gettext", "ngettext"):
        environment.globals[name] = _saying(cast(Callable[..., str], environment.globals[name]))
    environment.globals["asset"] = asset
    environment.globals["kept"] = _kept
    environment.filters |= {
        "local_time": _local_time,
        "local_date": _local_date,
        "clock_time": _clock_time,
        "exact_time": _exact_time,
        "ago": _ago,
        "speak": _said,
        "tel": dialled,
    }
    return environment


@cache
def asset(path: str) -> str:
    """The address of a file in web/static; it changes with the content, so browsers may keep it for good."""
    mark = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={mark}"


@cache
def _icon(name: str) -> str:
    """What the macro of parts/icon.html makes of a name."""
    macros = make_environment().get_template("parts/icon.html").make_module({})
    return str(macros.icon(name))  # type: ignore[attr-defined]


def dialled(number: str) -> str:
    """What stands behind tel: for a written telephone number; an extension becomes a pause and its digits."""
    main, mark, extension = number.lower().partition("x" if "ext" not in number.lower() else "ext")
    digits, more = "".join(filter(str.isdigit, main)), "".join(filter(str.isdigit, extension))
    prefix = "+" if main.strip().startswith("+") else ""
    return f"{prefix}{digits},{more}" if mark and more else f"{prefix}{digits}"


@pass_context
def _kept(context: Context, template: str, piece: Hashable, *, anew: bool = False) -> Markup:
    """A piece of a page (web/kept_pieces.py); `anew`: nothing is kept of what it shows."""
    frame, environment = _frame(context), cast(OurEnvironment, context.environment)
    return environment.keeping(frame.language)(template, frame.time_zone, piece, anew=anew)


def _frame(context: Context) -> Frame | PieceFrame:
    found = context.get("frame")
    if not isinstance(found, Frame | PieceFrame):
        raise LookupError("A template has no frame: render it with one, and import macros `with context`.")
    return found


@pass_context
def _gettext(context: Context, text: str) -> str:
    return translations(_frame(context).language).ugettext(text)


@pass_context
def _ngettext(context: Context, one: str, many: str, number: int) -> str:
    return translations(_frame(context).language).ungettext(one, many, number)


def _saying(translate: Callable[..., str]) -> Callable[..., str]:
    """The same, with sentences among its values said in the reader's language too."""

    @pass_context
    def saying(context: Context, *texts: Any, **values: Any) -> str:
        return translate(context, *texts, **{name: _said(context, value) for name, value in values.items()})

    return saying


@pass_context
def _said(context: Context, value: Any) -> Any:
    """A sentence becomes text in the reader's language; everything else stays what it is."""
    return speak(value, _frame(context).language) if isinstance(value, Say) else value


def _said_in(language: str) -> Callable[[Any], Any]:
    """The same for one language."""
    return lambda value: speak(value, language) if isinstance(value, Say) else value


@pass_context
def _local_time(context: Context, moment: datetime) -> str:
    frame = _frame(context)
    return times.local_time(moment, frame.language, frame.time_zone, _present(frame))


@pass_context
def _local_date(context: Context, moment: datetime | date) -> str:
    frame = _frame(context)
    return times.local_date(moment, frame.language, frame.time_zone)


@pass_context
def _clock_time(context: Context, moment: datetime) -> str:
    frame = _frame(context)
    return times.clock_time(moment, frame.language, frame.time_zone)


@pass_context
def _exact_time(context: Context, moment: datetime) -> str:
    frame = _frame(context)
    return times.exact_time(moment, frame.language, frame.time_zone)


@pass_context
def _ago(context: Context, moment: datetime) -> str:
    frame = _frame(context)
    return times.ago(moment, frame.language, _present(frame))


def _present(frame: Frame | PieceFrame) -> datetime:
    if isinstance(frame, PieceFrame):
        raise LookupError("A piece that is kept is not told what time it is: give it the words.")
    return now()
