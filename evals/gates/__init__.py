"""What a release must hold: rules in one file, the figures it must not lose, and the verdict."""
