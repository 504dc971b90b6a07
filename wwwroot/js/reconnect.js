// Once a page's connection is lost, Blazor tries to take it up again, and its bar says so. Meanwhile this asks whether the page may go on: where the
// sign-in has ended it is loaded anew, which leads to signing in again, and also where the server is back but no longer knows the page.
(() => {
  const every = 5_000;
  const bar = document.getElementById('components-reconnect-modal');
  if (!bar) return;
  const has = (...states) => states.some(state => bar.classList.contains(`components-reconnect-${state}`));
  let timer = 0, hasTyped = false;
  addEventListener('input', () => { hasTyped = true; });

  const ask = async () => {
    let status = 0;
    try {
      status = (await fetch('/api/v1/queries', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(every) })).status;
    } catch { /* not there yet */ }
    if (timer === 0) return; // connected since
    const isLost = has('failed', 'rejected', 'resume-failed');
    if (status === 401 || (status === 200 && isLost && !hasTyped)) location.reload(); // what somebody was writing stays until they say
  };

  new MutationObserver(() => {
    const isGone = has('show', 'retrying', 'failed', 'rejected', 'paused', 'resume-failed');
    if (isGone && timer === 0) {
      timer = setInterval(ask, every);
    } else if (!isGone && timer !== 0) {
      clearInterval(timer);
      timer = 0;
    }
  }).observe(bar, { attributes: true, attributeFilter: ['class'] });
})();
