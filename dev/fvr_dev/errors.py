"""The one exception of the development program: a sentence for the developer."""


class DevError(Exception):
    """Something that the developer can mend; its text says what, where and how."""
