"""Judgements without a model judge: each looks at one case and says a value and why.

A scorer yields scores in [0, 1], one being good. `None` is «could not be scored», which is counted
apart and never as zero; a scorer that does not apply to a case yields nothing.
"""
