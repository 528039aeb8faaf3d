// Small comforts on top of pages that work without any script.
(() => {
  const state = form => form.querySelector('[data-save-state]');
  const say = (form, key) => {
    const element = form && state(form);
    if (element) { element.textContent = element.dataset[key]; }
  };
  const formOf = event => event.target.closest?.('form[data-autosave]');

  document.addEventListener('input', event => say(formOf(event), 'unsaved'));
  document.addEventListener('htmx:before:request', event => say(formOf(event), 'saving'));
  document.addEventListener('htmx:error', event => {
    const form = formOf(event);
    if (!form) { return; }
    say(form, 'failed');
    setTimeout(() => form.isConnected && form.requestSubmit(), 5000);
  });

  // Typed text that is not saved yet: the browser asks before leaving.
  addEventListener('beforeunload', event => {
    const waiting = [...document.querySelectorAll('[data-save-state]')].some(x => [x.dataset.unsaved, x.dataset.failed].includes(x.textContent));
    if (waiting) { event.preventDefault(); }
  });

  // Wide lists: the whole row opens what its first link opens.
  document.addEventListener('click', event => {
    if (event.target.closest('a, button, input, select, summary, label')) { return; }
    if (String(getSelection())) { return; }
    event.target.closest('tr[data-row]')?.querySelector('a')?.click();
  });

  // On a phone the chosen leaf is shown, not the tree above it; filters apply when chosen.
  document.addEventListener('change', event => {
    if (event.target.matches('[data-submit-on-change]')) { event.target.form.requestSubmit(); }
  });
})();
