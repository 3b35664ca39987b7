/**
 * What moves in the page: search, filter, arrow keys. It stands here as text, for it runs in a browser; the page allows no
 * other script, by its digest.
 */
export const script = `
'use strict';
(() => {
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const search = document.getElementById('search');
  const filter = document.getElementById('filter');
  const said = document.getElementById('shown');
  const rows = all('tbody tr');
  const entries = all('.entry');
  const nameOf = new Map(rows.map((row) => [row, row.firstElementChild.textContent.toLowerCase()]));
  const textOf = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));
  const bad = ['failed', 'refused', 'unreachable'];

  const show = (one, is) => { one.classList.toggle('none', !is); return is; };
  const fits = (one, wanted) => {
    const own = one.dataset.status.split(' ');
    return wanted === '' || (wanted === 'faults' ? bad.some((status) => own.includes(status)) : own.includes(wanted));
  };
  const apply = () => {
    const words = search.value.trim().toLowerCase();
    const byName = words !== '' && rows.some((row) => nameOf.get(row).includes(words));
    const shownRows = rows.filter((row) => show(row, fits(row, filter.value) && (!byName || nameOf.get(row).includes(words))));
    const shown = entries.filter((entry) => show(entry, fits(entry, filter.value) && textOf.get(entry).includes(words)));
    const isAll = words === '' && filter.value === '';
    said.textContent = isAll ? '' : shownRows.length + ' of ' + rows.length + ' rows, ' + shown.length + ' of ' + entries.length + ' steps shown';
    for (const table of all('table')) begin(table);
  };

  /* One cell of each table is reached by Tab, the others from there. */
  const begin = (table) => {
    const cells = all('td[tabindex="0"]', table);
    for (const cell of cells) cell.tabIndex = -1;
    const kept = cells.find((cell) => !cell.parentElement.classList.contains('none'));
    const first = kept ?? table.querySelector('tbody tr:not(.none) td');
    if (first) first.tabIndex = 0;
  };
  const go = (from, to) => {
    if (!to || to.tagName !== 'TD') return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  };
  const lineAt = (row, way) => {
    let next = row[way];
    while (next && next.classList.contains('none')) next = next[way];
    return next;
  };
  const moves = {
    ArrowLeft: (cell) => cell.previousElementSibling,
    ArrowRight: (cell) => cell.nextElementSibling,
    ArrowUp: (cell) => lineAt(cell.parentElement, 'previousElementSibling')?.cells[cell.cellIndex],
    ArrowDown: (cell) => lineAt(cell.parentElement, 'nextElementSibling')?.cells[cell.cellIndex],
    Home: (cell) => cell.parentElement.cells[1],
    End: (cell) => cell.parentElement.lastElementChild,
  };
  const open = (cell) => {
    const entry = document.getElementById(cell.dataset.entry);
    if (!entry) return;
    if (entry.classList.contains('none')) clear();
    entry.open = true;
    entry.querySelector('summary').focus();
    entry.scrollIntoView({ block: 'center' });
  };
  const clear = () => { search.value = ''; filter.value = ''; apply(); };

  for (const table of all('table')) {
    begin(table);
    const words = table.parentElement.nextElementSibling;
    const heads = table.tHead.rows[0].cells;
    table.addEventListener('focusin', ({ target }) => {
      if (target.tagName !== 'TD') return;
      const parts = [target.parentElement.firstElementChild.textContent, target.getAttribute('aria-label'), heads[target.cellIndex].textContent, target.title];
      words.textContent = parts.filter((part) => part).join(' · ');
    });
    table.addEventListener('click', ({ target }) => {
      const cell = target.closest('td');
      if (cell) { const own = table.querySelector('td[tabindex="0"]'); go(own ?? cell, cell); }
    });
    table.addEventListener('dblclick', ({ target }) => { const cell = target.closest('td'); if (cell) open(cell); });
    table.addEventListener('keydown', (event) => {
      const cell = event.target.closest('td');
      if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Enter') open(cell);
      else if (event.key in moves) go(cell, moves[event.key](cell));
      else return;
      event.preventDefault();
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && event.target !== search && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === 'Escape') { clear(); if (document.activeElement === search) search.blur(); }
  });
  search.addEventListener('input', apply);
  filter.addEventListener('change', apply);
  let folded = [];
  window.addEventListener('beforeprint', () => { folded = entries.filter((one) => one.tagName === 'DETAILS' && !one.open); for (const one of folded) one.open = true; });
  window.addEventListener('afterprint', () => { for (const one of folded) one.open = false; });
})();
`
