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

export function utcOffsetMinutes(ms) { return -new Date(ms).getTimezoneOffset(); }

const pages = { o: '/', c: '/changes', a: '/aws-auth', s: '/secrets', n: '/anonymous', l: '/collection', q: '/queries' };
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

let goAt = 0;
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    const open = [...document.querySelectorAll('[data-closable] [data-close]')].pop();
    if (open) { open.click(); event.preventDefault(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
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
    'j': () => step(1),
    'k': () => step(-1),
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
