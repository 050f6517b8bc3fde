"""The base of every record that crosses a room's border: frozen, and strict about its keys."""

from pydantic import BaseModel, ConfigDict


class Data(BaseModel):
    """An immutable record; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
