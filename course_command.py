"""The doorstep of the `course` command: it opens even where `import course_lib` fails."""

import sys


def main() -> int:
    """Run `course_lib.cli.main`; what even that can't start without is named here."""
    try:
        from course_lib import cli

        return cli.main()
    except ModuleNotFoundError as missing:
        sys.exit(f"{missing.name} is missing: install the course again, as its README says.")
