"""Backups: the records of an installation in one file, made while it serves, put back whole."""
