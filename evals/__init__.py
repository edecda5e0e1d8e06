"""How good it is, measured: cases, the runner that asks them, the fits, the load bench.

`asistente eval` (or `make evals`) runs everything that the repository holds; public sets are read
from a path and never copied here.
"""
