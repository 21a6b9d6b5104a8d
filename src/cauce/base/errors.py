"""What may go wrong, said in Spanish to the person it happened to."""


class CauceError(Exception):
    """Something a person is told about.

    ``message`` is a whole Spanish sentence that says what happened; ``code`` a stable dotted name
    for programs and tests (``"limit.cells"``); ``where`` the file, sheet, row or page; ``remedy``
    a sentence that says what to do. ``str()`` joins them into what the person reads.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        where: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = _placed(self.message.strip(), self.where)
        return f"{sentence} {_closed(self.remedy.strip())}" if self.remedy else sentence

    def as_dict(self) -> dict[str, str | None]:
        """The four parts, for JSON; ``type(error)(**parts)`` makes the same error again."""
        return {
            "message": self.message,
            "code": self.code,
            "where": self.where,
            "remedy": self.remedy,
        }

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), self.as_dict()))


class Refusal(CauceError):
    """The program works and explains why it does not do it: a limit, a rule, a bad file."""


class Busy(Refusal):
    """Too many ask for the same costly thing at this moment; it passes by itself."""


class NotFound(CauceError):
    """There is no such thing, or this person may not know that there is."""


class Gone(NotFound):
    """What was here once and was taken away; its message says why."""


class Denied(CauceError):
    """This person may know of it and may not do it."""


class Conflict(CauceError):
    """The thing changed meanwhile, or is in a state that does not allow the step."""


def _rebuilt(kind: type[CauceError], parts: dict[str, str]) -> CauceError:
    return kind(**parts)


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", ":", "…", "»")) else f"{sentence}."


def _placed(message: str, where: str | None) -> str:
    if not where:
        return _closed(message)
    return f"{message.rstrip('.')} ({where})."
