// Keeps the posting page and what it is made of. Context: version, kept (files of this version), pages (of nobody),
// drawn (pictures of produce: kept if there is room, never waited for)
{% autoescape off %}
const CACHE = "cho-nong-dan-{{ version }}";
const KEPT = {{ kept }};
const PAGES = {{ pages }};
const DRAWN = {{ drawn }};
{% endautoescape %}
const POSTING = PAGES.filter((path) => path.endsWith("/dang/"));
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([...KEPT, ...PAGES.map((path) => new Request(path, { cache: "reload", credentials: "omit" }))]))
      .then(() => self.skipWaiting()),
  );
});

// Only our own older copies go; what is written and not sent lies elsewhere (IndexedDB) and is never touched here.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("cho-nong-dan-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
      .then(() => caches.open(CACHE))
      .then((cache) => cache.addAll(DRAWN))
      .catch(() => {}),
  );
});

const patience = () => new Promise((_, fail) => setTimeout(() => fail(new Error("slow")), PATIENCE_MS));

async function posting(request, path) {
  try {
    const answer = await Promise.race([fetch(request), patience()]);
    if (answer.ok) return answer;
  } catch {
    // Without a network, or with one too slow to wait for, the kept page.
  }
  return (await caches.match(path)) ?? fetch(request);
}

async function page(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(path.startsWith("/en/") ? PAGES[3] : PAGES[1]);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(POSTING.includes(pathname) ? posting(request, pathname) : page(request, pathname));
  else if (KEPT.includes(pathname) || DRAWN.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
});
