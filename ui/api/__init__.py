"""The API for programs, under /api/v1: `app` builds it, `desk` is what each request goes through."""
