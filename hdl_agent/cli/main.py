"""The ``hdl-agent`` command. Subcommands are imported when called, so that --help is instant."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

import hdl_agent

COMMANDS = {
    "check": "Judge your own Verilog: compile, lint, static rules and what a policy names.",
    "doctor": "Say what is installed, what is missing and how to add it.",
    "equiv": "Compare a design with a reference, for all inputs.",
    "policy": "Start a policy for a design, or print the policy language's schema.",
    "replay": "Run a failure's witness again.",
    "report": "Show a stored run again, or write it as JSON, JUnit or HTML.",
    "run": "Ask a model for blocks, climb the ladder with its answers, report.",
    "suite": "List, show and validate the library's blocks.",
}


class Lazy(click.Group):
    """A group whose commands live in modules of their own names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"hdl_agent.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """End with 130 when interrupted, as a shell expects."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted; `hdl-agent run --resume --out FOLDER` goes on", err=True)
            ctx.exit(130)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in --help, from COMMANDS alone: nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(hdl_agent.__version__, prog_name="hdl-agent")
def main() -> None:
    """How far up the trust ladder does Verilog get: compile, test, prove, secure, deploy.

    Exit status: 0 all right, 1 findings or failures, 2 usage, 3 a tool or the infrastructure
    failed, 4 inconclusive, 130 interrupted.
    """
