// The enumerator's page: what it knows, keeps and sends. It is drawn by tablet-screens.mjs; people and answers are on the disk only as tablet-vault.mjs seals them.
const { address, modules } = document.body.dataset;
const words = JSON.parse(document.getElementById('tablet-words').content.textContent);
const parts = JSON.parse(modules);
const [vault, interview, queue, { openStore }, { screens }] =
  await Promise.all(['vault', 'interview', 'queue', 'store', 'screens'].map(name => import(parts[name])));

const Idle = 15 * 60_000;
const Retry = 60_000;
const Patience = 60_000; // of a call; a bad line is slow before it is gone

const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place]);
const exclusive = (name, act) => navigator.locks.request(`cchc-tablet-${name}`, act);

/** What the page knows. Without an open key it knows nobody and no answer. */
const app = {
  words, fill, vault, interview, queue,
  key: null, record: null, owner: null, asking: null,
  lists: new Map(), drafts: new Map(), unsent: new Map(),
  counts: { queue: 0, drafts: 0 },
  session: null, signedOut: false, available: null,
  online: navigator.onLine, syncing: false, failedAt: null, synced: null, persisted: null, ready: false, notice: null,
};

/** An answer that is not what was asked for; status 0 for a line that is gone. */
class CallError extends Error {
  constructor(status, message, code) { super(message); this.status = status; this.code = code; }
}

const running = new Set();

async function call(path, options = {}) {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), Patience);
  running.add(stop);
  let response;
  let body = null;
  try {
    response = await fetch(`${address}/${path}`, { ...options, redirect: 'error', credentials: 'same-origin', cache: 'no-store', signal: stop.signal });
    body = await response.json();
  } catch {
    if (!response || response.ok) { throw new CallError(0, words.Offline); } // no line, a line that broke off, or a page of somebody in between
  } finally {
    clearTimeout(patience);
    running.delete(stop);
  }
  app.online = navigator.onLine;
  if (response.status === 401) { app.session = null; app.signedOut = true; }
  if (!response.ok) { throw new CallError(response.status, body?.detail ?? words.SyncFailed, body?.code); }
  return body;
}

// What is kept

let store;
const place = (name, id) => `${name}/${id}`;
const sealed = async (key, name, id, value) => [name, id, await vault.seal(key, place(name, id), value)];
const news = new BroadcastChannel('cchc-tablet');

async function write(...changes) {
  await store.write(...changes);
  app.counts = await store.counts();
  news.postMessage('changed');
  view.bar();
}

/** Unseals all that is there, for another window may have changed it. */
async function read(key = app.key) {
  const open = async name => new Map(await Promise.all((await store.all(name)).map(async ([id, value]) => [id, await vault.unseal(key, place(name, id), value)])));
  const [lists, drafts, unsent] = await Promise.all(['lists', 'drafts', 'queue'].map(open));
  const owner = app.record.about ? await vault.unseal(key, 'vault', app.record.about) : null;
  app.counts = await store.counts();
  if (app.key !== key) { return; } // locked in the meantime
  const asking = app.drafts.get(app.asking);
  if (asking && drafts.has(asking.key)) { drafts.set(asking.key, asking); } // being answered in this window, so newer than on the disk
  Object.assign(app, { lists, drafts, unsent, owner });
}

async function create(pin) {
  const { record, key } = await vault.create(pin);
  record.owner = app.session.account;
  record.about = await vault.seal(key, 'vault', { name: app.session.name });
  await exclusive('vault', async () => {
    if (await store.vault()) { throw new Error('There is a vault already.'); } // made in another window
    await store.write(['vault', 'vault', record]);
  });
  Object.assign(app, { record, key });
  app.persisted = await navigator.storage?.persist?.() ?? false;
  touch();
  await read();
  news.postMessage('changed');
}

/** Counted before it is tried, so that a page that is closed in time has tried as well. */
const unlock = pin => exclusive('vault', async () => {
  const record = await store.vault();
  const wait = vault.waitOf(record, Date.now());
  if (wait > 0) { return { wait }; }
  record.failures++;
  record.waitUntil = Date.now() + vault.delayAfter(record.failures);
  await store.write(['vault', 'vault', record]);
  const key = await vault.open(pin, record);
  if (!key) { return { wrong: true, wait: vault.waitOf(record, Date.now()) }; }
  Object.assign(record, { failures: 0, waitUntil: 0 });
  await store.write(['vault', 'vault', record]);
  Object.assign(app, { record, key });
  touched = Date.now();
  await read();
  return {};
});

function lock() {
  if (!app.key) { return; }
  view.keep(); // seals what was just typed with the key as it still is
  for (const stop of running) { stop.abort(); }
  Object.assign(app, { key: null, owner: null, lists: new Map(), drafts: new Map(), unsent: new Map(), notice: null });
  view.draw();
}

/** Forgets everything, as when the PIN is lost. */
async function wipe() {
  await exclusive('vault', () => store.clear());
  news.postMessage('wiped');
  location.reload();
}

const changeList = (id, change) => exclusive('data', async () => {
  const kept = await store.get('lists', id);
  if (!kept) { return; }
  const known = await vault.unseal(app.key, place('lists', id), kept);
  const others = await change(known) ?? [];
  await write(await sealed(app.key, 'lists', id, known), ...others);
  app.lists.set(id, known);
});

// Interviews

/** The interview that was begun with this person, or a new one. */
const begin = (surveyId, person, language) => exclusive('data', async () => {
  await read();
  const begun = [...app.drafts.values()].find(draft => draft.surveyId === surveyId && draft.serial === person.serial);
  if (begun) { return begun; }
  const { list } = app.lists.get(surveyId);
  const draft = { key: crypto.randomUUID(), surveyId, serial: person.serial, person, startedAt: new Date().toISOString(), version: list.version, language, unitId: null, answers: {}, page: null };
  await write(await sealed(app.key, 'drafts', draft.key, draft));
  app.drafts.set(draft.key, draft);
  return draft;
});

let keeping = Promise.resolve();

/** Keeps an interview as it is now; calls come one after the other, so that the last one stays. */
function keepDraft(draft) {
  const { key } = app;
  const now = structuredClone(draft);
  keeping = keeping.catch(() => {}).then(async () => {
    if (app.key && !app.drafts.has(draft.key)) { return; } // finished or dropped
    await write(await sealed(key, 'drafts', draft.key, now));
  });
  keeping.catch(() => view.say(words.NotKept, 'danger'));
  return keeping;
}

async function dropDraft(draft) {
  app.drafts.delete(draft.key);
  await keeping.catch(() => {});
  await write(['drafts', draft.key, undefined]);
}

async function finish(draft, answers) {
  const entry = {
    surveyId: draft.surveyId, person: draft.person, message: null,
    interview: { key: draft.key, serial: draft.serial, consent: true, version: draft.version, answers, startedAt: draft.startedAt, endedAt: new Date().toISOString() },
  };
  app.drafts.delete(draft.key);
  await keeping.catch(() => {});
  try {
    await write(await sealed(app.key, 'queue', draft.key, entry), ['drafts', draft.key, undefined]);
  } catch (error) {
    app.drafts.set(draft.key, draft);
    throw error;
  }
  app.unsent.set(draft.key, entry);
  sync();
}

const decline = (surveyId, serial, declines) => changeList(surveyId, known => {
  known.declined = known.declined.filter(other => other !== serial);
  if (declines) { known.declined.push(serial); }
});

/** One window asks in an interview at a time: what lets it go, or null where another one has it. */
const hold = key => new Promise(resolve => {
  navigator.locks.request(`cchc-tablet-interview-${key}`, { ifAvailable: true }, held => {
    if (!held) { resolve(null); return undefined; }
    return new Promise(release => resolve(release));
  });
});

// To and from the service

async function download(id) {
  const list = await call(`${id}/danh-sach`);
  await exclusive('data', async () => {
    const known = app.lists.get(id) ?? { mine: [], declined: [], duplicates: [] };
    Object.assign(known, { list, closed: false });
    await write(await sealed(app.key, 'lists', id, known));
    app.lists.set(id, known);
  });
}

async function removeList(id) {
  await exclusive('data', async () => {
    const of = kept => [...kept.values()].filter(x => x.surveyId === id);
    await write(
      ['lists', id, undefined], ...of(app.drafts).map(draft => ['drafts', draft.key, undefined]), ...of(app.unsent).map(entry => ['queue', entry.interview.key, undefined]));
    await read();
  });
}

/** Who is signed in, and which lists there are for this person. */
async function look() {
  if (!navigator.onLine) { return; }
  try {
    app.session = await call('phien');
    app.signedOut = false;
    app.available = (await call('danh-sach')).items;
  } catch (error) {
    if (error.status === 0) { app.online = false; }
    app.available = null;
  }
  view.refresh();
}

/** Puts down what became of a portion: list, queue and messages change together. */
async function settle(id, portion, items) {
  const { stored, duplicates, refused } = queue.settle(portion, items);
  await changeList(id, async known => {
    const gone = [...stored, ...duplicates];
    for (const { interview: { serial } } of gone) {
      const asked = known.list.people.find(other => other.serial === serial);
      if (asked) { asked.answered = true; }
    }
    known.mine.push(...stored.map(entry => entry.interview.serial));
    known.duplicates.push(...duplicates.map(({ interview: { serial }, person, message }) => ({ serial, name: person.name, message, at: new Date().toISOString() })));
    return [
      ...gone.map(entry => ['queue', entry.interview.key, undefined]),
      ...await Promise.all(refused.map(entry => sealed(app.key, 'queue', entry.interview.key, { ...entry, message: entry.message ?? words.SyncFailed }))),
    ];
  });
  await read();
  return { stored: stored.length, duplicates: duplicates.length, refused: refused.length };
}

async function sendPortion(id, portion) {
  const body = JSON.stringify({ interviews: portion.map(entry => entry.interview) });
  const post = () => call(`${id}/dong-bo`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', RequestVerificationToken: app.session.token } });
  let answer;
  try {
    try {
      answer = await post();
    } catch (error) {
      if (error.code !== 'form.token') { throw error; }
      app.session = await call('phien');
      answer = await post();
    }
  } catch (error) {
    if (![400, 404, 413].includes(error.status) || error.code === 'form.token') { throw error; }
    // One interview that cannot be read must not hold up the others.
    if (error.status !== 404 && portion.length > 1) {
      const sum = { stored: 0, duplicates: 0, refused: 0 };
      for (const entry of portion) {
        const one = await sendPortion(id, [entry]);
        Object.keys(sum).forEach(name => { sum[name] += one[name]; });
      }
      return sum;
    }
    answer = { items: portion.map(entry => ({ key: entry.interview.key, outcome: 'refused', message: error.status === 404 ? words.ListGone : error.message })) };
  }
  return settle(id, portion, answer.items);
}

async function refreshList(id) {
  try {
    const list = await call(`${id}/danh-sach`);
    await changeList(id, known => { Object.assign(known, { list, closed: false }); });
  } catch (error) {
    if (error.status !== 404) { throw error; }
    await changeList(id, known => { known.closed = true; });
  }
}

async function send(all) {
  app.session = await call('phien');
  app.signedOut = false;
  if (app.session.account !== app.record.owner) {
    view.say(fill(words.OtherAccount, app.owner?.name ?? ''), 'danger');
    return;
  }
  await read();
  const sum = { stored: 0, duplicates: 0, refused: 0 };
  for (const id of [...app.lists.keys()]) {
    const entries = [...app.unsent.values()].filter(entry => entry.surveyId === id && (all || !entry.message));
    for (const portion of queue.portions(entries)) {
      const one = await sendPortion(id, portion);
      Object.keys(sum).forEach(name => { sum[name] += one[name]; });
    }
  }
  for (const id of [...app.lists.keys()]) { await refreshList(id); }
  app.failedAt = null;
  app.synced = Date.now();
  await store.write(['vault', 'synced', app.synced]);
  const told = [
    [sum.stored, words.SyncStored], [sum.duplicates, words.SyncDuplicates], [sum.refused, words.SyncRefused],
  ].filter(([count]) => count > 0).map(([count, text]) => fill(text, count));
  if (told.length > 0 || all) { view.say(told.join(' ') || words.SyncNothing, sum.refused > 0 ? 'warning' : 'success'); }
}

/** @param all Whether those that were refused are sent again. One window does it at a time; what is lost on the way goes again with the same keys. */
async function sync(all = false) {
  if (!app.key || app.syncing || (!all && !navigator.onLine)) { return; }
  await navigator.locks.request('cchc-tablet-sync', { ifAvailable: true }, async held => {
    if (!held) {
      if (all) { view.say(words.SyncElsewhere, 'warning'); }
      return;
    }
    app.syncing = true;
    view.bar();
    const { key } = app;
    try {
      await send(all);
    } catch (error) {
      if (app.key !== key) { return; } // locked: the rest goes after the next unlocking
      app.failedAt = Date.now();
      if (error.status === 0) { app.online = false; }
      if (all) { view.say(error.status === 401 ? words.SignedOut : error.status === 0 ? words.SyncOffline : error instanceof CallError ? error.message : words.SyncFailed, 'warning'); }
      if (!(error instanceof CallError)) { console.error(error); }
    } finally {
      app.syncing = false;
      view.refresh();
    }
  });
}

// Locks itself, sends by itself

let touched = Date.now();
function touch() {
  if (app.key && Date.now() - touched >= Idle) { lock(); } // the tablet slept: its first touch must not keep it open
  touched = Date.now();
}
for (const name of ['pointerdown', 'keydown', 'input']) { addEventListener(name, touch, { capture: true, passive: true }); }
const lockIfIdle = () => { if (app.key && Date.now() - touched >= Idle) { lock(); } };
setInterval(lockIfIdle, 5000);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') { lockIfIdle(); } else { view.keep(); }
});

setInterval(() => { if ([...app.unsent.values()].some(entry => !entry.message)) { sync(); } }, Retry);
addEventListener('online', () => { app.online = true; view.bar(); if (app.key) { sync(); } else { look(); } });
addEventListener('offline', () => { app.online = false; view.refresh(); });
news.addEventListener('message', async ({ data }) => {
  if (data === 'wiped') { location.reload(); return; }
  if (data === 'lock') { lock(); return; }
  app.record ??= await store.vault();
  app.counts = await store.counts();
  app.synced = await store.get('vault', 'synced') ?? null;
  if (app.key) { await read(); }
  view.refresh();
});

Object.assign(app, {
  create, unlock, wipe, begin, keepDraft, dropDraft, finish, decline, hold, download, removeList, look, sync,
  lock() { news.postMessage('lock'); lock(); },
});
const view = screens(app);

if (!isSecureContext || !globalThis.crypto?.subtle || !navigator.locks || !('serviceWorker' in navigator)) {
  view.say(words.NeedsSecure, 'danger');
} else {
  store = await openStore();
  app.record = await store.vault() ?? null;
  app.counts = await store.counts();
  app.synced = await store.get('vault', 'synced') ?? null;
  app.persisted = await navigator.storage?.persisted?.() ?? false;
  navigator.serviceWorker.register(`${address}/ngoai-tuyen.js`, { scope: address }).catch(() => {}); // without a line the one of before goes on
  navigator.serviceWorker.ready.then(() => { app.ready = true; view.bar(); });
  view.draw();
  await look();
}
