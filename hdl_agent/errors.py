"""The base of every error that a user sees: what is wrong and what to do, and the exit status."""

from click import ClickException


class HdlAgentError(ClickException):
    """An error whose message names the remedy. ``exit_code`` is what the process ends with."""

    exit_code = 3
    """A tool or the infrastructure failed."""


class UsageError(HdlAgentError):
    """The input is wrong: a file, a name, an option."""

    exit_code = 2
