"""How fast it is, and beside what: `python -m evals.benches.load [--peers]`.

The whole server is asked over HTTP by 1, 10 and 50 clients: turns per second, percentiles of each
step (from the decision log) and of the whole, memory and start. With `--peers`, the same questions
go to a plain LangChain chain and to a Haystack pipeline over the same passages and vectors, each in
a process of its own behind the same small web application, and so does our assistant; what each
one finds is measured too, because an empty answer is the fastest one.

Traffic goes to this machine only, and nothing is written in the data of this installation.
"""

from evals.benches.load.server import serving as serving
