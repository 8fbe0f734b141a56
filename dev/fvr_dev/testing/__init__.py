"""The stages of ``./test``, what counts as unexpected, and the summary."""
