from hypothesis import settings

# Time limits on single examples say more about a busy machine than about the code.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")
