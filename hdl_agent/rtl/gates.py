"""The Yosys passes that bring a design to simple gates and plain registers."""

FLATTEN = ("proc", "flatten")
NO_ASSERTIONS = "delete */t:$print */t:$check */t:$assert */t:$assume */t:$cover"
MEMORIES = ("opt_expr", "opt_clean", "memory_collect")
TO_GATES = (
    "memory_map",
    "async2sync",
    "opt_expr",
    "opt_clean",
    "dffunmap",
    "techmap",
    "simplemap",
    "opt_expr",
    "opt_clean",
    "setundef -undriven -zero",
    "setundef -zero",
    "opt_clean -purge",
)
"""No register is merged or dropped on the way (``opt_merge`` and ``opt_dff`` would): redundant ones
may be there for safety, and one that nothing sets keeps what it powered up with. Undefined values
read as 0, which is what synthesis commonly makes of them."""
