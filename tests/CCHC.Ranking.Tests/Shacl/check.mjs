// Checks a JSON-LD document against SHACL shapes: node check.mjs shapes.ttl < document. Writes what is wrong, a line each, then how many statements and nodes it saw.
import { readFileSync } from 'node:fs';
import jsonld from 'jsonld';
import { Parser, Store } from 'n3';
import Validator from 'rdf-validate-shacl';

const loaded = text => new Store(new Parser().parse(text));
const turtle = path => loaded(readFileSync(path, 'utf8'));

// Nothing of the web is read: a context that lies elsewhere is refused.
const documentLoader = address => { throw new Error(`refers to ${address}`); };
const document = JSON.parse(readFileSync(0, 'utf8'));
const data = loaded(await jsonld.toRDF(document, { format: 'application/n-quads', documentLoader, safe: true }));

const local = term => term?.value.replace(/^.*[#/](?=.)/, '') ?? '';
const report = await new Validator(turtle(process.argv[2])).validate(data);
for (const result of report.results) {
  console.log(`${result.focusNode.value}: ${local(result.path)} ${local(result.sourceConstraintComponent)} ${result.value?.value ?? ''}`.trim());
}

const type = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', dcat = 'http://www.w3.org/ns/dcat#';
const count = name => data.countQuads(null, type, dcat + name, null);
console.log(`checked: ${count('Catalog')} catalogue, ${count('Dataset')} datasets, ${count('Distribution')} distributions; ${report.conforms ? 'conforms' : `${report.results.length} violations`}`);
