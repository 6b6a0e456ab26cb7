// Choosing several records of a list: one box for the whole page, and a count of what is chosen.

const boxes = () => [...document.querySelectorAll("input[form=several][name=pk]")];

function show() {
  const form = document.querySelector("[data-several]");
  const all = document.querySelector("[data-all]");
  if (!form) return;
  const every = boxes();
  const chosen = every.filter((box) => box.checked).length;
  const count = form.querySelector("[data-count]");
  count.hidden = false;
  count.textContent = `${count.dataset.count} ${chosen}`;
  for (const button of form.querySelectorAll("button")) button.disabled = chosen === 0;
  if (!all) return;
  all.hidden = every.length === 0;
  all.checked = chosen > 0 && chosen === every.length;
  all.indeterminate = chosen > 0 && chosen < every.length;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-all], input[form=several]")) show();
});

// The list is put in anew when somebody filters or pages.
const results = document.querySelector("#listing-results");
if (results) new MutationObserver(show).observe(results, { childList: true });
window.addEventListener("pageshow", show);
show();
