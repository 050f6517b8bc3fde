"""What every rung is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hdl_agent.formal.model import Model, prepare
from hdl_agent.formal.obligation import Interface
from hdl_agent.rtl.netlist import GATES
from hdl_agent.security.policy import load
from hdl_agent.security.templates import obligations
from hdl_agent.tasks.library import Block
from hdl_agent.tasks.task import Task


@dataclass(frozen=True)
class Candidate:
    """A design file, the block it claims to be, and where its traces go.

    ``folder`` is the attempt's folder: witnesses go to ``folder/witness``. ``scratch`` vanishes.
    ``seed`` drives the tests; ``seconds`` bounds each formal engine on each property.
    """

    source: Path
    block: Block
    folder: Path
    scratch: Path
    seed: int = 1
    seconds: int = 10

    @property
    def task(self) -> Task:
        """The task that is being judged."""
        return self.block.task

    @property
    def inspection(self) -> Path:
        """Where its inspection leaves its files."""
        return self.scratch / "inspection"

    @cached_property
    def model(self) -> Model:
        """Everything that is to be proven of it, prepared once. Raises BadPolicy, ToolMissing."""
        interface = interface_of(self.task)
        files = (self.block.properties, self.block.policy)
        wanted = [o for file in files for o in obligations(load(file), interface)]
        gates = self.inspection / GATES
        return prepare([self.source], gates, interface, wanted, self.scratch / "model")

    @property
    def witnesses(self) -> Path:
        """Where the witnesses of failures go."""
        return self.folder / "witness"


def interface_of(task: Task) -> Interface:
    """The task's ports as the formal room wants them."""
    return Interface(
        top=task.top,
        clock=task.clock,
        reset=task.reset.port,
        reset_active=0 if task.reset.active == "low" else 1,
        ports=task.ports,
    )
