"""Pages from HTML: the only package that knows WeasyPrint, its fonts and the insides of a laid-out document."""
