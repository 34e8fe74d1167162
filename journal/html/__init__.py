"""JATS content as HTML: element tables for the body, the parts of an article's page, and the writer of markup."""
