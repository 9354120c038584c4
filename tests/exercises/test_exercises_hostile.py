"""Whatever an answer does, the learner gets a sentence and the kernel lives."""

import _thread
import builtins
import contextlib
import functools
import gc
import os
import signal
import sys
import threading
import time

import numpy as np
import pytest

from course_lib.exercises import bank, grade, grading, sandbox

OUTCOMES = {
    "unattempted", "raised", "timeout", "random", "correct", "mutated_input", "known_mistake",
    "wrong",
}  # fmt: skip


@pytest.fixture(autouse=True)
def interruptible():
    """As in a kernel, whatever the tests were started from: a shell's background ignores SIGINT."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def short_limit(monkeypatch):
    monkeypatch.setattr(sandbox, "LIMIT", 0.4)


def open_files():
    folder = "/proc/self/fd" if os.path.isdir("/proc/self/fd") else "/dev/fd"
    return len(os.listdir(folder))


def right(slug):
    return bank.find(slug).reference


# -- the answers -------------------------------------------------------------------------------


def raises(*a):
    raise ValueError("I give up")


def raises_without_text(*a):
    raise KeyError


def raises_a_novel(*a):
    raise RuntimeError("x" * 10_000_000)


class Unprintable(Exception):
    def __str__(self):
        raise ValueError("no text")


def raises_unprintable(*a):
    raise Unprintable


def raises_base(*a):
    raise BaseException("not an Exception")


def interrupts(*a):
    raise KeyboardInterrupt


def exits(*a):
    sys.exit(3)


def exits_at_once(*a):
    os._exit(0)


def kills_itself(*a):
    os.kill(os.getpid(), signal.SIGKILL)


def aborts(*a):
    os.abort()


def recursion(*a):
    return recursion(*a)


def deep_recursion(*a):
    sys.setrecursionlimit(10**9)
    return recursion(*a)


def endless(*a):
    while True:
        pass


def endless_in_c(*a):
    return sum(range(10**12))


def endless_power(*a):
    return 9**9**9


def sleeps(*a):
    time.sleep(3600)


def waits(*a):
    threading.Event().wait()


def never_gives_up(*a):
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(0.01)


def ignores_signals(*a):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    endless()


def stuck_generator(*a):
    while True:
        yield 1


def no_arguments():
    return 1


def too_many(a, b, c, d, e, f, g, h, i, j):
    return a


def asks(*a):
    return float(input("the answer, please: "))


def two_thousand_dimensions(*a):
    value = 1.0
    for _ in range(2000):
        value = [value]
    return value


def cyclic(*a):
    value = []
    value.append(value)
    return value


class Loops:
    def __float__(self):
        while True:
            pass

    __array__ = __len__ = __float__


class Callable:
    def __call__(self, *a):
        return {1, 2, 3}


HOSTILE = {
    "raises": (raises, "raised"),
    "raises_without_text": (raises_without_text, "raised"),
    "raises_a_novel": (raises_a_novel, "raised"),
    "raises_unprintable": (raises_unprintable, "raised"),
    "raises_base": (raises_base, "raised"),
    "interrupts": (interrupts, "raised"),
    "exits": (exits, "raised"),
    "quits": (lambda *a: quit(), "raised"),
    "exits_at_once": (exits_at_once, "raised"),
    "kills_itself": (kills_itself, "raised"),
    "aborts": (aborts, "raised"),
    "recursion": (recursion, "raised"),
    "deep_recursion": (deep_recursion, "raised"),
    "endless": (endless, "timeout"),
    "endless_in_c": (endless_in_c, "timeout"),
    "endless_power": (endless_power, "timeout"),
    "sleeps": (sleeps, "timeout"),
    "waits": (waits, "timeout"),
    "never_gives_up": (never_gives_up, "timeout"),
    "ignores_signals": (ignores_signals, "timeout"),
    "generator": (stuck_generator, "wrong"),
    "too_many": (too_many, "raised"),
    "asks": (asks, "raised"),
    "None": (lambda *a: print("nothing to return"), "wrong"),
    "Ellipsis": (lambda *a: [...][0], "wrong"),
    "text": (lambda *a: "0.5" * len("a"), "wrong"),
    "much_text": (lambda *a: "x" * 10**7, "wrong"),
    "bytes": (lambda *a: b"abc" * 2, "wrong"),
    "ragged": (lambda *a: [[1, 2], [3]], "wrong"),
    "dictionary": (lambda *a: {"a": 1}, "wrong"),
    "set": (Callable(), "wrong"),
    "function": (lambda *a: print, "wrong"),
    "module": (lambda *a: np, "wrong"),
    "type": (lambda *a: float, "wrong"),
    "not_a_number": (lambda *a: np.nan, "wrong"),
    "infinite": (lambda *a: -np.inf, "wrong"),
    "complex": (lambda *a: 1 + 2j, "wrong"),
    "dates": (lambda *a: np.array(["2020-01-01"], dtype="datetime64[D]"), "wrong"),
    "object_array": (lambda *a: np.array([None, "x", 1], dtype=object), "wrong"),
    "empty": (lambda *a: np.zeros((0, 3)), "wrong"),
    "huge_zeros": (lambda *a: np.zeros(2 * 10**7), "wrong"),
    "huge_ones": (lambda *a: np.ones((10**6, 10**5)), "raised"),
    "huge_broadcast": (lambda *a: np.broadcast_to(1.0, (10**6, 10**6)), "wrong"),
    "huge_integer": (lambda *a: 10**4000, ("wrong", "raised")),
    "deep": (two_thousand_dimensions, ("wrong", "raised")),
    "cyclic": (cyclic, ("wrong", "raised")),
    "loops_when_read": (lambda *a: Loops(), "timeout"),
    "random": (lambda *a: np.random.default_rng().random(), "random"),
    "counter": (lambda *a, n=[0]: n.append(1) or len(n), "random"),  # noqa: B006
    "unawaited": (lambda *a: unawaited(), "wrong"),
}  # fmt: skip


async def unawaited():
    return 1.0


# Right answers that behave badly on the side: the kernel must not notice, the answer stays right.


def patches_builtins(answer, *a):
    value = answer(*a)
    builtins.abs = builtins.max = builtins.len = builtins.isinstance = lambda *x: 0
    return value


def patches_numpy(answer, *a):
    value = answer(*a)
    np.isfinite = np.abs = np.array_equal = lambda *x, **k: True
    return value


def prints_megabytes(answer, *a):
    print("x" * 3_000_000)
    sys.stderr.write("y" * 3_000_000)
    os.write(2, b"z" * 3_000_000)
    return answer(*a)


def closes_stdout(answer, *a):
    sys.stdout.close()
    with contextlib.suppress(OSError):
        os.close(1)
    return answer(*a)


def starts_threads(answer, *a):
    for _ in range(3):
        threading.Thread(target=waits).start()
    return answer(*a)


def forks(answer, *a, done=[]):  # noqa: B006
    if not done:
        done.append(True)
        os.fork()
    return answer(*a)


def forks_an_endless_one(answer, *a):
    if os.fork() == 0:
        endless()
    return answer(*a)


def changes_handlers(answer, *a):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 1000)
    return answer(*a)


def strict_numpy(answer, *a):
    value = answer(*a)
    np.seterr(all="raise")
    return value


def traces(answer, *a):
    sys.settrace(lambda *_: None)
    return answer(*a)


def changes_directory(answer, *a):
    os.chdir("/")
    os.environ.clear()
    gc.disable()
    return answer(*a)


RIGHT_BUT_NAUGHTY = [
    patches_builtins, patches_numpy, prints_megabytes, closes_stdout, starts_threads, forks,
    forks_an_endless_one, changes_handlers, strict_numpy, traces, changes_directory,
]  # fmt: skip

TARGETS = ["hidden_delta", "softmax", "add_bias_unit"]
forked_only = pytest.mark.skipif(not sandbox.FORKS, reason="nothing can stop these without a fork")


# -- survived ----------------------------------------------------------------------------------


@forked_only
@pytest.mark.parametrize("slug", TARGETS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answer_gets_a_sentence(slug, name):
    answer, expected = HOSTILE[name]
    before = threading.active_count(), open_files(), builtins.len, np.abs
    verdict = grade(slug, answer)
    assert verdict.outcome in ((expected,) if isinstance(expected, str) else expected), verdict
    assert verdict.mistake is None
    assert 10 < len(verdict.message) < 700
    assert verdict.message[-1] in ".?!"
    assert "Traceback" not in verdict.message and "course_lib" not in verdict.message
    assert before == (threading.active_count(), open_files(), builtins.len, np.abs)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@forked_only
@pytest.mark.parametrize("slug", TARGETS)
@pytest.mark.parametrize("naughty", RIGHT_BUT_NAUGHTY, ids=lambda f: f.__name__)
def test_a_right_answer_may_misbehave(slug, naughty, monkeypatch, capfd):
    monkeypatch.setattr(sandbox, "LIMIT", 20)  # none of them is slow but on a slow machine
    before = builtins.len, np.abs, os.getcwd(), np.geterr(), signal.getsignal(signal.SIGINT)
    verdict = grade(slug, functools.partial(naughty, right(slug)))
    assert verdict.outcome == "correct", verdict
    assert capfd.readouterr() == ("", "")
    assert before == (
        builtins.len, np.abs, os.getcwd(), np.geterr(), signal.getsignal(signal.SIGINT)
    )  # fmt: skip


@forked_only
def test_other_kinds_survive_hostile_answers():
    for slug in ("mazur_delta_h1", "sigmoid_slope_formula", "xor_by_hand", "blame", "fix_05"):
        for answer in (
            raises, endless, exits_at_once, np.zeros(3), [[1], [1, 2]], {}, Loops(), b"", 1j,
            lambda *x: "x", stuck_generator, object(), "__import__('os')", print,
        ):  # fmt: skip
            verdict = grade(slug, answer)
            assert verdict.outcome in OUTCOMES - {"correct", "unattempted", "known_mistake"}
            assert len(verdict.message) > 10


@forked_only
def test_no_child_is_left_behind():
    grade("softmax", endless)
    grade("softmax", forks_an_endless_one)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory")
def test_memory_is_limited(monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY", 100 << 20)
    monkeypatch.setattr(sandbox, "LIMIT", 20)
    verdict = grade("softmax", lambda net: np.ones(2 * 10**7).sum())  # 160 MB
    assert verdict.outcome == "raised" and "Memory" in verdict.message


# -- told apart --------------------------------------------------------------------------------


def test_changed_inputs_are_told_apart():
    def right_but_changes(w, gradient, learning_rate):
        w -= learning_rate * gradient
        return w

    def wrong_and_changes(w, gradient, learning_rate):
        w *= 1.234
        return w - 0.777 * gradient

    def mistaken_and_changes(w, gradient, learning_rate):
        w += learning_rate * gradient
        return w

    def moved_and_put_back(w, gradient, learning_rate):
        w += 0.1
        w -= 0.1
        return w - learning_rate * gradient

    slug = "gradient_descent_step"
    verdict = grade(slug, right_but_changes)
    assert verdict.outcome == "mutated_input"
    assert "`w`" in verdict.message and "right" in verdict.message
    verdict = grade(slug, wrong_and_changes)
    assert verdict.outcome == "mutated_input" and "right" not in verdict.message
    verdict = grade(slug, mistaken_and_changes)
    assert (verdict.outcome, verdict.mistake) == ("known_mistake", "uphill")
    assert grade(slug, moved_and_put_back).outcome == "correct"


def test_lists_that_are_changed_are_noticed():
    def answer(sizes):
        return sum((sizes.pop(0) + 1) * sizes[0] for _ in range(len(sizes) - 1))

    assert grade("count_parameters", answer).outcome == "mutated_input"


def test_the_learners_own_line_is_shown():
    def answer(delta_next, W_next, net, phi_derivative):
        helper = delta_next.no_such_thing
        return helper + 1

    verdict = grade("hidden_delta", answer)
    assert "helper = delta_next.no_such_thing" in verdict.message
    assert "AttributeError" in verdict.message


def test_wrong_arity_names_the_arguments():
    verdict = grade("hidden_delta", lambda delta, W: delta)
    assert verdict.outcome == "raised"
    assert "`delta_next`, `W_next`, `net`, `phi_derivative`" in verdict.message


def test_an_error_on_some_cases_can_still_be_named():
    verdict = grade("hidden_delta", lambda d, W, net, slope: (d @ W) * slope(net))
    assert (verdict.outcome, verdict.mistake) == ("raised", "weights_not_transposed")


def test_a_form_of_a_mistake_is_called_no_further_than_it_agrees():
    exercise, called = grading.find("hidden_delta"), []

    def form(*arguments):
        called.append(arguments)
        return exercise.reference(*arguments) + (len(called) == 2)

    seen = grading._expected("hidden_delta")
    form_seen = grading._Form(exercise, form)
    assert not grading._agree(exercise, seen, form_seen)
    assert not grading._agree(exercise, seen, form_seen)
    assert len(called) == 2


def test_two_mistakes_that_agree_name_nothing(monkeypatch):
    known = grading._mistaken("softmax")
    monkeypatch.setattr(grading, "_mistaken", lambda slug: known + known)
    assert grade("softmax", np.exp).mistake is None


def test_special_points_do_not_hide_a_mistake_seen_elsewhere():
    def answer(net):
        return np.where(np.abs(net) > 100, 5.0, 1 - 1 / (1 + np.exp(-net)) ** 2)

    assert grade("sigmoid_derivative", answer).mistake == "tanh_formula"


def test_errors_alone_have_no_name():
    assert grade("hidden_delta", raises).mistake is None


DIAGNOSES = [
    ("softmax", lambda net: right("softmax")(net) * 3.7, "3.7 times"),
    ("softmax", lambda net: -right("softmax")(net), "wrong sign"),
    ("softmax", lambda net: right("softmax")(net).T, "transposed"),
    ("softmax", lambda net: right("softmax")(net)[:, :2], "(5, 2) where (5, 3)"),
    ("softmax", lambda net: right("softmax")(net) + 0.3, "same amount"),
    ("softmax", lambda net: right("softmax")(net) * np.nan, "NaN"),
    ("softmax", lambda net: right("softmax")(net) * len(net), "changes from case to case"),
    ("softmax", lambda net: right("softmax")(net) * (np.arange(len(net)) > 0)[:, None], "row 0 of"),
    ("softmax", lambda net: np.zeros(net.shape), "0 everywhere"),
    ("softmax", lambda net: right("softmax")(net) + 0.1 * np.sin(net), "right shape"),
    ("add_bias_unit", lambda X, W, b: (right("add_bias_unit")(X, W, b)[0], W * 2), "`X1` is right"),
    ("add_bias_unit", lambda X, W, b: (X, W, b), "2 parts, (X1, W1)"),
    ("relu_derivative", lambda net: np.where(net == 0, 7.0, net > 0), "exactly 0"),
    ("mazur_delta_h1", 0.0088, "not to the digits"),
    ("sigmoid_slope_formula", "y + 1", "at y = 0.926, for example: there your formula gives 1.93."),
    ("sigmoid_slope_formula", "3*y*(1 - y)", "3 times the right one"),
]


@pytest.mark.parametrize(("slug", "answer", "words"), DIAGNOSES)
def test_wrong_answers_without_a_name_are_described(slug, answer, words):
    verdict = grade(slug, answer)
    assert (verdict.outcome, verdict.mistake) == ("wrong", None)
    assert words in verdict.message, verdict.message


def test_arguments_may_be_taken_by_name():
    def named(*, delta_next, W_next, net, phi_derivative):
        return (delta_next @ W_next.T) * phi_derivative(net)

    assert grade("hidden_delta", named).outcome == "correct"


def test_a_type_error_of_the_learners_own_shows_their_line():
    def answer(net):
        return net + "text"

    verdict = grade("softmax", answer)
    assert 'return net + "text"' in verdict.message and "called with" not in verdict.message


@pytest.mark.parametrize("typed", [0.036350306, 0.03635, 0.0364, np.float32(0.03635)])
def test_a_known_number_is_recognised_with_fewer_digits(typed):
    assert grade("mazur_delta_h1", typed).mistake == "no_slope"


# -- time ---------------------------------------------------------------------------------------


def in_a_loop_of_except(*a):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


@pytest.mark.parametrize("way", ["_forked", "_watched"])
def test_a_thousand_timeouts_leak_no_interrupt(way, monkeypatch):
    if way == "_forked" and not sandbox.FORKS:
        pytest.skip("no fork here")
    monkeypatch.setattr(sandbox, "LIMIT", 0.003)
    count = 0
    for _ in range(1000):
        ended = getattr(sandbox, way)(in_a_loop_of_except)
        assert ended.how == "timeout"
        for _ in range(300):  # the next cell: an interrupt that leaks would arrive here
            count += 1
    assert count == 300_000
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


WATCHED = ["raises", "interrupts", "exits", "recursion", "endless", "None", "text", "ragged",
           "random", "complex", "too_many", "asks", "not_a_number", "generator"]  # fmt: skip


@pytest.mark.parametrize("name", WATCHED)
def test_without_a_fork_what_python_can_interrupt_is_survived(name, monkeypatch):
    monkeypatch.setattr(sandbox, "FORKS", False)
    answer, expected = HOSTILE[name]
    out = sys.stdout
    assert grade("softmax", answer).outcome == expected
    assert sys.stdout is out
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_a_fork_right_answers_are_right(monkeypatch, capfd):
    monkeypatch.setattr(sandbox, "FORKS", False)
    for slug in TARGETS:
        verdict = grade(slug, lambda *a, s=slug: print("working") or right(s)(*a))
        assert verdict.outcome == "correct"
    assert capfd.readouterr().out == ""


def test_outside_the_main_thread_nothing_runs_that_nothing_can_stop(monkeypatch):
    monkeypatch.setattr(sandbox, "FORKS", False)
    verdicts = []
    ran = []
    thread = threading.Thread(
        target=lambda: verdicts.append(grade("softmax", lambda net: ran.append(1)))
    )
    thread.start()
    thread.join()
    assert verdicts[0].outcome == "timeout"
    assert not ran


@forked_only
def test_in_another_thread_a_fork_still_grades():
    verdicts = []
    thread = threading.Thread(target=lambda: verdicts.append(grade("softmax", right("softmax"))))
    thread.start()
    thread.join()
    assert verdicts[0].outcome == "correct"


@pytest.mark.parametrize("forks_here", [True, False])
def test_the_learners_own_interrupt_still_works(forks_here, monkeypatch):
    monkeypatch.setattr(sandbox, "LIMIT", 30)
    monkeypatch.setattr(sandbox, "FORKS", forks_here and sandbox.FORKS)

    def press():
        _thread.interrupt_main() if os.name == "nt" else os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(0.3, press)
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        grade("softmax", endless)
    assert time.monotonic() - started < 25  # long before the limit
    timer.join()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
