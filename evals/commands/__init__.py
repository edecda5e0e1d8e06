"""The commands of `asistente eval`, one module each; `evals.command` puts them together."""
