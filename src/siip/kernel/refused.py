"""The one way to say no: a stable code for machines, an Indonesian sentence for people."""


class Refused(Exception):
    """An act that a rule does not allow, before anything was changed.

    `code` is stable and never shown; `message` says in Indonesian what happened and what to do next.
    Everything else that goes wrong is a bug and crashes.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __repr__(self) -> str:
        return f"Refused({self.code!r}, {self.message!r})"
