// A paper is looked at closely, and decided about without the mouse. Everything here can be done without this script too.

const page = document.querySelector("[data-review]");
if (page) {
  const paper = page.querySelector("[data-stage]");
  listen(page, paper && look(page, paper));
}

function look(page, stage) {
  const sheet = stage.querySelector("[data-sheet]");
  const picture = sheet.querySelector("img");
  const steps = [1, 1.5, 2, 3, 4.5];
  let step = 0;
  let turn = 0;

  // Lays the picture out; what was in the middle (or under the pointer, as shares of the sheet) stays there.
  function draw(share = { x: 0.5, y: 0.5 }) {
    const { naturalWidth: width, naturalHeight: height } = picture;
    if (!width) return;
    const [wide, high] = turn % 180 ? [height, width] : [width, height];
    const fits = Math.min(stage.clientWidth / wide, stage.clientHeight / high);
    const scale = fits * steps[step];
    const [across, down] = [wide * scale, high * scale];
    Object.assign(sheet.style, { width: `${across}px`, height: `${down}px` });
    const moved = { 0: "", 90: `translate(${across}px, 0)`, 180: `translate(${across}px, ${down}px)`, 270: `translate(0, ${down}px)` };
    Object.assign(picture.style, { width: `${width * scale}px`, height: `${height * scale}px`, transform: `${moved[turn]} rotate(${turn}deg)` });
    stage.classList.toggle("is-close", step > 0);
    stage.scrollTo(across * share.x - stage.clientWidth / 2, down * share.y - stage.clientHeight / 2);
  }

  function middle() {
    const share = (start, size, whole) => (whole > size ? (start + size / 2) / whole : 0.5);
    return {
      x: share(stage.scrollLeft, stage.clientWidth, sheet.clientWidth),
      y: share(stage.scrollTop, stage.clientHeight, sheet.clientHeight),
    };
  }

  const acts = {
    in: () => zoom(step + 1),
    out: () => zoom(step - 1),
    fit: () => zoom(0),
    turn: () => {
      turn = (turn + 90) % 360;
      draw();
    },
  };

  function zoom(to, share = middle()) {
    step = Math.max(0, Math.min(steps.length - 1, to));
    draw(share);
  }

  let dragged = false;
  let held = null;
  picture.draggable = sheet.draggable = false;
  stage.addEventListener("pointerdown", (event) => {
    dragged = false;
    held = event.button === 0 && step ? { x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop } : null;
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    const to = { x: held.x - event.clientX, y: held.y - event.clientY };
    if (Math.abs(to.x - stage.scrollLeft) + Math.abs(to.y - stage.scrollTop) > 4) dragged = true;
    if (dragged) stage.scrollTo(to.x, to.y);
  });
  window.addEventListener("pointerup", () => (held = null));
  sheet.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (dragged) return;
    const box = sheet.getBoundingClientRect();
    // From the keyboard there is no place to go to.
    const share = event.detail ? { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height } : middle();
    zoom(step ? 0 : 2, share);
  });

  const tools = page.querySelector("[data-tools]");
  tools.hidden = false;
  for (const button of tools.querySelectorAll("[data-zoom]")) button.addEventListener("click", acts[button.dataset.zoom]);
  tools.querySelector("[data-turn]").addEventListener("click", acts.turn);
  stage.classList.add("is-open");
  picture.addEventListener("load", () => draw());
  new ResizeObserver(() => draw(middle())).observe(stage);
  return acts;
}

function listen(page, acts) {
  const claims = page.querySelector("[data-claims]");
  const boxes = [...(claims?.querySelectorAll("input[name=covering]:enabled") ?? [])];
  const nothing = claims?.querySelector("[data-nothing]");
  const named = (key) => page.querySelector(`[data-key="${key}"]`);
  const hasWarnings = page.querySelector(".desk-warnings") !== null;

  const told = page.querySelector("[data-keys]");
  if (!told) return;
  told.hidden = false;
  boxes.slice(0, 9).forEach((box, place) => cap(box.closest("label"), place + 1));
  if (named("v")) cap(named("v"), "v");

  function cap(place, key) {
    const made = document.createElement("kbd");
    made.textContent = key;
    made.setAttribute("aria-hidden", "true");
    place.append(made);
  }

  // Nothing is sent that the server would only send back.
  claims?.addEventListener("submit", (event) => {
    const asks = ["verify", "confirm"].includes(event.submitter?.value);
    const isEmpty = asks && !boxes.some((box) => box.checked);
    if (nothing) nothing.hidden = !isEmpty;
    if (isEmpty) {
      event.preventDefault();
      boxes[0]?.focus();
    }
  });
  claims?.addEventListener("change", () => nothing && (nothing.hidden = true));

  function confirm() {
    const button = named("v");
    // With something to look at twice, the key leads to the button and Enter presses it.
    if (hasWarnings && document.activeElement !== button) button?.focus();
    else button?.click();
  }

  function explain() {
    const reason = named("r")?.querySelector("details");
    if (!reason) return;
    reason.open = true;
    reason.querySelector("input:not([type=hidden]), textarea")?.focus();
  }

  const keys = {
    j: () => named("j")?.click(),
    k: () => named("k")?.click(),
    v: confirm,
    r: explain,
    "/": () => (boxes[0] ?? named("v") ?? named("r")?.querySelector("summary"))?.focus(),
    "+": acts?.in,
    "=": acts?.in,
    "-": acts?.out,
    0: acts?.fit,
    x: acts?.turn,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || event.defaultPrevented) return;
    // Whoever is typing, or choosing a reason, means letters.
    if (event.target.closest("textarea, select, details, dialog, [contenteditable], input:not([type=checkbox])")) return;
    const box = boxes[Number(event.key) - 1];
    const act = box ? () => box.click() : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
