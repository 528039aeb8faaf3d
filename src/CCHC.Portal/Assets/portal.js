// Small comforts on top of pages that work without any script.
(() => {
  // Forms that save themselves. The text of [data-save-state] is the state: unsaved, saving, failed, or what the server said.
  let edits = 0;
  let leaving = null;
  let expired = false;
  let failures = 0;
  let retry = null;
  const formOf = event => event.target.closest?.('form[data-autosave]');
  const say = (form, key) => {
    const state = form.querySelector('[data-save-state]');
    if (state) { state.textContent = state.dataset[key]; }
  };
  const isOpen = form => {
    const state = form.querySelector('[data-save-state]');
    return Boolean(state) && [state.dataset.unsaved, state.dataset.saving, state.dataset.failed].includes(state.textContent);
  };
  const onForm = (name, act) => document.addEventListener(name, event => {
    const form = formOf(event);
    if (form) { act(form, event.detail?.ctx); }
  });

  onForm('input', form => { edits++; say(form, 'unsaved'); });
  onForm('htmx:config:request', (form, ctx) => { ctx.edits = edits; });
  onForm('htmx:before:request', (form, ctx) => {
    // A save that waited for the one before goes out with the version that one brought, and into the part it left.
    if (form.elements.version) { ctx.request.body.set('version', form.elements.version.value); }
    ctx.target = form.querySelector(form.getAttribute('hx-target'));
    say(form, 'saving');
  });
  const fail = form => {
    leaving = null;
    say(form, 'failed');
    clearTimeout(retry);
    retry = setTimeout(() => { if (form.isConnected && isOpen(form)) { form.requestSubmit(); } }, Math.min(5000 * 2 ** failures++, 60000));
  };
  addEventListener('online', () => {
    failures = 0;
    document.querySelectorAll('form[data-autosave="change"]').forEach(form => { if (isOpen(form)) { form.requestSubmit(); } });
  });
  onForm('htmx:error', fail);
  onForm('htmx:response:error', (form, ctx) => {
    if (ctx.response.status >= 500) { fail(form); }
    if (ctx.response.status === 401) { expired = true; } // on the way to sign in again; what was typed is kept
  });
  onForm('htmx:finally:request', (form, ctx) => {
    const answered = ctx.response?.status < 300 && !form.querySelector('[role="alert"]');
    if (answered) { failures = 0; }
    form.dispatchEvent(new CustomEvent('autosave:done', { bubbles: true, detail: { saved: answered && ctx.edits === edits, answered, choice: ctx.request.submitter?.name === 'merge' } }));
    if (ctx.edits !== edits) { if (answered) { say(form, 'unsaved'); } return; }
    const saved = !isOpen(form) && !form.querySelector('[role="alert"]');
    if (saved && leaving) { location.href = leaving; }
    leaving = null;
  });

  // What was typed is saved before a link of the page is followed; a form that only its button sends asks first.
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href]');
    const form = document.querySelector('form[data-autosave="change"]');
    if (!link || !form || !isOpen(form) || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    leaving = link.href;
    form.requestSubmit();
  });
  document.addEventListener('submit', event => {
    const form = document.querySelector('form[data-autosave="change"]');
    if (!event.target.matches('form[data-leave]') || !form || !isOpen(form)) { return; }
    event.preventDefault();
    leaving = `${event.target.action}?${new URLSearchParams(new FormData(event.target))}`;
    form.requestSubmit();
  });
  addEventListener('beforeunload', event => {
    if (!expired && [...document.querySelectorAll('form[data-autosave]')].some(isOpen)) { event.preventDefault(); }
  });

  // After a refusal the keyboard stands where it is put right: at the first wrong field, else at what was said.
  const refused = document.querySelector('main [aria-invalid="true"]') ?? document.querySelector('main [role="alert"]');
  refused?.focus();

  // What was typed and not sent is kept in this browser for the person who typed it (sheet.js); nobody else finds it.
  const account = document.querySelector('form[data-account]');
  const drafts = () => {
    try { return Object.keys(localStorage).filter(key => key.startsWith('cchc.draft:')); } catch { return []; }
  };
  if (account) {
    drafts().filter(key => !key.startsWith(`cchc.draft:${account.dataset.account}:`)).forEach(key => localStorage.removeItem(key));
    account.addEventListener('submit', event => {
      if (drafts().length > 0 && !confirm(account.dataset.unsent)) { event.preventDefault(); return; }
      drafts().forEach(key => localStorage.removeItem(key));
    });
  }

  // A part that follows what happens elsewhere: each event lets it fetch itself anew. Of a window that nobody looks at the line is given back.
  const followed = document.querySelector('[data-follow]');
  if (followed && 'EventSource' in window) {
    const state = document.querySelector('[data-follow-state]');
    const { id, dataset: { follow } } = followed;
    let line = null;
    let again = null;
    let last = null;
    let shown = document.visibilityState === 'visible';
    const say = key => { if (state && state.textContent !== state.dataset[key]) { state.textContent = state.dataset[key]; } };
    const news = event => {
      if (event.lastEventId !== last) {
        last = event.lastEventId;
        document.getElementById(id)?.dispatchEvent(new CustomEvent('news'));
      }
    };
    const connect = () => {
      clearTimeout(again);
      line?.close();
      line = new EventSource(follow);
      line.addEventListener('open', () => say('live'));
      ['state', 'change'].forEach(name => line.addEventListener(name, news));
      // The browser comes back by itself after a line that broke, not after a refusal.
      line.addEventListener('error', () => { say('lost'); if (line.readyState === EventSource.CLOSED) { again = setTimeout(connect, 5000); } });
    };
    if (shown) { connect(); }
    document.addEventListener('visibilitychange', () => {
      const visible = document.visibilityState === 'visible';
      if (visible === shown) { return; }
      shown = visible;
      if (visible) { connect(); } else { clearTimeout(again); line.close(); }
    });
  }

  // Wide lists: the whole row opens what its first link opens.
  document.addEventListener('click', event => {
    if (event.target.closest('a, button, input, select, summary, label') || String(getSelection())) { return; }
    event.target.closest('tr[data-row]')?.querySelector('a')?.click();
  });
})();
