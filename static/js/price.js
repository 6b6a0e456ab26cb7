// Reads a price back in words while it is typed ("98k" → "= 98.000 đồng mỗi kg"). The server reads; this only asks.

export function start(field) {
  const input = field.querySelector("input");
  const read = field.querySelector("[data-read]");
  const form = input.form;
  let timer;
  let asking;

  const unit = () => form?.querySelector("[name=unit]:checked, select[name=unit], input[type=hidden][name=unit]")?.value ?? "";

  async function ask() {
    asking?.abort();
    if (!input.value.trim()) {
      read.replaceChildren();
      return;
    }
    asking = new AbortController();
    const address = new URL(field.dataset.url, location.href);
    address.searchParams.set("text", input.value);
    address.searchParams.set("unit", unit());
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) read.innerHTML = await answer.text();
    } catch {
      // Without a network the form still takes what was typed; the server reads it on arrival.
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  };
  input.addEventListener("input", later);
  form?.addEventListener("change", (event) => event.target.name === "unit" && later());
  // A price that was refused has its reason beside it already.
  if (!field.classList.contains("is-wrong")) ask();
}
