// Pieces of the posting page: copied from its templates, filled with text (never with markup).

export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export function piece(root, name) {
  return root.querySelector(`template[data-piece=${name}]`).content.firstElementChild.cloneNode(true);
}

function sign(root, name) {
  return root.querySelector(`template[data-piece=sign-${name}]`).content.firstElementChild.cloneNode(true);
}

export function button(words, act, kind = "quiet") {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `button ${kind}`, textContent: words });
  made.addEventListener("click", act);
  return made;
}

export function link(words, href, kind = "quiet") {
  return Object.assign(document.createElement("a"), { href, className: `button ${kind}`, textContent: words });
}

export function notice(root, icon, kind, words, action = null) {
  const made = piece(root, "notice");
  made.classList.add(kind);
  made.querySelector("svg").replaceWith(sign(root, icon));
  made.querySelector("p").textContent = words;
  if (action) {
    const line = document.createElement("p");
    line.append(action);
    made.querySelector(".said").append(line);
  }
  return made;
}

export function line(root, label, texts, isWrong = false) {
  const made = piece(root, "line");
  made.querySelector("svg").replaceWith(sign(root, isWrong ? "warn" : "check"));
  made.querySelector("dt").textContent = label;
  for (const text of texts.filter(Boolean)) {
    const told = document.createElement("dd");
    if (text instanceof Node) told.append(text);
    else told.textContent = text;
    made.append(told);
  }
  return made;
}

// Radio buttons or ticks: [{value, label}]; `chosen` is a value, or several for ticks.
export function choices(root, holder, kind, name, all, chosen, changed) {
  const box = holder.querySelector(".choices");
  box.replaceChildren(
    ...all.map(({ value, label }) => {
      const made = piece(root, "choice");
      const input = made.querySelector("input");
      Object.assign(input, { type: kind, name, value, checked: [chosen].flat().map(String).includes(String(value)) });
      input.addEventListener("change", changed);
      made.querySelector("span").textContent = label;
      return made;
    }),
  );
  holder.hidden = !all.length;
}

const pictures = new Map();

// An address for a kept picture; one for each, however often it is shown.
export function addressOf(file) {
  if (!pictures.has(file.id)) pictures.set(file.id, URL.createObjectURL(file.blob));
  return pictures.get(file.id);
}

export function picture(file, alt = "") {
  return Object.assign(document.createElement("img"), { src: addressOf(file), alt, width: 104, height: 104 });
}

export function wrong(section, where, words) {
  for (const part of section.querySelectorAll("[data-wrong]")) part.hidden = true;
  const said = (where && section.querySelector(`[data-wrong=${where}]`)) || section.querySelector("[data-wrong]");
  if (!said || !words) return;
  said.textContent = words;
  said.hidden = false;
  said.setAttribute("role", "alert");
  said.scrollIntoView({ block: "center" });
}
