// The steps of the conference without a request each; the links remain what they say for whoever has no script.
const stage = document.querySelector('[data-conference]');
const total = Number(stage.dataset.total);
let shown = Number(stage.dataset.shown);
const rows = [...stage.querySelectorAll('[data-step]')];
const link = name => stage.querySelector(`[data-go="${name}"]`);
const address = number => {
  const url = new URL(location.href);
  url.searchParams.set('lo', number);
  return url.pathname + url.search;
};
const hide = (element, off) => element.toggleAttribute('data-off', off);

function show(number, still = matchMedia('(prefers-reduced-motion: reduce)').matches) {
  shown = Math.min(Math.max(number, 0), total);
  for (const row of rows) {
    hide(row, Number(row.dataset.step) > shown);
    row.removeAttribute('aria-current');
  }
  const now = rows.find(row => Number(row.dataset.step) === shown);
  hide(stage.querySelector('[data-hint]'), !!now);
  hide(stage.querySelector('[data-current]'), !now);
  for (const part of stage.querySelectorAll('[data-of]')) {
    part.textContent = now ? now.querySelector(`[data-give="${part.dataset.of}"]`).textContent.trim() : '';
  }
  now?.setAttribute('aria-current', 'step');
  (now ?? rows.at(-1))?.scrollIntoView({ block: 'center', behavior: still ? 'instant' : 'smooth' });
  stage.querySelector('[data-count]').textContent = `${shown} / ${total}`;
  link('previous').href = address(Math.max(shown - 1, 0));
  link('next').href = shown < total ? address(shown + 1) : link('next').dataset.then ?? address(shown);
  history.replaceState(null, '', address(shown));
}

const next = () => shown < total ? show(shown + 1) : link('next').dataset.then && location.assign(link('next').dataset.then);
const deeds = { first: () => show(0), previous: () => show(shown - 1), next, last: () => show(total) };
for (const [name, deed] of Object.entries(deeds)) {
  link(name).addEventListener('click', event => {
    event.preventDefault();
    deed();
  });
}

const full = stage.querySelector('[data-full]');
full.hidden = !document.fullscreenEnabled;
const toggleFull = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
full.addEventListener('click', toggleFull);

const keys = {
  ' ': next, ArrowRight: next, PageDown: next, ArrowLeft: deeds.previous, PageUp: deeds.previous, Home: deeds.first, End: deeds.last,
  f: () => document.fullscreenEnabled && toggleFull(),
  Escape: () => document.fullscreenElement ? document.exitFullscreen() : location.assign(link('back').href),
};
addEventListener('keydown', event => {
  const key = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!key || event.ctrlKey || event.altKey || event.metaKey || (event.key === ' ' && event.target.closest('button'))) {
    return;
  }
  event.preventDefault();
  key();
});

show(shown, true);
