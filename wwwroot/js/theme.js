// Before the first paint: light, dark, or as the system has it. Classic script, so that the page waits for it.
(() => {
  const root = document.documentElement, key = 'audit-theme', system = matchMedia('(prefers-color-scheme: dark)');
  const choice = () => {
    try {
      const kept = localStorage.getItem(key);
      return kept === 'light' || kept === 'dark' ? kept : 'system';
    } catch {
      return 'system'; // storage is off in this browser
    }
  };
  const apply = () => {
    const now = choice(), theme = now === 'system' ? (system.matches ? 'dark' : 'light') : now;
    if (root.dataset.theme !== theme || root.dataset.themeChoice !== now) {
      root.dataset.theme = theme;
      root.dataset.themeChoice = now;
      dispatchEvent(new Event('audit-theme'));
    }
  };
  addEventListener('storage', event => { if (event.key === key || event.key === null) apply(); });
  system.addEventListener('change', apply);
  window.auditTheme = {
    set(theme) {
      try {
        if (theme === 'system') localStorage.removeItem(key); else localStorage.setItem(key, theme);
      } catch {
        root.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme; // not remembered, but shown
        root.dataset.themeChoice = theme;
        dispatchEvent(new Event('audit-theme'));
        return;
      }
      apply();
    },
  };
  apply();
})();
