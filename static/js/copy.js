// Copies what stands in the field whose id is data-copies, and says so. The button names the module; without scripts
// it stays hidden, and the words can be marked by hand.

export function start(button) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;

  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      document.dispatchEvent(new CustomEvent("say", { detail: button.dataset.copied }));
    } catch {
      // Without a secure connection a page may not write there itself: what is marked can be copied by hand.
      field.focus();
      field.select();
    }
  });
}
