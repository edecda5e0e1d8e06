"""The systems that are compared, each in a process of its own behind the same small application.

What is here also runs in the environment of the peers, which has neither our database packages nor
our models but the embedding one: only `ours` imports the assistant, and only when it is the one.
"""
