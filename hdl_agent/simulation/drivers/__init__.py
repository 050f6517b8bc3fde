"""What testbenches import: the cycle model and the bus masters built on it."""

from hdl_agent.simulation.drivers.apb import Apb
from hdl_agent.simulation.drivers.bench import Bench, Sample
from hdl_agent.simulation.drivers.wishbone import Wishbone

__all__ = ["Apb", "Bench", "Sample", "Wishbone"]
