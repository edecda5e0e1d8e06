"""Attention by people: cases, what staff and citizens do with them, and what is measured of it.

A case is born when somebody asks for a person. Every act on it is one transaction that changes the
case, says so in the conversation where the citizen must know, and writes an event in the decision
log; `permissions` says which role each act needs.
"""
