"""What tells the operator that turns are lost, also when the database is what broke."""
