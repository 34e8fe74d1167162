"""The rules: one module a rule, found by its `RULE`; the docstring of a module is the published page of its rule."""
