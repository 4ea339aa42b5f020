"""Pages for when something is not possible: what happened, what was kept, what to do. No database needed."""

from msgspec import Struct

from network.words import Say, say


class ErrorPage(Struct, frozen=True):
    status: int
    heading: Say
    what_happened: Say
    what_was_kept: Say
    what_to_do: Say
    request_id: str  # for whoever looks for the fault; empty when the fault is not ours


_NOTHING = say("Nothing was changed.")

_PAGES: dict[int, tuple[Say, Say, Say, Say]] = {
    400: (
        say("We could not read that"),
        say("What your browser sent was incomplete or garbled."),
        _NOTHING,
        say("Go back, check what you typed, and send it again."),
    ),
    401: (
        say("Please sign in"),
        say("Nobody is signed in in this browser, or it was too long without a click."),
        say("A form you had already sent is kept for a while and offered again after you sign in."),
        say("Sign in; you will come back to where you were."),
    ),
    403: (
        say("You cannot do this"),
        say("Your account does not allow it."),
        _NOTHING,
        say("If you need it for your work, ask your administrator or supervisor."),
    ),
    404: (
        say("Page not found"),
        say("There is no page at this address, or you may not see it."),
        _NOTHING,
        say("Check the address, or search for what you need."),
    ),
    405: (
        say("This page cannot do that"),
        say("The address exists, but not for this. It happens when a page is reloaded after a form."),
        _NOTHING,
        say("Go back to the page before and use its buttons."),
    ),
    409: (
        say("Someone changed this first"),
        say("It changed while you were looking at it."),
        say("What the other person did stands; what you sent was not saved."),
        say("Look at how it stands now, then decide again."),
    ),
    413: (
        say("That is too big"),
        say("What you sent is larger than we accept."),
        _NOTHING,
        say("Shorten the text or choose a smaller file, and send it again."),
    ),
    422: (
        say("Please check what you typed"),
        say("Something in the form cannot be used."),
        say("Nothing was saved yet."),
        say("Go back, correct it, and send it again."),
    ),
    423: (
        say("This account is locked"),
        say("There were too many wrong passwords."),
        _NOTHING,
        say("Ask your administrator to release it. Until then not even the right password works."),
    ),
    429: (
        say("Too many tries"),
        say("This was tried too often in a short time."),
        _NOTHING,
        say("Wait a few minutes, then try once more."),
    ),
    500: (
        say("Something went wrong on our side"),
        say("The fault is ours, not yours. It was written down so that somebody can mend it."),
        say("What you last sent was not saved; everything before it was."),
        say("Try again in a moment. If it happens again, tell whoever runs this site the number below."),
    ),
    503: (
        say("Trestle is not available right now"),
        say("Something it needs cannot be reached, or it is too busy."),
        say("What you last sent was not saved; everything before it was."),
        say("Try again in a minute. If someone needs help now, use the phone."),
    ),
}


def error_page(status: int, sentence: Say | None = None, request_id: str = "") -> ErrorPage:
    """The page for a status code; `sentence` says more exactly what happened, when we know it."""
    known = status if status in _PAGES else 500 if status >= 500 else 400
    heading, what_happened, what_was_kept, what_to_do = _PAGES[known]
    return ErrorPage(
        status=status,
        heading=heading,
        what_happened=sentence or what_happened,
        what_was_kept=what_was_kept,
        what_to_do=what_to_do,
        request_id=request_id if known >= 500 else "",
    )
