"""The command line's verbs, one file a noun; with cli.py the only place that prints, exits and reads the clock."""
