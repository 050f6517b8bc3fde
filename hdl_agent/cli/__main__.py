"""``python -m hdl_agent.cli``."""

from hdl_agent.cli.main import main

main()
