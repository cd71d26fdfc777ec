"""One hierarchy of refusals. Services raise them; the HTTP layer turns them into the form of the face that was asked.

Each class carries its HTTP status and the stable code that clients of the wire format know
(organization plane sheet, section 3.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar


class LocumError(Exception):
    """A refusal that the caller can understand. `message` is the text that leaves the house."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "InternalServerErrorException"

    def __init__(self, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.headers = dict(headers or {})


class BadRequest(LocumError):
    """The request breaks a rule that is not about one field's form."""

    status = 400
    code = "BadRequestException"


class Unauthorized(LocumError):
    """Nobody, or somebody who could not prove to be who he says."""

    status = 401
    code = "UnauthorizedException"


class Forbidden(LocumError):
    """The caller is known and may not."""

    status = 403
    code = "ForbiddenException"


class NotFound(LocumError):
    """There is no such thing, or the caller may not know of it."""

    status = 404
    code = "NotFoundException"


class WrongMethod(NotFound):
    """The address is known, for another method. Most faces say that there is nothing."""


class Conflict(LocumError):
    """The thing exists already, or the state changed meanwhile."""

    status = 409
    code = "ConflictException"


class DuplicateRecord(Conflict):
    """A unique key is violated (organization plane sheet, section 3.1)."""

    code = "CONFLICT"

    def __init__(self, message: str = "Invalid Input: Trying to create a record that already exists.") -> None:
        super().__init__(message)


class MissingReference(BadRequest):
    """A foreign key names nothing (organization plane sheet, section 3.1)."""

    code = "BAD_REQUEST"

    def __init__(self, message: str = "Invalid input: The referenced data does not exist.") -> None:
        super().__init__(message)


class MissingRecord(NotFound):
    """The row to change or remove is not there, said without a word about which (sheet, section 3.1)."""

    code = "NOT_FOUND"

    def __init__(self, message: str = "Invalid Query: The requested record was not found.") -> None:
        super().__init__(message)


class PlainBadRequest(BadRequest):
    """A rule is broken that the wire says nothing about: of some refusals it knows the status only (section 3.1)."""

    code = "TRPCError"

    def __init__(self, message: str = "Bad request: Please check your request data and try again") -> None:
        super().__init__(message)


class PlainNotFound(NotFound):
    """Something named is not there, and the wire does not say what (sheet, section 3.1)."""

    code = "TRPCError"

    def __init__(self, message: str = "The requested resource was not found") -> None:
        super().__init__(message)


class Gone(LocumError):
    """It was here and is not any more, such as a used-up link."""

    status = 410
    code = "GoneException"


class PayloadTooLarge(LocumError):
    """More than anybody has to say in one request."""

    status = 413
    code = "PayloadTooLargeException"


class Unprocessable(LocumError):
    """Understood, well-formed, and still impossible now."""

    status = 422
    code = "UnprocessableEntityException"


class TooManyRequests(LocumError):
    """The caller has to wait."""

    status = 429
    code = "ThrottlerException"


class TokenExpired(LocumError):
    """A managed user's access token is past its end; clients refresh on exactly this status."""

    status = 498
    code = "TokenExpiredException"


@dataclass(frozen=True, slots=True)
class Violation:
    """One faulty property: rule name -> text, and what is wrong below it (organization plane sheet, section 3.2)."""

    property: str
    constraints: Mapping[str, str] = field(default_factory=dict)
    value: Any = None
    children: Sequence["Violation"] = ()


class InvalidInput(BadRequest):
    """Some properties of a request break their form. Carries every violation, not only the first."""

    def __init__(self, violations: Sequence[Violation], message: str = "Bad Request Exception") -> None:
        super().__init__(message)
        self.violations = tuple(violations)

    @classmethod
    def of(cls, name: str, rule: str, text: str, value: Any = None) -> "InvalidInput":
        """The frequent case: a single property breaks a single rule."""
        return cls([Violation(name, {rule: text}, value)])
