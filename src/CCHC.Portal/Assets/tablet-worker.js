// Keeps the tablet's page and its files of one version in the browser, so that it opens without a line. The portal writes self.tablet above.
const name = `cchc-tablet-${self.tablet.version}`;

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(name);
  await Promise.all(self.tablet.files.map(async address => {
    const response = await fetch(address, { cache: 'reload', credentials: 'same-origin' });
    if (!response.ok || response.redirected) { throw new Error(`${address} was answered ${response.status}`); } // such as by the sign-in page
    await cache.put(address, response);
  }));
  await self.skipWaiting(); // an open page has loaded all of its files and goes on with them
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const old of await caches.keys()) {
    if (old.startsWith('cchc-tablet-') && old !== name) { await caches.delete(old); }
  }
  await self.clients.claim();
})()));

self.addEventListener('fetch', event => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  const address = mode === 'navigate' && pathname === self.tablet.page ? pathname : pathname + search;
  if (method === 'GET' && origin === self.location.origin && self.tablet.files.includes(address)) {
    event.respondWith(caches.open(name).then(cache => cache.match(address, { ignoreVary: true })).then(kept => kept ?? fetch(event.request)));
  }
});
