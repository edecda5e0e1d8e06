"""What is measured of attention, drawn from the decision log alone."""
