"""The worst answers inside a real Jupyter kernel: it lives, and the next cell notices nothing."""

import time
from queue import Empty

import pytest

jupyter_client = pytest.importorskip("jupyter_client.manager")
from course_lib.exercises import sandbox  # noqa: E402

pytestmark = [
    pytest.mark.skipif(not sandbox.FORKS, reason="without a fork these can't be stopped"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of jupyter_client's own
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SETUP = """
import builtins, gc, os, signal, sys, threading, time
import numpy as np
from course_lib.exercises import check, sandbox, bank
from IPython.display import display
sandbox.LIMIT = 0.5
right = bank.find("softmax").reference
def endless(*a):
    while True: pass
"""

ANSWERS = {
    "loop": ("endless", "it took too long"),
    "loop in C": ("lambda net: sum(range(10**12))", "it took too long"),
    "sleep": ("lambda net: time.sleep(1000)", "it took too long"),
    "os._exit": ("lambda net: os._exit(1)", "by an error"),
    "sys.exit": ("lambda net: sys.exit()", "by an error"),
    "exit": ("lambda net: exit()", "✗"),
    "abort": ("lambda net: os.abort()", "by an error"),
    "kill": ("lambda net: os.kill(os.getpid(), 9)", "by an error"),
    "kill the group": ("lambda net: os.killpg(0, 9)", "by an error"),
    "interrupt": ("lambda net: signal.raise_signal(signal.SIGINT)", "by an error"),
    "input": ("lambda net: input('?')", "by an error"),
    "get_ipython": ("lambda net: get_ipython().kernel.do_shutdown(False) and 1", ""),
    "huge": ("lambda net: np.ones((10**6, 10**5))", "by an error"),
    "recursion": ("lambda net: sys.setrecursionlimit(10**9) or (lambda f: f(f))(lambda f: f(f))",
                  "✗ Stopped"),
    "prints": ("lambda net: print('x' * 10**6) or right(net)", "Correct"),
    "displays": ("lambda net: display(net) or right(net)", ""),
    "closes": ("lambda net: sys.stdout.close() or right(net)", "Correct"),
    "closes all": ("lambda net: os.closerange(0, 2000) or right(net)", "by an error"),
    "patches": ("lambda net: [right(net), setattr(np, 'abs', 1), setattr(builtins, 'len', 1)][0]",
                "Correct"),
    "threads": ("lambda net: threading.Thread(target=time.sleep, args=(99,)).start() or right(net)",
                "Correct"),
    "collects": ("lambda net: gc.enable() or gc.collect() and None or right(net)", "Correct"),
    "forks": ("lambda net: os.fork() and right(net)", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a cell; returns its texts, its errors."""
    environment = {**__import__("os").environ}
    environment["COURSE_PROGRESS"] = str(tmp_path_factory.mktemp("kernel") / "progress.json")
    manager, client = jupyter_client.start_new_kernel(env=environment)

    def cell(code, during=None):
        texts, errors = [], []
        message = client.execute(code)
        if during:
            during(manager)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                reply = client.get_iopub_msg(timeout=60)
            except Empty:
                break
            if reply["parent_header"].get("msg_id") != message:
                continue
            content = reply["content"]
            if reply["msg_type"] == "stream":
                texts.append(content["text"])
            elif reply["msg_type"] in ("display_data", "execute_result"):
                texts.append(content["data"]["text/plain"])
            elif reply["msg_type"] == "error":
                errors.append(content["ename"])
            elif reply["msg_type"] == "status" and content["execution_state"] == "idle":
                break
        else:
            errors.append("the kernel did not come back")
        return "".join(texts), errors

    assert cell(SETUP) == ("", [])
    yield cell
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("name", ANSWERS)
def test_kernel_survives(name, run):
    answer, words = ANSWERS[name]
    text, errors = run(f'check("softmax", {answer})')
    assert errors == []
    assert words in text and "softmax" in text
    assert run("print(len([1, 2]), np.abs(-3))") == ("2 3\n", [])


def test_verdicts_come_as_html_and_text(run):
    text, errors = run('check("softmax", right)')
    assert text.startswith("✓ Correct · softmax\n") and errors == []


def test_the_stop_button_stops_a_check(run):
    def press(manager):
        time.sleep(1)
        manager.interrupt_kernel()

    run("sandbox.LIMIT = 50")
    _, errors = run('check("softmax", endless)', during=press)
    assert errors == ["KeyboardInterrupt"]
    run("sandbox.LIMIT = 0.5")
    assert run("print(len([1, 2]))") == ("2\n", [])


def test_many_timeouts_in_a_row_leave_the_next_cells_alone(run):
    run("sandbox.LIMIT = 0.005")
    code = "for _ in range(100): sandbox.{way}(endless)\nprint('done')"
    assert run(code.format(way="_forked")) == ("done\n", [])
    assert run(code.format(way="_watched")) == ("done\n", [])
    for _ in range(20):
        assert run("print(sum(range(10000)))") == ("49995000\n", [])
