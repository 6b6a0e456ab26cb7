// Reads the square code of a citizen card with the camera or from a photo, and fills the form around it. Nothing of it
// leaves the phone: not the picture, not the text of the code, only what then stands in the form's fields.
// The decoder (data-decoder) is fetched when it is needed first; browsers that can read such codes themselves need none.

const LARGEST_FRAME = 1024;
const PHOTO_SIZES = [1600, 1000, 600];
const EVERY = 120; // milliseconds

const DAY = /^(\d{2})[/.-]?(\d{2})[/.-]?(\d{4})$/;

function day(written) {
  const found = DAY.exec(written);
  if (!found) return null;
  const [, date, month, year] = found;
  const read = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  const same = read.getUTCMonth() + 1 === Number(month) && read.getUTCDate() === Number(date);
  return same ? `${date}/${month}/${year}` : null;
}

// The same rules as the server's (vietnam/citizen_id.py): number|old number|name|born|sex|address|issued, and perhaps more.
export function readCard(text) {
  const parts = text.normalize("NFC").replace(/^\ufeff/, "").split("|").map((part) => part.trim().replace(/\s+/g, " "));
  if (parts.length < 7) return null;
  const [number, old, name, born, sex, address, issued] = parts;
  const gender = { nam: "male", "nữ": "female", nu: "female" }[sex.toLowerCase()];
  if (!/^\d{12}$/.test(number) || !name || !gender || !day(born) || !day(issued)) return null;
  return {
    citizen_id: number,
    old_id: /^\d{9}$/.test(old) ? old : "",
    full_name: name,
    born: day(born),
    gender,
    permanent_address: address,
    issued_on: day(issued),
  };
}

function fill(form, card) {
  for (const [name, value] of Object.entries(card)) {
    const field = form.elements[name];
    if (field) field.value = value; // of radio buttons this chooses the one
  }
}

export function start(part) {
  const words = part.dataset;
  const said = part.querySelector("[data-said]");
  const view = part.querySelector("[data-view]");
  const video = view.querySelector("video");
  const input = part.querySelector("input[type=file]");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let decoder;
  let stream;
  let timer;

  async function decode(source, width, height) {
    canvas.width = width;
    canvas.height = height;
    pen.drawImage(source, 0, 0, width, height);
    if (decoder.detect) return (await decoder.detect(canvas))[0]?.rawValue ?? "";
    const pixels = pen.getImageData(0, 0, width, height);
    return decoder(pixels.data, width, height)?.data ?? "";
  }

  async function getDecoder() {
    if (decoder) return;
    const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
    if (formats.includes("qr_code")) {
      decoder = new BarcodeDetector({ formats: ["qr_code"] });
    } else {
      await import(new URL(words.decoder, document.baseURI));
      decoder = globalThis.jsQR;
    }
  }

  function forget() {
    canvas.width = canvas.height = 0;
  }

  function close() {
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
    view.hidden = true;
    forget();
  }

  // Whether there was a code at all.
  function take(text) {
    if (!text) return false;
    const card = readCard(text);
    said.textContent = card ? words.wordsFound : words.wordsOther;
    if (!card) return true;
    close();
    fill(part.closest("form"), card);
    part.closest("form").elements.full_name.focus();
    return true;
  }

  async function look() {
    if (!stream) return;
    const { videoWidth, videoHeight } = video;
    if (videoWidth) {
      const scale = Math.min(1, LARGEST_FRAME / Math.max(videoWidth, videoHeight));
      take(await decode(video, Math.round(videoWidth * scale), Math.round(videoHeight * scale)));
    }
    if (stream) timer = setTimeout(look, EVERY);
  }

  async function scan() {
    close();
    said.textContent = "";
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
    } catch {
      said.textContent = words.wordsRefused;
      return;
    }
    await getDecoder();
    video.srcObject = stream;
    view.hidden = false;
    await video.play();
    said.textContent = words.wordsLook;
    look();
  }

  async function readPhoto(file) {
    part.setAttribute("aria-busy", "true");
    try {
      await getDecoder();
      const bitmap = await createImageBitmap(file);
      const longest = Math.max(bitmap.width, bitmap.height);
      let found = false;
      for (const size of PHOTO_SIZES) {
        const scale = Math.min(1, size / longest);
        found = take(await decode(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)));
        if (found) break;
      }
      bitmap.close();
      if (!found) said.textContent = words.wordsNone;
    } catch {
      said.textContent = words.wordsNone;
    }
    forget();
    part.removeAttribute("aria-busy");
  }

  part.querySelector("[data-scan]").addEventListener("click", scan);
  part.querySelector("[data-stop]").addEventListener("click", () => {
    close();
    said.textContent = "";
  });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (file) await readPhoto(file);
  });
  window.addEventListener("pagehide", close);
  part.querySelector("[data-scan]").hidden = !navigator.mediaDevices?.getUserMedia;
  part.hidden = false;
}
