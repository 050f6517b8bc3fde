"""docs/rules.md has the table that `hdl-agent check --rules` prints."""

from pathlib import Path

from click.testing import CliRunner

from hdl_agent.cli.main import main
from hdl_agent.security.rules.scan import catalogue

TEXT = (Path(__file__).parents[1] / "docs" / "rules.md").read_text()


def test_the_table_is_the_catalogue() -> None:
    done = CliRunner().invoke(main, ["check", "--rules"])
    assert done.exit_code == 0
    assert done.stdout.count("\n") == 2 + len(catalogue.rules())
    assert done.stdout in TEXT, "paste what `hdl-agent check --rules` prints"
