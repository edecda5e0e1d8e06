"""The measures of attention in words, rows and plots, for the panel and for programs."""
