// Finds a commune while it is typed, with or without accents: a combobox over the server's list.
// The answer is a fragment of role=option elements with data-text (what goes into the box) and data-code
// (goes into the form's hidden input named in data-code-name of the field, when there is one).
// The button data-here asks for the communes around: the place is rounded to about a kilometre before it leaves.

export function start(field) {
  const input = field.querySelector(".control input");
  const list = field.querySelector("[role=listbox]");
  const said = field.querySelector("[data-said]");
  const code = field.dataset.codeName ? input.form?.elements[field.dataset.codeName] : null;
  const here = field.querySelector("[data-here]");
  const told = field.querySelector("[data-told]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  let timer;
  let asking;
  let at = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const all = options();
    if (!all.length) return;
    at = (index + all.length) % all.length;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
  }

  function choose(option) {
    input.value = option.dataset.text;
    if (code) code.value = option.dataset.code ?? "";
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    asking?.abort();
    if (input.value.trim().length < 2) return close();
    asking = new AbortController();
    const address = new URL(field.dataset.url, location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text();
    } catch {
      return; // typed in full is as good as chosen
    }
    offer();
  }

  function offer() {
    options().forEach((option, i) => {
      option.id = `${list.id}_${i}`;
      option.setAttribute("aria-selected", "false");
    });
    const found = options().length;
    said.textContent = found ? `${field.dataset.wordsFound} ${found}` : field.dataset.wordsNone;
    list.hidden = !found;
    at = -1;
    input.setAttribute("aria-expanded", String(Boolean(found)));
    return found;
  }

  function tell(words) {
    told.textContent = words;
    told.hidden = !words;
  }

  async function askAround({ coords }) {
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token.value,
      latitude: coords.latitude.toFixed(2),
      longitude: coords.longitude.toFixed(2),
    });
    try {
      const answer = await fetch(field.dataset.nearUrl, { method: "POST", body });
      if (!answer.ok) throw new Error(answer.status);
      list.innerHTML = await answer.text();
    } catch {
      return tell(field.dataset.wordsRefused);
    }
    input.focus();
    if (!offer()) tell(field.dataset.wordsFar);
  }

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.autocomplete = "off";

  input.addEventListener("input", () => {
    if (code) code.value = "";
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter" && at >= 0) choose(options()[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  // Before blur, or the list would be gone when the click arrives.
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) choose(option);
  });
  input.addEventListener("blur", close);

  if (!here || !token || !navigator.geolocation) return;
  here.hidden = false;
  here.addEventListener("click", () => {
    tell("");
    navigator.geolocation.getCurrentPosition(askAround, () => tell(field.dataset.wordsRefused), { timeout: 15000, maximumAge: 600000 });
  });
}
