// Theme, clipboard and keys for the shell. Loaded once a window by BrowserShell.

export function setTheme(choice) { window.auditTheme.set(choice); }

export function watchTheme(net) {
  const root = document.documentElement;
  const tell = () => net.invokeMethodAsync('OnTheme', root.dataset.themeChoice, root.dataset.theme === 'dark').catch(() => { });
  addEventListener('audit-theme', tell);
  tell();
  return { dispose() { removeEventListener('audit-theme', tell); } };
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or not a secure context: the old way.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'vh';
    document.body.append(area);
    const before = document.activeElement;
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus?.();
    return done;
  }
}

// Tells a live page when its reader is at something that must not move away: further down, or selecting on a chart.
export function watchReading(net) {
  const stop = new AbortController(), margin = 40;
  let isDown = false;
  const tell = (name, value) => net.invokeMethodAsync(name, value).catch(() => { });
  const look = () => {
    if (isDown !== scrollY > margin) tell('OnScrolled', isDown = !isDown);
  };
  addEventListener('scroll', look, { passive: true, signal: stop.signal });
  document.addEventListener('audit-brush', event => tell('OnBrushed', event.detail === true), { signal: stop.signal });
  look();
  return { dispose() { stop.abort(); }, toTop() { scrollTo({ top: 0, behavior: 'instant' }); } };
}

export function utcOffsetMinutes(ms) { return -new Date(ms).getTimezoneOffset(); }

const pages = { o: '/', e: '/explore', c: '/changes', a: '/aws-auth', s: '/secrets', n: '/anonymous', w: '/who-can', r: '/reviews', l: '/collection', q: '/queries' };
const keysKey = 'audit-single-keys';
let keysHere = true; // where the browser keeps nothing
export function singleKeys() { try { return keysHere && localStorage.getItem(keysKey) !== 'off'; } catch { return keysHere; } }
export function setSingleKeys(isOn) {
  keysHere = isOn;
  try { if (isOn) localStorage.removeItem(keysKey); else localStorage.setItem(keysKey, 'off'); } catch { /* for this page alone */ }
}
// The value that f and F filter by: of the facet or the row that has the focus, else the one under the pointer.
const filter = index => {
  const place = document.activeElement?.closest('.fv, [data-row]') ?? [...document.querySelectorAll('.fv:hover, [data-row]:hover')].pop();
  const link = place?.querySelectorAll(index === 0 ? '[aria-label^="Only "]' : '[aria-label^="Not "]')[0];
  link?.click();
  return link !== undefined;
};
const tellCharts = name => { document.dispatchEvent(new CustomEvent(name)); return true; };
const isTyping = target => target instanceof Element && (target.closest('input, textarea, select, [contenteditable=true]') !== null);
const press = selector => {
  const found = [...document.querySelectorAll(selector)].find(e => e.offsetParent !== null);
  if (!found) return false;
  if (found.matches('input, textarea, select')) found.focus(); else found.click();
  return true;
};
const step = by => {
  const rows = [...document.querySelectorAll('main [data-row]')].filter(e => e.offsetParent !== null);
  if (rows.length === 0) return false;
  const at = rows.findIndex(r => r === document.activeElement || r.contains(document.activeElement));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
  (next.matches('a, button, [tabindex]') ? next : next.querySelector('a, button, [tabindex]') ?? next).focus();
  next.scrollIntoView({ block: 'nearest' });
  return true;
};

// The parts of an open panel.
const turn = by => {
  const parts = [...document.querySelectorAll('[data-tabs] a')];
  const next = parts[parts.findIndex(a => a.getAttribute('aria-current') === 'true') + by];
  next?.click();
  return parts.length > 0;
};

let goAt = 0;
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    // What floats lies on top, whatever comes later on the page.
    const open = [...document.querySelectorAll('.float[data-closable] [data-close]')].pop() ?? [...document.querySelectorAll('[data-closable] [data-close]')].pop();
    if (open) { open.click(); event.preventDefault(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || !singleKeys()) return;
  if (goAt > 0 && event.timeStamp - goAt < 1500) {
    goAt = 0;
    const link = pages[event.key] && document.querySelector(`nav.nav a[href="${pages[event.key]}"], nav.nav a[href^="${pages[event.key]}?"]`);
    if (link) { link.click(); event.preventDefault(); }
    return;
  }
  const done = {
    'g': () => { goAt = event.timeStamp; return true; },
    '?': () => press('[data-key-help]'),
    '/': () => press('[data-key-search]'),
    't': () => press('[data-key-time]'),
    'l': () => press('[data-key-link] button, button[data-key-link]'),
    'j': () => press('[data-panel-next]') || step(1),
    'k': () => press('[data-panel-previous]') || step(-1),
    '[': () => turn(-1),
    ']': () => turn(1),
    'f': () => filter(0),
    'F': () => filter(1),
    '1': () => press('[data-key="1"]'),
    '2': () => press('[data-key="2"]'),
    '3': () => press('[data-key="3"]'),
    '4': () => press('[data-key="4"]'),
    'c': () => press('[data-key-comment]'),
    'z': () => tellCharts('audit-zoom'),
    'Z': () => tellCharts('audit-zoom-back'),
  }[event.key]?.();
  if (done) event.preventDefault();
});

// A link to the page itself: only a real load helps after the circuit is gone.
document.addEventListener('click', event => {
  if (event.target instanceof Element && event.target.closest('[data-reload]')) {
    event.preventDefault();
    location.reload();
  }
});
