// Hands a picture with its words to another application (Zalo, Messenger) where the phone can. The link to the picture
// names the module and stays hidden elsewhere. Words: data-text, or those in the field whose id is data-words.

export function start(link) {
  if (!navigator.share) return;
  link.hidden = false;
  let picture;

  // Fetched before the tap: a phone shares only straight after one.
  fetch(link.href)
    .then((answer) => (answer.ok ? answer.blob() : undefined))
    .then((blob) => {
      if (blob) picture = new File([blob], link.download || "anh", { type: blob.type });
    })
    .catch(() => {});

  link.addEventListener("click", async (event) => {
    const words = document.getElementById(link.dataset.words)?.value ?? link.dataset.text;
    const shared = { title: link.dataset.title, text: words };
    const withPicture = { ...shared, files: [picture] };
    const canTakePicture = picture && navigator.canShare?.(withPicture);
    event.preventDefault();
    try {
      await navigator.share(canTakePicture ? withPicture : shared);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(link.href);
    }
  });
}
