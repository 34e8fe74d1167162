"""A publishing platform for bilingual scholarly journals: one folder of facts, every product made from it."""

__version__ = "0.1.0"
