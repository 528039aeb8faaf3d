// Which finished interviews go together, and what becomes of them when the answer is there.

const MostAtOnce = 50;
const MostBytes = 2_000_000; // of a request; the service takes 8 MB

/** Interviews of one survey in the order in which they ended, in portions that a bad line can carry. */
export function portions(entries, most = MostAtOnce, bytes = MostBytes) {
  const found = [];
  let size = 0;
  for (const entry of [...entries].sort((one, other) => one.interview.endedAt.localeCompare(other.interview.endedAt))) {
    const length = JSON.stringify(entry.interview).length;
    if (found.length === 0 || found.at(-1).length === most || size + length > bytes) {
      found.push([]);
      size = 0;
    }
    found.at(-1).push(entry);
    size += length;
  }
  return found;
}

/** What the answer means for each: gone from the queue, gone and somebody else's, or kept with a message. An interview that it does not name stays as it is. */
export function settle(entries, items) {
  const settled = { stored: [], duplicates: [], refused: [] };
  for (const entry of entries) {
    const item = items.find(known => known.key?.toLowerCase() === entry.interview.key);
    const place = { stored: 'stored', already: 'stored', duplicate: 'duplicates', refused: 'refused' }[item?.outcome];
    if (place) { settled[place].push({ ...entry, message: item.message ?? null }); }
  }
  return settled;
}

/** Where a person stands on this tablet. */
export function standing(person, { mine, declined, drafts, queue }) {
  const serial = person.serial;
  const waiting = queue.find(entry => entry.interview.serial === serial);
  if (waiting) { return waiting.message ? 'refused' : 'unsent'; }
  if (person.answered) { return mine.includes(serial) ? 'done' : 'elsewhere'; }
  if (drafts.some(draft => draft.serial === serial)) { return 'started'; }
  return declined.includes(serial) ? 'declined' : 'open';
}

/** Whether nobody has to ask this person any more. */
export const isAsked = state => ['unsent', 'refused', 'done', 'elsewhere', 'declined'].includes(state);
