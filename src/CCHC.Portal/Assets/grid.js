// A grid of units: up and down go to the same thing in the row above or below, and a row that was renewed keeps the keyboard.
(() => {
  const grid = document.querySelector('[data-grid]');
  if (!grid) { return; }
  const stops = row => [...row.querySelectorAll('a[href], button, summary')].filter(x => x.checkVisibility());
  const columnOf = element => element.closest('td, th')?.cellIndex ?? 0;

  grid.addEventListener('keydown', event => {
    if (!['ArrowUp', 'ArrowDown'].includes(event.key) || event.target.matches('input, textarea, select')) { return; }
    const row = event.target.closest('tbody tr');
    if (!row) { return; }
    const next = event.key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling;
    if (!next) { return; }
    const column = columnOf(event.target);
    const target = stops(next).find(x => columnOf(x) === column) ?? stops(next)[0];
    if (target) {
      event.preventDefault();
      target.focus();
    }
  });

  // The row that comes back is a new one: the keyboard goes to what can be done next in it.
  document.addEventListener('htmx:after:swap', () => {
    if (document.activeElement && document.activeElement !== document.body) { return; }
    const row = grid.querySelector('tr[data-decided]') ?? document.getElementById(grid.dataset.last ?? '');
    row?.focus();
  });
  grid.addEventListener('submit', event => { grid.dataset.last = event.target.closest('tr')?.id ?? ''; }, true);
})();
