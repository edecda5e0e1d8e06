"""What the citizens' page is like in a real browser: `python -m evals.benches.page COMMAND`.

`axe` and `matrix` open every state of the page in every size and theme; `weight` counts bytes and
waits on a slow network; `overhead` compares a turn on the page with the same turn by the API, alone
and while others chat; `keyboard` does the five tasks without a mouse; `all` does everything. Each
writes a report in Markdown with its goals, and the exit code says whether all of them were met.

What the page must have is in `places` and what is looked at in `states`; the rest knows neither.
It needs Chromium and Playwright, which only development brings. Traffic goes to this machine only.
"""
