"""Times as the state and the alerts write them: in UTC, to the second."""

from datetime import UTC, datetime


def parsed(text: str) -> datetime:
    """Read a time.

    Raises:
        ValueError: No clock shows it.
    """
    return datetime.fromisoformat(text).astimezone(UTC)


def written(time: datetime) -> str:
    """Write a time, such as 2027-05-31T03:17:00Z."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
