"""What can go wrong in the network, in words a caseworker can read."""

from network.words import Say, say


class NetworkError(Exception):
    """A rule of the network said no; the sentence is shown to the person in their language."""

    def __init__(self, sentence: Say) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class NotFound(NetworkError):
    """It does not exist, or this person may not know that it does."""

    def __init__(self, sentence: Say | None = None) -> None:
        super().__init__(sentence or say("We cannot find that page."))


class SignInNeeded(NetworkError):
    """Nobody is signed in, or not any more."""

    def __init__(self) -> None:
        super().__init__(say("Please sign in to go on."))


class NotAllowed(NetworkError):
    """This person may see it but may not do this to it."""


class Conflict(NetworkError):
    """It was possible a moment ago; someone else has changed it since."""


class TooMany(NetworkError):
    """It was tried too often in a short time."""


class Invalid(NetworkError):
    """What was typed cannot be used. `problems` maps each field to the sentence that says what to do."""

    def __init__(self, problems: dict[str, Say]) -> None:
        super().__init__(say("Please check what you typed."))
        self.problems = problems


class Unavailable(NetworkError):
    """Something this needs (a mail server, a geocoder, a file) cannot be reached now."""
