"""Every sink: unique canaries go in by every entry, and nowhere may one of them be found.

`canary` makes what is planted, `hunt` looks for it in whatever form it was left, `watched` is the
program in a process of its own with every door watched, `house` starts it and holds its sinks, and
`entries` is the list of ways in.
"""
