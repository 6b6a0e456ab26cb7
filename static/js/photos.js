// Photos before they are sent: shown, removable, and shrunk to a JPEG whose longest edge is data-largest.
// Turned upright and without their place data (the canvas keeps neither); the plain file input works without any of it.

import { shrink } from "./posting/shrink.js";

const asFile = (blob, name) => new File([blob], name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });

export function start(field) {
  const input = field.querySelector("input[type=file]");
  const shown = field.querySelector("[data-shown]");
  const said = field.querySelector("[data-said]");
  const add = shown.querySelector(".add");
  const words = field.dataset;
  const most = input.multiple ? Number(words.most) : 1;
  const kept = shown.querySelectorAll("figure").length;
  let files = [];

  function put() {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
  }

  function drop(file, figure) {
    files = files.filter((one) => one !== file);
    URL.revokeObjectURL(figure.querySelector("img").src);
    figure.remove();
    put();
    show();
    ready();
    input.focus();
  }

  function picture(file, index) {
    const figure = document.createElement("figure");
    figure.dataset.new = "";
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "drop";
    button.setAttribute("aria-label", `${words.wordsDrop}: ${file.name}`);
    button.append(Object.assign(document.createElement("span"), { textContent: "✕", ariaHidden: "true" }));
    button.addEventListener("click", () => drop(file, figure));
    figure.append(image, button);
    if (kept + index === 0) {
      figure.append(Object.assign(document.createElement("span"), { className: "first", textContent: words.wordsFirst }));
    }
    return figure;
  }

  function show() {
    for (const old of shown.querySelectorAll("[data-new]")) old.remove();
    files.forEach((file, index) => add.before(picture(file, index)));
    add.hidden = kept + files.length >= most;
  }

  function ready() {
    said.textContent = `${words.wordsReady} ${kept + files.length}/${most}`;
  }

  async function take(chosen) {
    field.setAttribute("aria-busy", "true");
    const refused = [];
    if (!input.multiple) files = [];
    for (const file of chosen) {
      try {
        files.push(asFile(await shrink(file, Number(words.largest)), file.name));
      } catch {
        // Kinds this browser can't draw (HEIC) go as they are: the server can read them, or says why not.
        if (/\.hei[cf]$/i.test(file.name)) files.push(file);
        else refused.push(file.name);
      }
    }
    const tooMany = kept + files.length > most;
    if (tooMany) files = files.slice(0, most - kept);
    put();
    show();
    field.removeAttribute("aria-busy");
    if (refused.length) said.textContent = `${words.wordsUnreadable} ${refused.join(", ")}`;
    else if (tooMany) said.textContent = `${words.wordsMany} ${most}`;
    else ready();
  }

  input.addEventListener("change", () => take([...input.files]));
}
