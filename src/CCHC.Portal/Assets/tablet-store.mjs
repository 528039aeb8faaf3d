// The tablet's IndexedDB: the vault, and sealed lists, interviews that were begun, and interviews that wait to be sent.

const request = work => new Promise((resolve, reject) => {
  work.onsuccess = () => resolve(work.result);
  work.onerror = () => reject(work.error);
});

export async function openStore() {
  const opening = indexedDB.open('cchc-tablet', 1);
  opening.onupgradeneeded = () => ['vault', 'lists', 'drafts', 'queue'].forEach(name => opening.result.createObjectStore(name));
  const db = await request(opening);
  db.onversionchange = () => db.close();

  return {
    async vault() { return request(db.transaction('vault').objectStore('vault').get('vault')); },

    /** How many interviews wait and were begun; nothing of them has to be unsealed for that. */
    async counts() {
      const transaction = db.transaction(['queue', 'drafts']);
      const [queue, drafts] = await Promise.all([request(transaction.objectStore('queue').count()), request(transaction.objectStore('drafts').count())]);
      return { queue, drafts };
    },

    /** Pairs of key and sealed value. */
    async all(name) {
      const store = db.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([request(store.getAllKeys()), request(store.getAll())]);
      return keys.map((key, place) => [key, values[place]]);
    },

    async get(name, key) { return request(db.transaction(name).objectStore(name).get(key)); },

    /** All or nothing, and on the disk before it is reported: [store, key, value], without a value deleted. */
    write(...changes) {
      return new Promise((resolve, reject) => {
        const transaction = db.transaction([...new Set(changes.map(([name]) => name))], 'readwrite', { durability: 'strict' });
        for (const [name, key, value] of changes) {
          if (value === undefined) { transaction.objectStore(name).delete(key); } else { transaction.objectStore(name).put(value, key); }
        }
        transaction.oncomplete = () => resolve();
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    },

    clear() {
      return new Promise((resolve, reject) => {
        const transaction = db.transaction(['vault', 'lists', 'drafts', 'queue'], 'readwrite', { durability: 'strict' });
        for (const name of transaction.objectStoreNames) { transaction.objectStore(name).clear(); }
        transaction.oncomplete = () => resolve();
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    },
  };
}
