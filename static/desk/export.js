// The chosen columns as a list that can be put in order, in place of small numbers beside each: with buttons, or by
// dragging. What is sent stays the same: ticks, and a number for each.

const form = document.querySelector("[data-columns]");
if (form) begin(form);

function begin(form) {
  const list = form.querySelector("[data-order]");
  const reason = form.querySelector("[data-reason]");
  const ticks = [...form.querySelectorAll("input[name=column]")];
  const placeOf = (tick) => tick.parentElement.querySelector("input[type=number]");
  const nameOf = (tick) => tick.parentElement.querySelector("label").firstChild.textContent.trim();
  const tickOf = (item) => ticks.find((tick) => tick.value === item.dataset.key);

  function number() {
    for (const tick of ticks) placeOf(tick).value = "";
    [...list.children].forEach((item, place) => {
      placeOf(tickOf(item)).value = place + 1;
      const [up, down] = item.querySelectorAll("button");
      up.disabled = place === 0;
      down.disabled = place === list.children.length - 1;
    });
    if (reason) reason.hidden = !ticks.some((tick) => tick.checked && "sensitive" in tick.dataset);
  }

  function button(sign, words, name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", `${words}: ${name}`);
    made.addEventListener("click", () => {
      act();
      number();
      if (made.isConnected) made.focus();
    });
    return made;
  }

  function add(tick) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    const name = nameOf(tick);
    item.dataset.key = tick.value;
    item.draggable = true;
    words.textContent = name;
    item.append(
      words,
      button("↑", form.dataset.wordsUp, name, () => item.previousElementSibling?.before(item)),
      button("↓", form.dataset.wordsDown, name, () => item.nextElementSibling?.after(item)),
      button("×", form.dataset.wordsDrop, name, () => {
        tick.checked = false;
        item.remove();
      }),
    );
    list.append(item);
  }

  const chosen = ticks.filter((tick) => tick.checked);
  chosen.sort((one, other) => (Number(placeOf(one).value) || Infinity) - (Number(placeOf(other).value) || Infinity));
  chosen.forEach(add);
  for (const tick of ticks) {
    tick.addEventListener("change", () => {
      if (tick.checked) add(tick);
      else list.querySelector(`[data-key="${tick.value}"]`)?.remove();
      number();
    });
  }

  let moving = null;
  list.addEventListener("dragstart", (event) => {
    moving = event.target.closest("li");
    moving.classList.add("is-moving");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!moving) return;
    event.preventDefault();
    if (!over || over === moving) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(moving);
    else over.after(moving);
  });
  list.addEventListener("dragend", () => {
    moving?.classList.remove("is-moving");
    moving = null;
    number();
  });

  form.classList.add("is-ordered");
  list.closest("section").hidden = false;
  number();
}
