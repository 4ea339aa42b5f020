"""A form that cannot be used is shown again, with everything typed and what to do about it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from network.errors import Conflict, Invalid, NotAllowed
from network.words import Say
from web.refusals import WrongForm


@contextmanager
def shown_again(
    template: str, page: Callable[[Mapping[str, Say]], object], *, field: str = ""
) -> Iterator[None]:
    """Inside, what the network refuses shows `page(problems)` again (422, or 409 and 403 beside `field`)."""
    try:
        yield
    except Invalid as wrong:
        raise WrongForm(template, page(wrong.problems)) from None
    except (Conflict, NotAllowed) as refused:
        if not field:
            raise
        status_code = 409 if isinstance(refused, Conflict) else 403
        raise WrongForm(template, page({field: refused.sentence}), status_code=status_code) from None
