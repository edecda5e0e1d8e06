"""Accounts of staff: who enters the panel, with what, for how long, and who administers it.

An account is an official (`governance.registers.officials`). One enters with a password chosen with
the personal key, or with an identity of another service that was linked beforehand. Sessions, and
the tries that failed, are in the database: they survive a restart and serve several processes.
"""
