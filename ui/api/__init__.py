"""The API for programs, under /api/v1: `app` builds it; each request goes through `desk`."""
