// What a phone keeps until it is sent: drafts, their photos, and what was last known about who is signed in.
// Fields are added, the version is not raised: an older page that is still open could not open a newer database.

const NAME = "cho-nong-dan";
const VERSION = 1;

function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "id" });
      asked.result.createObjectStore("files", { keyPath: "id" }).createIndex("draft", "draft");
      asked.result.createObjectStore("known", { keyPath: "key" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

// One transaction on a connection of its own: an open connection would stand in the way of other tabs.
async function within(stores, mode, work) {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const transaction = database.transaction(stores, mode, { durability: "strict" });
      let result;
      transaction.oncomplete = () => done(result);
      transaction.onabort = () => fail(transaction.error);
      work((name) => transaction.objectStore(name), (found) => (result = found));
    });
  } finally {
    database.close();
  }
}

const get = (store, key) => within([store], "readonly", (of, give) => (of(store).get(key).onsuccess = (event) => give(event.target.result)));

export const draft = (id) => get("drafts", id);

export async function draftsOf(owner) {
  const all = await within(["drafts"], "readonly", (of, give) => (of("drafts").getAll().onsuccess = (event) => give(event.target.result)));
  return all.filter((one) => one.owner === owner).sort((a, b) => (b.begun ?? 0) - (a.begun ?? 0));
}

export async function begin(owner) {
  const made = { id: crypto.randomUUID(), owner, begun: Date.now(), answers: {}, photos: [], received: {} };
  await within(["drafts"], "readwrite", (of) => of("drafts").add(made));
  return made;
}

// Reads and writes in one transaction, so that two tabs lose nothing of each other; nothing when the draft is gone.
export function change(id, alter) {
  return within(["drafts"], "readwrite", (of, give) => {
    of("drafts").get(id).onsuccess = (event) => {
      const found = event.target.result;
      if (!found) return;
      alter(found);
      of("drafts").put(found);
      give(found);
    };
  });
}

export async function keepFile(draftId, kind, blob) {
  const file = { id: crypto.randomUUID(), draft: draftId, kind, blob };
  await within(["drafts", "files"], "readwrite", (of) => {
    of("drafts").get(draftId).onsuccess = (event) => {
      const found = event.target.result;
      if (!found) return;
      if (kind === "scan") found.scan = file.id;
      else found.photos = [...(found.photos ?? []), file.id];
      found.ready = false;
      of("files").add(file);
      of("drafts").put(found);
    };
  });
  return file;
}

export async function filesOf(found) {
  const all = await within(["files"], "readonly", (of, give) => (of("files").index("draft").getAll(found.id).onsuccess = (event) => give(event.target.result)));
  const byId = new Map(all.map((file) => [file.id, file]));
  const wanted = [...(found.photos ?? []), ...(found.scan ? [found.scan] : [])];
  return wanted.map((id) => byId.get(id)).filter(Boolean);
}

export function dropFile(draftId, fileId) {
  return within(["drafts", "files"], "readwrite", (of) => {
    of("drafts").get(draftId).onsuccess = (event) => {
      const found = event.target.result;
      of("files").delete(fileId);
      if (!found) return;
      found.photos = (found.photos ?? []).filter((id) => id !== fileId);
      if (found.scan === fileId) delete found.scan;
      of("drafts").put(found);
    };
  });
}

export function forget(id) {
  return within(["drafts", "files"], "readwrite", (of) => {
    of("drafts").delete(id);
    of("files").index("draft").getAllKeys(id).onsuccess = (event) => event.target.result.forEach((key) => of("files").delete(key));
  });
}

export const known = async (key) => (await get("known", key))?.value;
export const remember = (key, value) => within(["known"], "readwrite", (of) => of("known").put({ key, value }));

// Asked for after the first photo is kept. Whatever the answer: what is not sent yet is always shown as such.
export async function askToStay() {
  try {
    if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
  } catch {
    // An older browser keeps as long as it keeps.
  }
}

export async function isShortOfSpace(leastBytes) {
  const room = await navigator.storage?.estimate?.();
  return Boolean(room?.quota) && room.quota - room.usage < leastBytes;
}
