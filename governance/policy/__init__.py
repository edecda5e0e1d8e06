"""The institution's AI policy as data: what a rule says, where it says it and since when.

A version of the policy is a folder of YAML in `versions/`, dated by the day it takes effect, that
nobody edits afterwards: a change is a new folder. `load.policy_on(day)` gives the version in force;
`model` says what a version holds. Nothing here decides anything: deciding is `classification`.
"""
