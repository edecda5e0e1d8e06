"""How fast the decision log is: appends, verification, and a purge among millions of entries."""
