"""Any CSV of leads as a table to learn from."""
from .answers import Answers, answers_of
from .columns import typed
from .moments import moments_of
from .reading import FileError, Sheet, read

__all__ = ["Answers", "FileError", "Sheet", "answers_of", "moments_of", "read", "typed"]
