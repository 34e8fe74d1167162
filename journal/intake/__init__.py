"""Manuscripts as authors send them: what is read out of each format, and how its authors are taken out of it."""
