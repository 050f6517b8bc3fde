"""The policy language: what must hold, in the field's terms, compiled to proof obligations."""
