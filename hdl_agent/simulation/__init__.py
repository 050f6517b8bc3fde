"""Functional tests and attacks: cocotb on Icarus and Verilator, contained."""
