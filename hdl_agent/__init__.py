"""How far up the trust ladder does a model's Verilog get: compile, test, prove, secure, deploy."""

__version__ = "0.1.0"
