"""What `import course_lib` may load: NumPy and nothing heavier."""

import subprocess
import sys

HEAVY = ["matplotlib", "ipywidgets", "IPython", "sympy", "scipy", "sklearn", "tqdm"]


def test_import_loads_numpy_alone():
    program = f"import sys, course_lib; print([m for m in {HEAVY} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stdout + run.stderr
