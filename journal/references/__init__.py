"""References: text to structure and back, and how this journal's own articles are cited."""
