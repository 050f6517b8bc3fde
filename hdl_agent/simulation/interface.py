"""How the interface reaches a testbench's process."""

PORTS_VARIABLE = "HDL_AGENT_PORTS"
"""The environment variable that carries it, as JSON:
``{"clock": str, "reset": str, "active_low": bool, "inputs": [str], "outputs": [str]}``."""
