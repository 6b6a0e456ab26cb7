// Photos: taken, made smaller one by one, each kept as soon as it is ready, shown and taken out again.

import { shrink } from "./shrink.js";
import { addressOf, fill, piece } from "./showing.js";
import * as store from "./store.js";

const LONGEST_EDGE_PX = 2048;
const LEAST_ROOM_BYTES = 50_000_000;

// One choice of photos after the other; nothing is sent before all that was chosen is kept.
export function take(page, files) {
  if (!files.length || !page.here.me) return page.taking;
  page.taking = (page.taking ?? Promise.resolve()).then(() => keepAll(page, files));
  return page.taking;
}

async function keepAll(page, files) {
  let { draft } = page;
  if (!draft) {
    draft = await store.begin(page.here.me.user);
    if (page.seller) await store.change(draft.id, (kept) => (kept.farmer = page.seller));
  }
  page.isShort = await store.isShortOfSpace(LEAST_ROOM_BYTES);
  const most = Number(page.root.querySelector("[data-photos]").dataset.most || 10);
  const said = page.sectionOf("anh").querySelector("[data-said]");
  page.go(draft.id, "anh");
  const refused = [];
  for (const [at, file] of files.entries()) {
    said.textContent = fill(page.words.preparing, { at: at + 1, all: files.length });
    if (((await store.draft(draft.id))?.photos?.length ?? 0) >= most) {
      refused.push(fill(page.words.many, { most }));
      break;
    }
    const problem = await keepPhoto(page, draft.id, "photo", file);
    if (problem) refused.push(problem);
    const kept = await store.draft(draft.id);
    if (page.draft?.id === draft.id) page.draft = kept;
    if (kept) await showPhotos(page, kept);
  }
  said.textContent = refused.join(" ");
  await store.askToStay();
}

export async function keepPhoto(page, id, kind, file) {
  let blob = file;
  if (!(kind === "scan" && file.type === "application/pdf")) {
    try {
      blob = await shrink(file, LONGEST_EDGE_PX);
    } catch {
      // HEIC can't be drawn here; the server can read it, or says why not.
      if (!/\.hei[cf]$/i.test(file.name)) return `${page.words.unreadable} ${file.name}`;
    }
  }
  try {
    await store.keepFile(id, kind, blob);
  } catch {
    page.isShort = true;
    return page.words.full;
  }
  return "";
}

export async function showPhotos(page, draft) {
  const files = (await store.filesOf(draft)).filter((file) => file.kind === "photo");
  const figures = files.map((file, at) => {
    const made = piece(page.root, "photo");
    const number = fill(page.words.photoNumber, { number: at + 1 });
    Object.assign(made.querySelector("img"), { src: addressOf(file), alt: number });
    Object.assign(made.querySelector(".first"), { hidden: at > 0, textContent: page.words.cover });
    const drop = made.querySelector(".drop");
    drop.setAttribute("aria-label", `${page.words.drop}: ${number}`);
    drop.addEventListener("click", async () => {
      await store.dropFile(draft.id, file.id);
      page.draft = await store.draft(draft.id);
      await showPhotos(page, page.draft);
    });
    return made;
  });
  page.sectionOf("anh").querySelector("[data-photos]").replaceChildren(...figures);
}
