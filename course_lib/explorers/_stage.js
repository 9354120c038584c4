// Shows the picture that Python draws, says its message, and tells Python what was chosen on it.
//
// In the picture, data-choose="KEY" marks a part that can be chosen, by mouse or by Tab and Enter;
// chosen once more, or with Escape, it is let go. data-drag marks an area on which a point can be
// moved; Python hears of it in the picture's own coordinates.

function render({ model, el }) {
  el.classList.add("course-stage");
  // JupyterLab has shortcuts on Enter and Escape, which would reach it first.
  el.dataset.lmSuppressShortcuts = "true";
  const picture = document.createElement("div");
  const message = document.createElement("p");
  message.setAttribute("role", "status");
  el.append(picture, message);

  const tell = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const choose = (key) => tell("chosen", key === model.get("chosen") ? "" : key);
  const keyOf = (element) => element?.closest?.("[data-choose]")?.dataset.choose;

  const draw = () => {
    const focused = picture.contains(document.activeElement) && keyOf(document.activeElement);
    picture.innerHTML = model.get("svg");
    if (focused) picture.querySelector(`[data-choose="${CSS.escape(focused)}"]`)?.focus();
  };
  const say = () => {
    message.textContent = model.get("message");
  };

  picture.addEventListener("click", (event) => {
    const key = keyOf(event.target);
    if (key) choose(key);
  });
  el.addEventListener("keydown", (event) => {
    const key = keyOf(event.target);
    if (key && (event.key === "Enter" || event.key === " ")) choose(key);
    else if (event.key === "Escape" && model.get("chosen")) tell("chosen", "");
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  let dragging = false;
  const move = (event) => {
    const svg = picture.querySelector("svg");
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      svg.getScreenCTM().inverse(),
    );
    tell("point", [x, y]);
  };
  picture.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("[data-drag]")) return;
    dragging = true;
    picture.setPointerCapture(event.pointerId);
    move(event);
  });
  picture.addEventListener("pointermove", (event) => dragging && move(event));
  for (const end of ["pointerup", "pointercancel"]) {
    picture.addEventListener(end, () => (dragging = false));
  }

  model.on("change:svg", draw);
  model.on("change:message", say);
  // What moves by itself waits for this, and so stops when the picture is gone.
  model.on("change:frame", () => tell("seen", model.get("frame")));
  draw();
  say();
}

export default { render };
