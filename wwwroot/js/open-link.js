// The page of a link that opens without sign-in asks every 20 seconds whether what it shows is still what the link opens. It goes blank once that
// is not so, and also while nobody can say, so that nothing stays on a screen longer than 30 seconds after the link has ended.
(() => {
  const every = 20_000, patience = 8_000, stale = 30_000;
  const shown = document.querySelector('[data-open-link]'), unknown = document.querySelector('[data-open-link-unknown]');
  if (!shown || !unknown) return;
  const before = shown.innerHTML;
  let answered = Date.now(), isAsking = false, isBlank = false;

  const goBlank = () => {
    if (isBlank) return;
    isBlank = true;
    shown.replaceChildren();
    unknown.hidden = false;
    document.title = 'Link · AuditDashboard';
  };

  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      const answer = await fetch(location.href, { cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patience) });
      if (answer.status !== 200 && answer.status !== 410) throw new Error('no answer');
      // Parsed apart, where nothing of it runs or is loaded, and compared only.
      const now = answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-open-link]')?.innerHTML : null;
      answered = Date.now();
      if (now === before && !isBlank) return;
      goBlank();
      location.reload(); // to the sentence that says why, or to what the link opens now
    } catch {
      goBlank();
    } finally {
      isAsking = false;
    }
  };

  setInterval(ask, every);
  // Browsers slow the clocks of pages in the background, and of machines asleep.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    if (Date.now() - answered > stale) goBlank();
    ask();
  });
})();
