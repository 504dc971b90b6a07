// Arrows, Home and End move between the rows of a list; the table is one tab stop.
export function attach(element) {
  const onKey = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element) || !event.target.closest('[data-row]')) return;
    const rows = [...element.querySelectorAll('[data-row]')];
    const at = rows.indexOf(event.target.closest('[data-row]'));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || to < 0 || to >= rows.length) return;
    const link = rows[to].querySelector('a');
    link.focus();
    rows[to].scrollIntoView({ block: 'nearest' });
    event.preventDefault();
  };
  element.addEventListener('keydown', onKey);
  return { dispose() { element.removeEventListener('keydown', onKey); } };
}
