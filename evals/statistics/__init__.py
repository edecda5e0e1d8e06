"""How sure a figure is, and whether two runs or two groups differ. Nothing here knows of cases."""
