// What the pages of members gain where scripts run: the part of the form one is in is marked, usual reasons fill the
// box with one press, the queue of applicants is ticked by keyboard and by stretches.

document.querySelector("[data-focus]")?.focus();

for (const usual of document.querySelectorAll("[data-fills]")) {
  const box = document.getElementById(usual.dataset.fills);
  usual.hidden = false;
  usual.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    box.value = button.textContent;
    box.focus();
  });
}

const ways = new Map(
  [...document.querySelectorAll(".member-groups a")].map((way) => [way.hash.slice(1), way]),
);
if (ways.size) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const way of ways.values()) way.removeAttribute("aria-current");
        ways.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  for (const part of document.querySelectorAll(".member-part")) seen.observe(part);
}

const queue = document.querySelector("[data-queue]");
if (queue) tickBy(queue);

function tickBy(form) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const whole = form.querySelector("[data-all]");
  const all = form.querySelector("[name=all]");
  const said = form.querySelector("[data-count]");
  let last = null;

  function count() {
    const ticked = boxes.filter((box) => box.checked).length;
    if (whole) {
      whole.checked = ticked === boxes.length;
      whole.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    if (!said) return;
    said.textContent = all?.checked
      ? all.labels[0].textContent
      : ticked
        ? form.dataset.wordsSome.replace("{number}", ticked)
        : form.dataset.wordsNone;
  }

  whole?.addEventListener("change", () => {
    for (const box of boxes) box.checked = whole.checked;
    count();
  });
  all?.addEventListener("change", count);
  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(at, last), Math.max(at, last)];
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = at;
    count();
  });
  form.addEventListener("keydown", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0 || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const next = boxes[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey) next.checked = event.target.checked;
    next.focus();
    last = boxes.indexOf(next);
    count();
  });
  count();
}
