"""The doorstep of the `course` command: it opens even where `import course_lib` fails."""

import sys


def main() -> int:
    """Run `course_lib.cli.main`; without NumPy not even that can start, so say it here."""
    try:
        from course_lib import cli
    except ModuleNotFoundError as missing:
        sys.exit(f"{missing.name} is missing: install the course again, as its README says.")
    return cli.main()
