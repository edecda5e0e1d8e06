"""A chat model as a second opinion: optional, asked again, shown with how far to trust it."""
