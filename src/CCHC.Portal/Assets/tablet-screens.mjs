// Draws the enumerator's page. Where one stands is known to this window alone: no address, no history names a person.

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') { element.addEventListener(name, value); }
    else if (value === true) { element.setAttribute(name, ''); }
    else if (value !== false && value !== null && value !== undefined) { element.setAttribute(name, value); }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const two = number => String(number).padStart(2, '0');
const clock = new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit', year: 'numeric', hourCycle: 'h23' });
function timeOf(value) {
  const parts = Object.fromEntries(clock.formatToParts(new Date(value)).map(({ type, value: text }) => [type, text]));
  return `${two(parts.day)}/${two(parts.month)}/${parts.year} ${two(parts.hour)}:${two(parts.minute)}`;
}
const decimal = number => String(number).replace('.', ',');

const Rows = 50;

export function screens(app) {
  const { words, fill, vault, interview, queue } = app;
  const main = document.getElementById('main');
  const syncButton = document.getElementById('tablet-sync');
  const lockButton = document.getElementById('tablet-lock');
  const stack = [{ name: 'home' }];
  let release = null; // lets the interview go that this window asks in
  let install = null;
  let first = true;

  const button = (text, click, attributes = {}) => h('button', { type: 'button', class: 'btn', click, ...attributes }, text);
  const primary = (text, click, attributes = {}) => button(text, click, { class: 'btn btn-primary', ...attributes });
  const alert = (text, kind = 'info', ...more) => h('div', { class: `alert alert-${kind}`, role: kind === 'danger' ? 'alert' : null }, h('div', null, text, ...more));
  const mark = (text, kind) => h('span', { class: `mark mark-${kind}` }, text);
  const title = text => h('h1', { tabindex: '-1' }, text);
  const backTo = text => button(`← ${text}`, () => history.back(), { class: 'btn tb-back' });
  const personName = person => person.name || fill(words.Serial, person.serial);

  // Ways

  function go(screen) {
    stack.push(screen);
    history.pushState({ depth: stack.length }, '');
    app.notice = null;
    draw();
  }
  addEventListener('popstate', event => {
    keep();
    app.notice = stack.at(-1).leaving ?? null; // a message of the screen that ends
    stack.length = Math.max(1, Math.min(stack.length, event.state?.depth ?? 1));
    draw();
  });
  history.replaceState({ depth: 1 }, '');

  function say(text, kind) {
    app.notice = { text, kind };
    const shown = main.querySelector('[data-notice]');
    if (shown) { shown.replaceChildren(alert(text, kind)); } else { main.prepend(h('div', { 'data-notice': true }, alert(text, kind))); }
  }

  /** Draws the screen, with the keyboard at its title. */
  function draw() {
    const screen = app.record && !app.key ? { name: 'unlock' } : stack.at(-1);
    app.asking = screen.name === 'interview' ? screen.key : null;
    if (!app.asking) { release?.(); release = null; }
    main.replaceChildren(
      h('div', { 'data-notice': true, 'aria-live': 'polite' }, app.notice ? alert(app.notice.text, app.notice.kind) : null),
      ...(all[screen.name](screen) ?? [alert(words.NotFound, 'warning'), backTo(words.Back)]));
    bar();
    scrollTo(0, 0);
    if (!first) { (main.querySelector('[data-first]') ?? main.querySelector('h1'))?.focus(); }
    first = false;
  }

  /** After news from elsewhere: what is being typed stays as it is. */
  function refresh() {
    bar();
    const screen = stack.at(-1).name;
    if (app.record && !app.key ? !main.querySelector('[data-unlock]') : ['home', 'list', 'person', 'queue'].includes(screen) && !main.contains(document.activeElement?.closest('input, select, textarea, details') ?? null)) {
      const focused = document.activeElement?.id;
      const scrolled = scrollY;
      first = true; // nobody has moved
      draw();
      scrollTo(0, scrolled);
      if (focused) { document.getElementById(focused)?.focus({ preventScroll: true }); }
    }
  }

  function bar() {
    const { counts, online } = app;
    const unsent = counts.queue > 0 ? fill(words.StateUnsent, counts.queue) : words.StateAllSent;
    const state = `${app.syncing ? words.StateSyncing : online ? words.StateOnline : words.StateOffline} · ${unsent}`;
    const line = document.getElementById('tablet-state');
    if (line.textContent !== state) { line.textContent = state; } // said aloud only when it changes
    line.dataset.online = online;
    document.getElementById('tablet-facts').replaceChildren(...[
      app.synced ? fill(words.FactSynced, timeOf(app.synced)) : words.FactNeverSynced,
      app.failedAt && app.counts.queue > 0 ? fill(words.FactFailed, timeOf(app.failedAt)) : null,
      app.signedOut ? words.FactSignedOut : null,
      app.ready ? words.FactReady : words.FactNotReady,
      app.persisted ? words.FactPersisted : words.FactNotPersisted,
    ].filter(Boolean).map(text => h('span', null, text)), ...(app.signedOut ? [signInLink()] : []));
    syncButton.hidden = lockButton.hidden = !app.key;
    syncButton.disabled = app.syncing;
    syncButton.textContent = app.syncing ? words.Syncing : words.Sync;
  }
  syncButton.addEventListener('click', () => app.sync(true));
  lockButton.addEventListener('click', () => app.lock());
  addEventListener('beforeinstallprompt', event => { event.preventDefault(); install = event; refresh(); });
  addEventListener('appinstalled', () => { install = null; refresh(); });

  const signInLink = () => h('a', { href: `/dang-nhap?returnUrl=${encodeURIComponent(document.body.dataset.address)}` }, words.SignIn);

  // Lists

  function homeScreen() {
    const here = [...app.lists.entries()];
    const others = (app.available ?? []).filter(item => !app.lists.has(item.surveyId));
    const foreign = app.record && app.session && app.session.account !== app.record.owner;
    const duplicates = here.reduce((sum, [, known]) => sum + known.duplicates.length, 0);
    return [
      title(words.HomeTitle),
      foreign ? alert(fill(words.OtherAccount, app.owner?.name ?? ''), 'danger') : null,
      app.unsent.size > 0 || duplicates > 0 ? h('p', null, button(fill(words.QueueLink, app.unsent.size, duplicates), () => go({ name: 'queue' }), { id: 'to-queue' })) : null,
      h('h2', null, words.HereTitle),
      here.length === 0 ? h('p', { class: 'lead' }, words.HereNone) : h('ul', { class: 'tb-list' }, here.map(([id, known]) => listCard(id, known))),
      h('h2', null, words.AvailableTitle),
      availableLists(others, foreign),
      install ? h('p', null, button(words.Install, async () => { await install.prompt(); install = null; refresh(); }, { id: 'install' })) : null,
    ].filter(Boolean);
  }

  function availableLists(items, foreign) {
    if (app.signedOut) { return h('p', null, words.SignInToDownload, ' ', signInLink()); }
    if (!app.online) { return h('p', null, words.OfflineNoLists); }
    if (app.available === null) { return h('p', null, words.Loading); }
    if (items.length === 0) { return h('p', null, words.AvailableNone); }
    return h('ul', { class: 'tb-list' }, items.map(item => h('li', { class: 'tb-card' },
      h('h3', null, item.surveyName),
      h('p', null, fill(words.AvailableCount, item.people, item.answered)),
      item.status === 'open'
        ? primary(words.Download, () => download(item), { disabled: foreign, 'aria-label': `${words.Download}: ${item.surveyName}` })
        : mark(words.Closed, 'waiting'))));
  }

  async function download(item) {
    if (!app.record) { go({ name: 'newPin', item }); return; }
    say(fill(words.Downloading, item.surveyName), 'info');
    try {
      await app.download(item.surveyId);
      app.notice = { text: fill(words.Downloaded, item.surveyName, app.lists.get(item.surveyId).list.people.length), kind: 'success' };
    } catch (error) {
      app.notice = { text: error.name === 'QuotaExceededError' ? words.NoSpace : error.message, kind: 'danger' };
    }
    draw();
  }

  function standings(id, known) {
    const drafts = [...app.drafts.values()].filter(draft => draft.surveyId === id);
    const waiting = [...app.unsent.values()].filter(entry => entry.surveyId === id);
    return known.list.people.map(person => ({ person, state: queue.standing(person, { ...known, drafts, queue: waiting }) }));
  }

  function listCard(id, known) {
    const people = standings(id, known);
    const unsent = [...app.unsent.values()].filter(entry => entry.surveyId === id).length;
    const drafts = [...app.drafts.values()].filter(draft => draft.surveyId === id).length;
    const field = h('input', { class: 'form-control', type: 'text', autocomplete: 'off', id: `typed-${id}` });
    const wrong = h('p', { class: 'field-error', role: 'alert' });
    const asked = people.filter(({ state }) => queue.isAsked(state)).length;
    return h('li', { class: 'tb-card' },
      h('h3', null, known.list.surveyName),
      known.closed ? alert(words.ListClosed, 'warning') : null,
      h('p', null, fill(words.ListCount, asked, people.length), unsent > 0 ? ` · ${fill(words.StateUnsent, unsent)}` : '', drafts > 0 ? ` · ${fill(words.Begun, drafts)}` : ''),
      h('p', { class: 'note' }, fill(words.AsOf, timeOf(known.list.asOf))),
      h('div', { class: 'tb-deeds' },
        primary(words.OpenList, () => go({ name: 'list', id, filter: 'open', search: '', rows: Rows }), { 'aria-label': `${words.OpenList}: ${known.list.surveyName}` })),
      h('details', { class: 'confirm' },
        h('summary', { class: 'btn' }, words.Remove),
        h('form', {
          class: 'confirm-box',
          submit: async event => {
            event.preventDefault();
            if (unsent + drafts > 0 && interview.plain(field.value.trim()) !== interview.plain(words.RemoveWord)) {
              wrong.textContent = fill(words.RemoveRefused, words.RemoveWord);
              field.focus();
              return;
            }
            await app.removeList(id);
            app.notice = { text: fill(words.Removed, known.list.surveyName), kind: 'success' };
            draw();
          },
        },
        h('p', null, unsent + drafts > 0 ? fill(words.RemoveUnsent, unsent, drafts) : words.RemoveEffect),
        unsent + drafts > 0 ? h('div', null, h('label', { class: 'form-label', for: field.id }, fill(words.RemoveType, words.RemoveWord)), field, wrong) : null,
        h('button', { class: 'btn btn-primary', type: 'submit' }, words.RemoveYes))));
  }

  // The PIN

  // A text field that looks like a password: a browser that offers to remember the PIN would undo what it is for.
  const pinField = (id, label, attributes = {}) => [
    h('label', { class: 'form-label', for: id }, label),
    h('input', { class: 'form-control tb-pin', id, type: 'text', inputmode: 'numeric', autocomplete: 'off', maxlength: '32', autocapitalize: 'off', spellcheck: 'false', ...attributes }),
  ];

  function newPinScreen({ item }) {
    const wrong = h('p', { class: 'field-error', role: 'alert', id: 'pin-error' });
    const submit = async event => {
      event.preventDefault();
      const [pin, again] = ['pin', 'pin-again'].map(id => document.getElementById(id));
      const refusal = vault.refusalOf(pin.value) ?? (pin.value === again.value ? null : 'PinsDiffer');
      if (refusal) {
        wrong.textContent = words[refusal];
        (refusal === 'PinsDiffer' ? again : pin).focus();
        return;
      }
      event.submitter.disabled = true;
      try {
        await app.create(pin.value);
      } catch {
        location.reload(); // a PIN was chosen in another window
        return;
      }
      stack[stack.length - 1] = { name: 'home' };
      await download(item);
    };
    return [
      backTo(words.ToLists), title(words.NewPinTitle),
      alert(words.NewPinWarning, 'warning'),
      h('p', null, words.NewPinText),
      h('form', { class: 'tb-form', submit, novalidate: true },
        ...pinField('pin', words.NewPin, { 'aria-describedby': 'pin-error' }), ...pinField('pin-again', words.NewPinAgain, { 'aria-describedby': 'pin-error' }), wrong,
        h('button', { class: 'btn btn-primary', type: 'submit' }, words.NewPinSet)),
    ];
  }

  function unlockScreen() {
    const wrong = h('p', { class: 'field-error', role: 'alert', id: 'pin-error' });
    const wait = h('p', { class: 'tb-wait', id: 'pin-wait' });
    const open = h('button', { class: 'btn btn-primary', type: 'submit' }, words.Unlock);
    const typed = h('input', { class: 'form-control', type: 'text', autocomplete: 'off', id: 'typed-all' });
    const refused = h('p', { class: 'field-error', role: 'alert' });
    const countDown = () => {
      const left = vault.waitOf(app.record, Date.now());
      open.disabled = left > 0;
      wait.textContent = left > 0 ? fill(words.PinWait, Math.ceil(left / 1000)) : '';
      if (left > 0 && wait.isConnected) { setTimeout(countDown, 500); }
    };
    const submit = async event => {
      event.preventDefault();
      const pin = document.getElementById('pin');
      open.disabled = true;
      wrong.textContent = words.Unlocking;
      const outcome = await app.unlock(pin.value);
      if (!outcome.wrong && !outcome.wait) {
        draw();
        app.sync();
        return;
      }
      app.record = { ...app.record, waitUntil: Date.now() + outcome.wait, failures: 32 };
      wrong.textContent = outcome.wrong ? words.PinWrong : '';
      pin.value = '';
      pin.focus();
      countDown();
    };
    const { counts } = app;
    queueMicrotask(countDown);
    return [
      h('div', { 'data-unlock': true }), title(words.UnlockTitle),
      h('p', null, words.UnlockText),
      h('form', { class: 'tb-form', submit, novalidate: true }, ...pinField('pin', words.Pin, { 'data-first': true, 'aria-describedby': 'pin-error pin-wait' }), wrong, wait, open),
      h('details', { class: 'confirm tb-lost' },
        h('summary', null, words.PinLost),
        h('form', {
          class: 'confirm-box',
          submit: event => {
            event.preventDefault();
            if (interview.plain(typed.value.trim()) === interview.plain(words.RemoveWord)) { app.wipe(); return; }
            refused.textContent = fill(words.RemoveRefused, words.RemoveWord);
            typed.focus();
          },
        },
        h('p', null, fill(words.PinLostText, counts.queue, counts.drafts)),
        h('label', { class: 'form-label', for: typed.id }, fill(words.RemoveType, words.RemoveWord)), typed, refused,
        h('button', { class: 'btn', type: 'submit' }, words.WipeYes))),
    ];
  }

  // People

  const marks = {
    open: ['MarkOpen', 'waiting'], started: ['MarkStarted', 'active'], unsent: ['MarkUnsent', 'warning'], refused: ['MarkRefused', 'bad'],
    done: ['MarkDone', 'done'], elsewhere: ['MarkElsewhere', 'done'], declined: ['MarkDeclined', 'waiting'],
  };
  const markOf = state => mark(words[marks[state][0]], marks[state][1]);

  function listScreen(screen) {
    const known = app.lists.get(screen.id);
    if (!known) { return null; }
    const people = standings(screen.id, known);
    const kinds = { open: people.filter(({ state }) => !queue.isAsked(state)), asked: people.filter(({ state }) => queue.isAsked(state)), all: people };
    const results = h('div', { id: 'people' });
    const show = () => {
      const found = kinds[screen.filter].filter(({ person }) => !screen.search.trim()
        || interview.contains([person.name, person.contact, person.serial, person.stratum, person.cluster].join(' '), screen.search));
      results.replaceChildren(
        h('p', { class: 'count', role: 'status' }, fill(words.PeopleFound, found.length)),
        h('ul', { class: 'tb-list' }, found.slice(0, screen.rows).map(({ person, state }) => h('li', null,
          h('button', { type: 'button', class: 'tb-person', id: `person-${person.serial}`, click: () => go({ name: 'person', id: screen.id, serial: person.serial }) },
            h('span', { class: 'tb-name' }, personName(person)),
            h('span', { class: 'tb-where' }, [person.contact, person.stratum, person.cluster].filter(Boolean).join(' · ')),
            markOf(state))))),
        found.length > screen.rows ? button(fill(words.MorePeople, found.length - screen.rows), () => { screen.rows += Rows; show(); }) : '');
    };
    show();
    return [
      backTo(words.ToLists), title(known.list.surveyName),
      h('div', { class: 'tb-find' },
        h('label', { class: 'form-label', for: 'search' }, words.Search),
        h('input', { class: 'form-control', id: 'search', type: 'search', autocomplete: 'off', value: screen.search, input: event => { screen.search = event.target.value; screen.rows = Rows; show(); } })),
      h('fieldset', { class: 'tb-switch' }, h('legend', null, words.Filter),
        Object.entries(kinds).map(([kind, list]) => h('label', null,
          h('input', { type: 'radio', name: 'filter', value: kind, checked: kind === screen.filter, change: () => { screen.filter = kind; screen.rows = Rows; show(); } }),
          h('span', null, fill(words[{ open: 'FilterOpen', asked: 'FilterAsked', all: 'FilterAll' }[kind]], list.length))))),
      results,
    ];
  }

  const languageName = code => {
    const name = new Intl.DisplayNames([code], { type: 'language' }).of(code);
    return name.charAt(0).toUpperCase() + name.slice(1);
  };
  const languageChoice = (languages, chosen, change) => languages.length < 2 ? null : h('div', { class: 'tb-language' },
    h('label', { for: 'language' }, words.Language),
    h('select', { class: 'form-select', id: 'language', change: event => change(event.target.value) },
      languages.map(code => h('option', { value: code, selected: code === chosen }, languageName(code)))));

  function personScreen(screen) {
    const known = app.lists.get(screen.id);
    const person = known?.list.people.find(other => other.serial === screen.serial);
    if (!person) { return null; }
    const { state } = standings(screen.id, known).find(other => other.person === person);
    const draft = [...app.drafts.values()].find(other => other.surveyId === screen.id && other.serial === person.serial);
    const entry = [...app.unsent.values()].find(other => other.surveyId === screen.id && other.interview.serial === person.serial);
    const form = interview.formFor(known.list, person);
    const language = screen.language ?? 'vi';
    const read = language === 'vi' ? words.ConsentRead : language === 'en' ? words.ConsentReadEnglish : words.ConsentRead;
    const facts = [
      [words.Contact, person.contact], [words.Group, known.list.respondentGroups.find(group => group.code === person.respondentGroup)?.name],
      [words.Stratum, person.stratum], [words.Cluster, person.cluster], [words.Unit, known.list.units.find(unit => unit.id === person.unitId)?.name], [words.SerialTitle, person.serial],
    ];
    const ask = async () => openInterview(await app.begin(screen.id, person, language));
    return [
      backTo(words.ToPeople), title(personName(person)), h('p', null, markOf(state)),
      h('dl', { class: 'tb-facts-list' }, facts.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', null, name), h('dd', null, value)])),
      entry?.message ? alert(entry.message, 'danger') : null,
      ...(['unsent', 'refused', 'done', 'elsewhere'].includes(state) ? [alert(words[{ unsent: 'PersonUnsent', refused: 'PersonRefused', done: 'PersonDone', elsewhere: 'PersonElsewhere' }[state]])] : known.closed ? [alert(words.ListClosed, 'warning')] : [
        draft ? h('div', { class: 'tb-card' },
          h('p', null, fill(words.DraftText, timeOf(draft.startedAt))),
          h('div', { class: 'tb-deeds' }, primary(words.Continue, () => openInterview(draft)), dropDetails(draft))) : null,
        draft ? null : h('section', { class: 'tb-read', 'aria-labelledby': 'read-title' },
          h('h2', { id: 'read-title' }, words.ReadTitle),
          languageChoice(form.languages, language, code => { screen.language = code; draw(); }),
          known.list.introduction ? h('p', { class: 'prose' }, known.list.introduction) : null,
          h('p', { class: 'prose', lang: read === words.ConsentReadEnglish ? 'en' : 'vi' }, read)),
        draft ? null : h('div', { class: 'tb-deeds tb-end' },
          primary(words.ConsentYes, ask),
          state === 'declined'
            ? button(words.ConsentUndo, async () => { await app.decline(screen.id, person.serial, false); draw(); })
            : button(words.ConsentNo, async () => { await app.decline(screen.id, person.serial, true); stack.at(-1).leaving = { text: fill(words.DeclinedSaid, personName(person)), kind: 'success' }; history.back(); })),
      ]),
    ].filter(Boolean);
  }

  const dropDetails = draft => h('details', { class: 'confirm' },
    h('summary', { class: 'btn' }, words.Drop),
    h('div', { class: 'confirm-box' }, h('p', null, words.DropEffect), button(words.DropYes, async () => { await app.dropDraft(draft); draw(); }, { class: 'btn btn-primary' })));

  // The interview

  async function openInterview(draft) {
    release?.();
    release = await app.hold(draft.key);
    if (!release) { say(words.AskedElsewhere, 'warning'); return; }
    go({ name: 'interview', key: draft.key });
  }

  const Unit = 'unit';
  const End = 'end';
  const idOf = page => `${page.section.code}|${page.unit?.id ?? ''}`;

  function interviewScreen(screen) {
    const draft = app.drafts.get(screen.key);
    const known = draft && app.lists.get(draft.surveyId);
    if (!known) { return null; }
    if (!release) { app.hold(draft.key).then(free => { release = free; if (!free) { say(words.AskedElsewhere, 'warning'); history.back(); } }); }
    const form = interview.formFor(known.list, draft.person);
    const units = interview.ratedUnits(form, draft.unitId);
    const pages = interview.pages(form, draft.answers, units);
    const names = [...(interview.choosesUnit(form) ? [Unit] : []), ...pages.map(idOf), End];
    const now = names.includes(draft.page) ? draft.page : names[0];
    const at = names.indexOf(now);
    const context = { screen, draft, form, units, pages, names, now, at };
    const language = languageChoice(form.languages, draft.language, code => { draft.language = code; app.keepDraft(draft); draw(); });
    return [
      h('div', { class: 'tb-head' },
        h('p', { class: 'tb-whom' }, personName(draft.person)),
        h('p', { class: 'tb-step' }, fill(words.StepOf, at + 1, names.length), ' ', h('progress', { max: names.length, value: at + 1, 'aria-hidden': 'true' })),
        language),
      h('div', { 'data-errors': true }),
      ...(now === Unit ? unitPage(context) : now === End ? endPage(context) : questionPage(context)),
    ];
  }

  async function turn({ draft }, name) {
    draft.page = name;
    await app.keepDraft(draft);
    if (app.key) { draw(); }
  }

  const foot = (context, next, nextText) => h('div', { class: 'tb-deeds tb-end' },
    primary(nextText ?? words.Next, next),
    context.at > 0 ? button(words.Previous, () => turn(context, context.names[context.at - 1])) : null,
    button(words.Pause, () => { keep(); history.back(); }));

  function unitPage(context) {
    const { draft, form } = context;
    const list = h('div', { class: 'tb-options', role: 'radiogroup', 'aria-label': words.UnitTitle });
    const show = search => list.replaceChildren(...form.units.filter(unit => unit.id === draft.unitId || !search.trim() || interview.contains(unit.name, search)).slice(0, Rows).map(unit => h('label', { class: 'tb-option' },
      h('input', { type: 'radio', name: 'unit', value: unit.id, checked: unit.id === draft.unitId, change: () => { draft.unitId = unit.id; app.keepDraft(draft); } }), h('span', null, unit.name))));
    show('');
    const next = () => {
      if (!draft.unitId) { complain([{ text: 'UnitMissing', id: 'unit-search' }]); return; }
      turn(context, context.names[context.at + 1]);
    };
    return [
      title(words.UnitTitle),
      h('label', { class: 'form-label', for: 'unit-search' }, words.UnitSearch),
      h('input', { class: 'form-control', id: 'unit-search', type: 'search', autocomplete: 'off', input: event => show(event.target.value) }),
      list, foot(context, next),
    ];
  }

  function questionPage(context) {
    const { draft, form, units, pages, now } = context;
    const { language } = draft;
    const page = pages.find(known => idOf(known) === now);
    const fields = page.items.map((item, place) => ({ item, id: `q${place}`, box: questionBox(context, item, `q${place}`) }));
    const adapt = () => {
      const visible = new Set(interview.asked(form, draft.answers, units).map(item => interview.keyOf(item.question, item.unit)));
      for (const { item, box } of fields) { box.hidden = !visible.has(interview.keyOf(item.question, item.unit)); }
    };
    adapt();
    context.adapt = adapt;
    const next = () => {
      const shown = fields.filter(({ box }) => !box.hidden);
      const problems = interview.problemsOf(shown.map(({ item }) => item), draft.answers);
      for (const { item, id, box } of shown) {
        const problem = problems.find(known => known.item === item);
        box.classList.toggle('tb-missing', Boolean(problem));
        const line = box.querySelector('.field-error');
        line.textContent = problem ? fill(words[problem.text], ...(problem.values ?? []).map(decimal)) : '';
        box.querySelectorAll('input, textarea').forEach(input => { if (problem) { input.setAttribute('aria-invalid', 'true'); } else { input.removeAttribute('aria-invalid'); } });
        if (problem) { problem.id = id; }
      }
      complain(problems);
      if (problems.length === 0) { context.names = [...context.names.slice(0, context.names.indexOf(now)), ...after(context)]; turn(context, context.names[context.names.indexOf(now) + 1]); }
    };
    return [
      title(interview.wording(page.section.title, language)),
      page.unit ? h('p', { class: 'tb-unit' }, fill(words.AboutUnit, page.unit.name)) : null,
      page.section.text ? h('p', { class: 'prose', lang: language }, interview.wording(page.section.text, language)) : null,
      ...fields.map(({ box }) => box), foot(context, next),
    ].filter(Boolean);
  }

  /** The pages from this one on, for what was just answered may have brought or hidden some. */
  function after({ draft, form, units, now }) {
    const names = [...interview.pages(form, draft.answers, units).map(idOf), End];
    return names.slice(names.indexOf(now));
  }

  function complain(problems) {
    main.querySelector('[data-errors]').replaceChildren(...(problems.length === 0 ? [] : [h('div', { class: 'alert alert-danger error-summary', role: 'alert', tabindex: '-1' }, h('div', null,
      h('strong', null, words.CheckBelow),
      h('ul', null, problems.map(problem => h('li', null, h('a', { href: `#${problem.id}`, click: event => { event.preventDefault(); focusOn(problem.id); } },
        fill(words[problem.text], ...(problem.values ?? []).map(decimal)), problem.item ? `: ${questionText(problem.item)}` : ''))))))]));
    if (problems.length > 0) { main.querySelector('.error-summary').focus(); }
  }
  const focusOn = id => {
    const target = document.getElementById(id);
    (target?.matches('input, textarea') ? target : target?.querySelector('input, textarea'))?.focus();
  };
  const questionText = ({ question, unit }) => `${interview.wording(question.text, 'vi')}${unit ? ` (${unit.name})` : ''}`;

  function questionBox(context, item, id) {
    const { draft } = context;
    const { question, unit } = item;
    const { language } = draft;
    const key = interview.keyOf(question, unit);
    const text = [
      h('span', { lang: language }, interview.wording(question.text, language)), unit && !context.now.endsWith(`|${unit.id}`) ? h('span', { class: 'tb-about' }, unit.name) : null,
      question.required ? h('span', { class: 'note' }, ` ${words.Required}`) : null,
    ];
    const error = h('p', { class: 'field-error', id: `${id}-error` });
    const notes = [question.help ? h('p', { class: 'note', lang: language }, interview.wording(question.help, language)) : null, error];
    const answer = value => {
      draft.answers[key] = value;
      context.adapt();
      app.keepDraft(draft);
    };
    if (question.kind === 'number' || question.kind === 'text') {
      const typed = { id: `${id}-field`, class: 'form-control', autocomplete: 'off', 'aria-describedby': `${id}-error`, input: event => { draft.answers[key] = event.target.value; }, change: event => answer(event.target.value) };
      const field = question.kind === 'number' ? h('input', { ...typed, type: 'text', inputmode: 'decimal', maxlength: '40' }) : h('textarea', { ...typed, rows: '4', maxlength: question.longest ?? 2000 });
      field.value = draft.answers[key] ?? '';
      return h('div', { class: 'tb-question', id }, h('label', { class: 'tb-ask', for: typed.id }, ...text), ...notes, field);
    }
    const many = question.kind === 'multiple';
    const box = h('fieldset', { class: 'tb-question', id, 'aria-describedby': `${id}-error` },
      h('legend', { class: 'tb-ask' }, ...text), ...notes, many ? h('p', { class: 'note' }, words.ChooseAny) : null,
      h('div', { class: 'tb-options' }, question.options.map(option => h('label', { class: 'tb-option' },
        h('input', {
          type: many ? 'checkbox' : 'radio', name: id, value: option.code, checked: (draft.answers[key] ?? []).includes(option.code),
          change: () => answer([...box.querySelectorAll('input:checked')].map(input => input.value)),
        }),
        h('span', { lang: language }, interview.wording(option.text, language))))),
      question.required || many ? null : button(words.Unchoose, () => { box.querySelectorAll('input').forEach(input => { input.checked = false; }); answer([]); }, { class: 'btn tb-small' }));
    return box;
  }

  function endPage(context) {
    const { draft, form, units, pages } = context;
    const items = interview.asked(form, draft.answers, units);
    const problems = interview.problemsOf(items, draft.answers);
    const answers = interview.answersOf(form, draft.answers, units);
    const given = new Set(answers.map(answer => `${answer.questionCode}|${answer.unitId ?? ''}`));
    const open = items.filter(item => !given.has(interview.keyOf(item.question, item.unit)) || problems.some(problem => problem.item === item));
    const toPage = item => turn(context, idOf(pages.find(page => page.items.some(other => other.question === item.question && other.unit === item.unit))));
    const finish = async event => {
      event.target.disabled = true;
      try {
        await app.finish(draft, answers);
      } catch {
        event.target.disabled = false;
        say(words.NotKept, 'danger');
        return;
      }
      stack.at(-1).leaving = { text: fill(words.Finished, personName(draft.person)), kind: 'success' };
      stack.at(-3).search = '';
      history.go(-2); // past the person, to the people
    };
    const blocked = problems.length > 0 || answers.length === 0;
    return [
      title(words.EndTitle),
      h('p', null, fill(words.EndCount, answers.length, items.length)),
      answers.length === 0 ? alert(words.NothingAnswered, 'danger') : problems.length > 0 ? alert(words.EndProblems, 'danger') : null,
      open.length > 0 ? h('h2', null, words.EndOpen) : null,
      open.length > 0 ? h('ul', { class: 'tb-list' }, open.map(item => h('li', null, h('button', { type: 'button', class: 'tb-person', click: () => toPage(item) },
        h('span', { class: 'tb-name' }, questionText(item)), problems.some(problem => problem.item === item) ? mark(words.MarkMissing, 'bad') : mark(words.MarkBlank, 'waiting'))))) : null,
      blocked ? foot(context, () => (problems.length > 0 ? toPage(problems[0].item) : turn(context, context.names[0])), words.EndFix) : foot(context, finish, words.Finish),
    ].filter(Boolean);
  }

  // What waits

  function queueScreen() {
    const waiting = [...app.unsent.values()].sort((one, other) => one.interview.endedAt.localeCompare(other.interview.endedAt));
    const duplicates = [...app.lists.values()].flatMap(known => known.duplicates.map(entry => ({ ...entry, survey: known.list.surveyName })));
    return [
      backTo(words.ToLists), title(words.QueueTitle),
      waiting.length === 0 ? h('p', null, words.StateAllSent) : h('ul', { class: 'tb-list' }, waiting.map(entry => h('li', { class: 'tb-card' },
        h('p', { class: 'tb-name' }, personName(entry.person)),
        h('p', { class: 'note' }, `${app.lists.get(entry.surveyId)?.list.surveyName ?? ''} · ${fill(words.EndedAt, timeOf(entry.interview.endedAt))}`),
        markOf(entry.message ? 'refused' : 'unsent'), entry.message ? h('p', { class: 'field-error' }, entry.message) : null))),
      h('h2', null, words.DuplicatesTitle),
      duplicates.length === 0 ? h('p', null, words.DuplicatesNone) : h('ul', { class: 'tb-list' }, duplicates.map(entry => h('li', { class: 'tb-card' },
        h('p', { class: 'tb-name' }, entry.name || fill(words.Serial, entry.serial)), h('p', { class: 'note' }, `${entry.survey} · ${timeOf(entry.at)}`), entry.message ? h('p', null, entry.message) : null))),
    ];
  }

  /** What is being asked right now goes to the disk, such as before the tablet is locked. */
  function keep() {
    const screen = stack.at(-1);
    const draft = screen.name === 'interview' && app.key ? app.drafts.get(screen.key) : null;
    if (draft) { app.keepDraft(draft); }
  }

  const all = { home: homeScreen, newPin: newPinScreen, unlock: unlockScreen, list: listScreen, person: personScreen, interview: interviewScreen, queue: queueScreen };
  return { draw, refresh, bar, say, keep };
}
