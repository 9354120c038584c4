"""The environment to which saved outputs and byte-for-byte figures belong.

The same computation prints other last digits, and the same drawing other bytes, under another
operating system or another version of a library. Here they are compared; elsewhere the notebooks
still run, but their outputs are not compared.
"""

import os
import platform
import sys
from importlib.metadata import version

VERSIONS = {
    "numpy": "2.4",
    "scipy": "1.17",
    "scikit-learn": "1.9",
    "sympy": "1.14",
    "matplotlib": "3.11",
}


def differences() -> list[str]:
    """Say how this environment differs from the reference; an empty list means not at all.

    `COURSE_REFERENCE=1` in the environment claims that there is no difference, so that everything
    is compared: with it, a new version of a library shows what it changes.
    """
    if os.environ.get("COURSE_REFERENCE") == "1":
        return []
    here = {name: ".".join(version(name).split(".")[:2]) for name in VERSIONS}
    here["system"] = f"{sys.platform} {platform.machine()}"
    reference = VERSIONS | {"system": "linux x86_64"}
    return [
        f"{key} {here[key]}, not {reference[key]}" for key in here if here[key] != reference[key]
    ]
