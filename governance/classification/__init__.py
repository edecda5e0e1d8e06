"""From the facts of a system to its risk level, its reasons and its duties: pure functions.

Nothing here asks, stores or decides: the facts come in, the result goes out, the same one every
time. Start reading at `engine.assess`; `completions` is the idea that everything else rests on.
"""
