"""The editorial office: people, manuscripts, readings, reviews, proofs, letters, and the record of what happened."""
