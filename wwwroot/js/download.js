// Fetches a file of the dashboard with the reader's own sign-in, tells how far it is, and gives it to the browser to save. A plain link would be
// simpler, but tells nobody why there is no file.
const portion = 8 * 1024 * 1024, everyMs = 250;

// Begins when run; cancel ends it at any time.
export function prepare(path, name, net) {
  const stop = new AbortController();
  const tell = (received, total) => net.invokeMethodAsync('OnReceived', received, total).catch(() => { });
  return {
    cancel() { stop.abort(); },
    async run() {
      try {
        const answer = await fetch(path, { cache: 'no-store', redirect: 'error', signal: stop.signal });
        if (!answer.ok) return { isSaved: false, reason: await reasonOf(answer) };
        const bytes = await receive(answer, tell);
        if (!stop.signal.aborted) save(bytes, name);
        return { isSaved: !stop.signal.aborted, reason: null };
      } catch {
        return { isSaved: false, reason: null };
      }
    },
  };
}

// Portion by portion into blobs, which the browser keeps apart from the page and on disk where they are many.
async function receive(answer, tell) {
  const total = Number(answer.headers.get('Content-Length') ?? 0), reader = answer.body.getReader(), parts = [];
  let held = [], heldBytes = 0, received = 0, toldAt = -everyMs;
  const put = () => { parts.push(new Blob(held)); held = []; heldBytes = 0; };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    held.push(value);
    heldBytes += value.length;
    received += value.length;
    if (heldBytes >= portion) put();
    if (performance.now() - toldAt >= everyMs) { toldAt = performance.now(); tell(received, total); }
  }
  put();
  if (total > 0 && received !== total) throw new Error('cut off');
  return new Blob(parts, { type: answer.headers.get('Content-Type') ?? '' });
}

async function reasonOf(answer) {
  try { return (await answer.json()).detail ?? null; } catch { return null; }
}

function save(bytes, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser has taken it over by then
}
