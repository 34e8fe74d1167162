"""How the office's tables came to be what they are: one revision after the other, run by `journal office upgrade`."""
