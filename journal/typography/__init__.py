"""What Chinese and English text needs before layout: numbers, marks, spacing, punctuation. Pure functions."""
