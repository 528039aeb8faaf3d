// Repeats a draw from its protocol and the numbered frame, with nothing of the system: node repeat-draw.mjs protocol.json frame.csv
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const protocol = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const text = readFileSync(process.argv[3], 'utf8');
const lines = text.slice(text.indexOf('\n') + 1);
if (createHash('sha256').update(lines).digest('hex') !== protocol.frameHash) { throw new Error('another frame'); }
const people = lines.trimEnd().split('\n').map(line => line.split(',')).map(([number, stratum, cluster]) => ({ number, stratum, cluster }));

const order = text => createHash('sha256').update(text).digest('hex');
const by = key => (a, b) => (key(a) < key(b) ? -1 : 1);
const group = (list, key) => {
  const groups = new Map(list.map(item => [key(item), []]));
  list.forEach(item => groups.get(key(item)).push(item));
  return [...groups].sort(by(entry => entry[0]));
};
const equal = (sizes, sample) => {
  // The same number of each, what a small one lacks goes to the others, what is left to the first names.
  const shares = new Map();
  for (;;) {
    const open = sizes.filter(([name]) => !shares.has(name));
    const left = sample - [...shares.values()].reduce((sum, share) => sum + share, 0);
    const small = open.filter(([, size]) => left / open.length > size);
    if (small.length === 0 || small.length === open.length) {
      open.forEach(([name, size], i) => shares.set(name, small.length ? size : Math.floor(left / open.length) + (i < left % open.length ? 1 : 0)));
      return shares;
    }
    small.forEach(([name, size]) => shares.set(name, size));
  }
};
const take = (list, size) => list.sort(by(person => order(`${protocol.seed}|${person.number}`))).slice(0, size + Math.ceil(Number((size * protocol.reserve).toFixed(9)))).map(person => Number(person.number));

const drawn = group(people, person => person.stratum).flatMap(([stratum, list]) => {
  const sample = protocol.strata.find(share => share.name === stratum).sample;
  if (protocol.clusters == null) { return take(list, sample); }
  const clusters = group(list, person => person.cluster).sort(by(([cluster]) => order(`${protocol.seed}|${stratum}|${cluster}`))).slice(0, protocol.clusters).sort(by(([name]) => name));
  const shares = equal(clusters.map(([name, members]) => [name, members.length]), Math.min(sample, clusters.flatMap(([, members]) => members).length));
  return clusters.flatMap(([name, members]) => take(members, shares.get(name)));
});
console.log(drawn.join(','));
