"""The one way a build fails: a sentence with file, line, construct and remedy."""


class BuildError(Exception):
    """The build cannot go on."""

    def __init__(self, construct, remedy, file=None, line=None):
        super().__init__(construct)
        self.construct = construct
        self.remedy = remedy
        self.file = file
        self.line = line

    def at(self, file):
        """Return the same error with the file filled in, unless it is known already."""
        self.file = self.file or file
        return self

    def __str__(self):
        where = ":".join(str(part) for part in (self.file, self.line) if part)
        return "%s%s. Remedy: %s" % (where + ": " if where else "", self.construct, self.remedy)


def unsupported(node, construct, remedy):
    """Return the error for an XML node that no rule can express in the series asked for."""
    tag = node.tag if isinstance(node.tag, str) else "comment"
    return BuildError("<%s>: %s" % (tag, construct), remedy, line=node.sourceline)
