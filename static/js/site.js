// What every page gains where scripts run: it starts the modules the page names (data-module="address address"),
// opens dialogs instead of following a link (data-opens), shares and prints, and says things in the status line.
// Modules are named by address, never imported by name, so that the hashed copies are the ones that load.

const started = new WeakMap();

async function start(part) {
  const addresses = part.dataset.module.split(/\s+/).filter(Boolean);
  const already = started.get(part) ?? new Set();
  started.set(part, already);
  for (const address of addresses) {
    if (already.has(address)) continue;
    already.add(address);
    const module = await import(new URL(address, document.baseURI));
    module.start(part);
  }
}

function startWithin(root) {
  for (const part of root.querySelectorAll("[data-module]")) start(part);
  for (const button of root.querySelectorAll("[data-share], [data-print]")) button.hidden = false;
}

function say(words) {
  const line = document.querySelector("[data-status]");
  if (!line) return;
  line.textContent = words;
  clearTimeout(line.timer);
  line.timer = setTimeout(() => (line.textContent = ""), 6000);
}

async function share(button) {
  const address = new URL(button.dataset.share || location.href, location.href).href;
  if (navigator.share) {
    await navigator.share({ title: button.dataset.title || document.title, url: address }).catch(() => {});
  } else {
    await navigator.clipboard.writeText(address);
    say(button.dataset.copied);
  }
}

document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-opens], [data-share], [data-print]");
  if (!part) return;
  if (part.dataset.opens !== undefined) {
    const dialog = document.getElementById(part.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  } else if (part.dataset.share !== undefined) {
    share(part);
  } else {
    window.print();
  }
});

document.addEventListener("say", (event) => say(event.detail));
startWithin(document);
document.querySelector(".notice[role=alert][tabindex]")?.focus();
