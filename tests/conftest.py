"""A JupyterLab of the tests' own, and a browser to look at it with."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
SETTINGS = {
    # Every cell is on the page, so that all of them can be looked at.
    "notebook-extension/tracker": {"windowingMode": "none"},
    # No question about news in front of the lesson.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture(scope="session")
def chromium():
    """Start a headless Chromium or Chrome; skip where there is none, but never in CI."""
    from playwright.sync_api import Error, sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        # Off the path, Playwright looks where Chrome installs itself on each system.
        where = {"executable_path": found} if found else {"channel": "chrome"}
        try:
            # Containers run as root, and there Chromium starts only without its sandbox.
            browser = playwright.chromium.launch(args=["--no-sandbox"], **where)
        except Error as error:
            reason = f"no browser: {str(error).splitlines()[0]}"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory):
    """Serve a copy of the lessons in JupyterLab; the address and the folder."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("notebooks", "figures"):
        shutil.copytree(ROOT / name, folder / name)
    own = tmp_path_factory.mktemp("jupyter")
    for name, values in SETTINGS.items():
        file = own / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = own / "server.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                f"--ServerApp.root_dir={folder}",
                f"--ServerApp.port={port}",
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port_retries=0",
                "--IdentityProvider.token=",
                "--LabApp.expose_app_in_browser=True",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                f"--LabApp.user_settings_dir={own / 'settings'}",
                f"--LabApp.workspaces_dir={own / 'workspaces'}",
            ],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "JUPYTER_CONFIG_DIR": str(own / "config"),
                "JUPYTER_DATA_DIR": str(own / "data"),
                "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
                "IPYTHONDIR": str(own / "ipython"),
                "COURSE_PROGRESS": str(own / "progress.json"),
            },
        )
    try:
        for _ in range(300):
            try:
                with urlopen(f"{address}/api/status", timeout=5):
                    break
            except (URLError, OSError):
                assert server.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.2)
        else:
            pytest.fail("JupyterLab didn't start:\n" + log.read_text(encoding="utf-8"))
        yield address, folder
    finally:
        server.terminate()
        server.wait(timeout=30)
