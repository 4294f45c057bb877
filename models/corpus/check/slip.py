"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """One thing wrong in a marked file: its line, counted from 1, and one line that says what and how it should be.

    A ``warning`` may be right as it is.
    """

    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.line}: {'warning: ' if self.warning else ''}{self.message}"
