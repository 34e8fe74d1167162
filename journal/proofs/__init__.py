"""Proofs as data: where a printed line stands in the article's file, corrections, the edits they make, and proof against proof."""
