"""What is measured, against what: figures of speed and size, printed as ratios (`./dev bench`)."""
