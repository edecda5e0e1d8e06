"""Bias evaluation of other systems, as phase 2 of part C.3 of the policy asks.

An official brings a CSV with what a system decided and a map of its columns. `reading`, `columns`,
`privacy` and `cases` turn it into numbers without people; `population`, `representation`, `rates`,
`comparing`, `disparities`, `crossing`, `missing`, `scores` and `extremes` measure; `evaluation`
puts the measures together; `report` tells them in Markdown, DOCX and PDF. The policy sets no limit,
so nothing here approves or rejects a system: it says what was observed, with how much certainty,
and when the data are not enough.
"""
