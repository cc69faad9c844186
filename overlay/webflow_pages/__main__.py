"""The ``webflow-pages`` command."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line, or say which extra it needs."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        from webflow_pages.commands.app import run

        code = run(sys.argv[1:])
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.startswith(("webflow_pages", "webflow_api")):
            raise
        missing = str(error.name).partition(".")[0]
        says = f"webflow-pages: {missing} is not installed: pip install 'webflow-pages[cli]'"
        print(says, file=sys.stderr)  # noqa: T201  (the only way left to say it)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)


if __name__ == "__main__":
    main()
