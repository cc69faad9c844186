"""What a rule of lint is."""

from attrs import frozen

from webflow_pages.metadata.finding import Level


@frozen
class Rule:
    """A rule.

    Args:
        code: Its code, such as ``PM101``; the hundreds tell what it is about.
        name: Its name, such as ``title-missing``.
        level: How much a finding of it matters, unless a setting says otherwise.
        meaning: What the matter is, and what is left out so that it does not cry wolf.
        advice: What to do about it.
        example: A text, or what a file has, for which it fires.
        source: What it rests on, and how well that is known.
    """

    code: str
    name: str
    level: Level
    meaning: str
    advice: str
    example: str
    source: str = ""

    @property
    def summary(self) -> str:
        """The first sentence of its meaning."""
        return self.meaning.partition(". ")[0].rstrip(".") + "."
