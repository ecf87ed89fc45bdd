"""What the parts of a request share: wrong values raise one error with all faults."""

from __future__ import annotations

from typing import Any, Self

from pydantic import ValidationError

from xytour.errors import RequestError
from xytour.model.base import Model
from xytour.model.faults import faults_of


class RequestModel(Model):
    """Base of the request's models: wrong values raise :class:`RequestError`, all at once."""

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise _request_error(type(self), error) from None

    # Tells pydantic that nested values need not pass through this __init__, so that one
    # error gathers the faults of all levels.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Build from a dict or an object; see pydantic. Raises RequestError."""
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise _request_error(cls, error) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Build from JSON text; see pydantic. Raises RequestError."""
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise _request_error(cls, error) from None


def _request_error(model: type[Model], error: ValidationError) -> RequestError:
    return RequestError(f"this is not a valid {model.__name__}:", faults_of(error))
