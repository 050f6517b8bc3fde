"""How rules are asked: what a rule is, what it looks at, and the workers in the sandbox."""

from hdl_agent.security.rules.scan.sandboxed import Scan, examine, scan

__all__ = ["Scan", "examine", "scan"]
