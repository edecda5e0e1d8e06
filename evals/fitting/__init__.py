"""How the fitted parts of the assistant were fitted, from cases in this repository (`make fit`)."""
