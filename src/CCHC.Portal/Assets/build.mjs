// Brings the browser's files together in wwwroot/lib: restored from npm by the lock file, compressed once here instead of per request.
import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const installed = 'node_modules/.package-lock.json';
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
  execSync('npm ci --ignore-scripts --omit=optional --prefer-offline --no-audit --no-fund', { stdio: 'inherit' });
}

const files = {
  'tabler.css': ['node_modules/@tabler/core/dist/css/tabler.min.css'],
  'portal.css': ['Assets/colours.css', 'Assets/portal.css', 'Assets/questions.css'],
  'survey.css': ['Assets/colours.css', 'Assets/survey.css', 'Assets/questions.css'],
  'embed.css': ['Assets/colours.css', 'Assets/embed.css'],
  'portal.js': ['node_modules/htmx.org/dist/htmx.min.js', 'Assets/portal.js'],
  'conference.css': ['Assets/conference.css'],
  'conference.js': ['Assets/conference.js'],
  'criteria-tree.js': ['Assets/criteria-tree.js'],
  'workbook.js': ['Assets/workbook.js'],
  'grid.js': ['Assets/grid.js'],
  'paper-entry.js': ['Assets/paper-entry.js'],
  'phrases.js': ['Assets/phrases.js'],
  'review.js': ['Assets/review.js'],
  'passkeys.js': ['Assets/passkeys.js'],
  'sheet.js': ['Assets/sheet.js'],
  'evidence.js': ['node_modules/tus-js-client/dist/tus.min.js', 'Assets/evidence.js'],
  'pdf.js': ['node_modules/pdfjs-dist/legacy/build/pdf.min.mjs'],
  'pdf.worker.js': ['node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs'],
  'tablet.css': ['Assets/tablet.css'],
  'tablet.js': ['Assets/tablet.mjs'],
  'tablet-screens.js': ['Assets/tablet-screens.mjs'],
  'tablet-interview.js': ['Assets/tablet-interview.mjs'],
  'tablet-queue.js': ['Assets/tablet-queue.mjs'],
  'tablet-vault.js': ['Assets/tablet-vault.mjs'],
  'tablet-store.js': ['Assets/tablet-store.mjs'],
  'tablet-worker.js': ['Assets/tablet-worker.js'],
  'tablet-icon.svg': ['Assets/tablet-icon.svg'],
  'favicon.svg': ['Assets/favicon.svg'],
};

rmSync('wwwroot/lib', { recursive: true, force: true });
mkdirSync('wwwroot/lib', { recursive: true });
for (const [name, sources] of Object.entries(files)) {
  const text = sources.map(source => readFileSync(source, 'utf8').replace(/\n?\/[/*]# sourceMappingURL=.*$/m, '')).join('\n');
  const content = Buffer.from(text);
  writeFileSync(`wwwroot/lib/${name}`, content);
  writeFileSync(`wwwroot/lib/${name}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`wwwroot/lib/${name}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
}
writeFileSync('wwwroot/lib/.stamp', '');
