// Keeps the files of the app, so that it opens without a network. The build writes the version (a
// hash of the whole site) and the list of files. Nothing else is ever kept, and nothing is fetched
// but these files of the site itself.

const VERSION = "__SPRINTLOOM_VERSION__";
const FILES = "__SPRINTLOOM_FILES__";
// Several sites can share an origin: the folder tells them apart.
const OURS = `sprintloom ${registration.scope} `;
const NAME = OURS + VERSION;
const PAGE = "./index.html";

/** A file as it is now; a site that is changing under our feet has none, and is tried again later. */
async function current(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  // A page that came by way of a redirection must not be shown; the same bytes may.
  return answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer;
}

async function keep() {
  const kept = await caches.open(NAME);
  await Promise.all(FILES.map(async (address) => kept.put(address, await current(address))));
}

/** Removes what older versions kept, but for the last: another tab may still run it. */
async function clean() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request) {
  const kept = await caches.open(NAME);
  const sought = request.mode === "navigate" ? PAGE : request;
  return (await kept.match(sought)) ?? (await caches.match(request)) ?? fetch(request);
}

oninstall = (event) => event.waitUntil(keep());
onactivate = (event) => event.waitUntil(clean());
onfetch = (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(registration.scope)) event.respondWith(answer(event.request));
};
// The page asks for it when the user does: a new version never replaces the running one by itself.
onmessage = () => skipWaiting();
