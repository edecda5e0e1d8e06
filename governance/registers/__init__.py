"""Who may act, which AI systems there are, how each was classified and what was decided of it.

Everything that must be believed years later is an entry of one append-only, hash-chained journal
(`journal`): officials, systems, classifications and acts are what their last entries say. Only two
things live outside it, because they must be able to disappear: the keys of the officials and the
interviews that are under way. Every method works inside the caller's transaction.
"""
