// Paper forms by keyboard: a key chooses, Enter goes on to the next answer that is asked. Without this script it is a plain form.
(() => {
  const form = document.querySelector('form[data-entry]');
  if (!form) { return; }
  const rows = [...form.querySelectorAll('.entry-row')];
  const stops = [...form.querySelectorAll('[data-head], .entry-row, button[type="submit"]')];
  let typed = false;

  // A condition is met by an answer for the same unit, or by one that is given once; a row that is not asked meets none.
  const chosen = (row, options) => [...row.querySelectorAll('input:checked')].some(input => options.includes(input.value));
  const asked = row => (row.dataset.if ?? '').split('|').filter(Boolean).every(condition => {
    const colon = condition.indexOf(':');
    const [question, options] = [condition.slice(0, colon), condition.slice(colon + 1).split(' ')];
    return rows.some(other => other !== row && other.dataset.question === question && (!other.dataset.unit || other.dataset.unit === row.dataset.unit) && asked(other) && chosen(other, options));
  });
  const mark = () => rows.forEach(row => row.classList.toggle('not-asked', !asked(row)));

  const enter = stop => {
    const target = stop.matches('.entry-row') ? stop.querySelector('input[type="radio"]:checked') ?? stop.querySelector('input, textarea') : stop;
    target.focus();
    if (target.matches('input:not([type="radio"], [type="checkbox"])')) { target.select(); }
    stop.scrollIntoView({ block: 'nearest' });
  };

  form.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.target.matches('button')) { return; }
    const stop = event.target.closest('[data-head], .entry-row');
    if (!stop) { return; }
    if (event.key === 'Enter') {
      if (event.shiftKey && event.target.matches('textarea')) { return; }
      event.preventDefault();
      const next = stops.slice(stops.indexOf(stop) + 1).find(other => !other.matches('.entry-row') || asked(other));
      if (next) { enter(next); }
      return;
    }
    if (!stop.matches('.entry-row') || event.target.matches('textarea, input:not([type="radio"], [type="checkbox"])')) { return; }
    const key = event.key === 'Delete' || event.key === 'Backspace' ? stop.querySelector('[data-key][value=""]')?.dataset.key : event.key.length === 1 ? event.key.toUpperCase() : null;
    const option = key && key !== ' ' ? [...stop.querySelectorAll('[data-key]')].find(input => input.dataset.key === key) : null;
    if (!option) { return; }
    event.preventDefault();
    option.checked = option.type === 'radio' || !option.checked;
    option.focus();
    option.dispatchEvent(new Event('change', { bubbles: true }));
  });
  form.addEventListener('input', () => { typed = true; });
  form.addEventListener('change', () => { typed = true; mark(); });
  form.addEventListener('submit', () => { typed = false; });
  addEventListener('beforeunload', event => { if (typed) { event.preventDefault(); } });
  mark();
})();
