// A form is sent once, however often its button is tapped. The form names it: data-module.

export function start(form) {
  let sent = false;
  const buttons = () => form.querySelectorAll("button:not([type]), button[type=submit]");

  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    // Not `disabled`: a disabled button would leave its own name and value out of what is sent.
    for (const button of buttons()) button.setAttribute("aria-disabled", "true");
  });

  // Coming back by the Back key shows the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = false;
    for (const button of buttons()) button.removeAttribute("aria-disabled");
  });
}
