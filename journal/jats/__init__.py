"""The only package that knows where a fact sits in an article file."""
