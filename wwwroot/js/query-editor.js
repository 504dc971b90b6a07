// The editor of Explore: a text area, drawn a second time behind itself in colours, with completion, help and underlines.
// Nothing here decides what is right: errors come from the engine. All text is set as text, never as markup.

const isNameStart = c => /[\p{L}\p{Nd}_.@`]/u.test(c);
const isNamePart = c => /[\p{L}\p{Nd}_.@]/u.test(c);

// Tokens of a query as Syntax/Lexer.cs cuts them: [start, end, kind]; kinds: name, number, text, regex, comment, pipe, sign.
export function tokenize(text) {
  const tokens = [];
  let at = 0, command = '', last = null;
  const push = (end, kind) => { last = { start: at, end, kind, word: text.slice(at, end) }; tokens.push(last); at = end; };
  while (at < text.length) {
    const c = text[at];
    if (/\s|\uFEFF/.test(c)) { at++; continue; }
    if (c === '#') {
      const end = text.slice(at).search(/[\r\n]/);
      const before = last;
      push(end < 0 ? text.length : at + end, 'comment');
      last = before;
    } else if (c === '"' || c === "'") {
      let end = at + 1;
      while (end < text.length && text[end] !== c) end += text[end] === '\\' && /["'\\]/.test(text[end + 1] ?? '') ? 2 : 1;
      push(Math.min(text.length, end + 1), 'text');
    } else if (c === '/' && opensRegex(command, last)) {
      let end = at + 1;
      while (end < text.length && text[end] !== '/') end += text[end] === '\\' ? 2 : 1;
      push(Math.min(text.length, end + 1), 'regex');
    } else if (c === '|') {
      command = '';
      push(at + 1, 'pipe');
    } else if (isNameStart(c)) {
      let end = at;
      while (end < text.length) {
        if (text[end] === '`') {
          const close = text.indexOf('`', end + 1);
          end = close < 0 ? text.length : close + 1;
          if (text[end] !== '.') break;
        } else if (isNamePart(text[end])) end++;
        else break;
      }
      const word = text.slice(at, end);
      const isNumber = /^(\d+[a-z]*|\d*\.\d+([eE]\d+)?|\d+[eE]\d+)$/i.test(word);
      const isCommand = command === '' && !isNumber;
      push(end, isNumber ? 'number' : 'name');
      last.isCommand = isCommand;
      if (isCommand) command = word.toLowerCase();
    } else push(at + 1, 'sign');
  }
  return tokens;
}

// A slash divides after a value and opens a regular expression elsewhere; after 'parse field' it always opens one.
function opensRegex(command, last) {
  if (command === 'parse' || last === null || last.kind === 'pipe') return true;
  if (last.kind === 'sign') return !/[)\]]/.test(last.word);
  return last.kind === 'name' && /^(like|in|and|or|not|by|as)$/i.test(last.word);
}

let serial = 0;

export function create(root, net, options) {
  const area = root.querySelector('textarea');
  const back = root.querySelector('.qe-back');
  const list = root.querySelector('.qe-list');
  const help = root.querySelector('.qe-help');
  const foot = root.querySelector('.qe-foot');
  const says = root.querySelector('.qe-says');
  const id = `qe${++serial}`;
  list.id = id + '-list';
  area.setAttribute('aria-controls', list.id);
  let words = options.words, byName = index(words), marks = [], version = 0, timer = 0, items = [], active = -1, range = [0, 0], isComposing = false;

  function index(all) {
    const map = new Map();
    for (const w of all) map.set((w.kind === 'field' ? '=' + w.text : w.text.toLowerCase() + (w.kind === 'command' ? '|' : '')), w);
    return map;
  }

  const entryOf = token => token.isCommand ? byName.get(token.word.toLowerCase() + '|')
    : byName.get('=' + token.word) ?? byName.get(token.word.toLowerCase());

  // ---- drawing

  function classOf(token) {
    if (token.kind !== 'name') return 'x-' + token.kind;
    const entry = entryOf(token);
    if (token.isCommand) return entry ? 'x-command' : '';
    if (!entry || entry.kind === 'field') return '';
    if (entry.kind === 'keyword') return 'x-keyword';
    return /^\s*\(/.test(area.value.slice(token.end)) ? 'x-function' : '';
  }

  function draw() {
    const text = area.value;
    const pieces = [];
    let at = 0;
    for (const token of tokenize(text)) {
      if (token.start > at) pieces.push([at, token.start, '']);
      pieces.push([token.start, token.end, classOf(token)]);
      at = token.end;
    }
    pieces.push([at, text.length + 1, '']); // one more place: an error may be at the end of the text

    // Cut at line ends and where an underline begins or ends.
    const cuts = new Set();
    for (const mark of marks) { cuts.add(mark.start); cuts.add(Math.max(mark.start + mark.length, mark.start + 1)); }
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) { cuts.add(i); cuts.add(i + 1); }
    const sorted = [...cuts].sort((a, b) => a - b);
    const lines = [];
    let line = newLine();
    let cut = 0;
    for (const [start, end, kind] of pieces) {
      let from = start;
      while (cut < sorted.length && sorted[cut] <= from) cut++;
      for (let next = cut; from < end; next++) {
        const to = next < sorted.length && sorted[next] < end ? sorted[next] : end;
        if (to <= from) continue;
        const mark = marks.find(m => m.start <= from && from < Math.max(m.start + m.length, m.start + 1));
        const shown = text.slice(from, to) || ' ';
        if (shown === '\n') {
          if (mark) line.append(span(' ', 'm-' + mark.severity));
          line = newLine();
        } else if (kind || mark) line.append(span(shown, [kind, mark ? 'm-' + mark.severity : ''].join(' ').trim()));
        else line.append(shown);
        from = to;
      }
    }
    back.replaceChildren(...lines);
    root.dataset.drawn = String(version);

    function newLine() {
      const element = document.createElement('div');
      lines.push(element);
      return element;
    }
    function span(value, name) {
      const element = document.createElement('span');
      element.className = name;
      element.textContent = value;
      return element;
    }
  }

  // ---- what the engine says

  function changed() {
    version++;
    // Underlines of text that is no longer there would point at the wrong place.
    marks = [];
    draw();
    clearTimeout(timer);
    timer = setTimeout(check, 250);
  }

  async function check() {
    const asked = version;
    try {
      const found = await net.invokeMethodAsync('OnText', area.value.slice(0, options.maxText + 1));
      if (asked !== version) return;
      marks = found;
      draw();
      root.dataset.checked = String(asked);
    } catch {
      // The circuit is gone; the shell says so.
    }
  }

  // ---- completion

  // What may be written at the caret; null inside texts, numbers and comments, and after 'as'.
  function contextAt(caret) {
    const all = tokenize(area.value.slice(0, caret));
    const end = all[all.length - 1];
    if (end?.kind === 'comment' && end.end === caret) return null;
    const tokens = all.filter(t => t.kind !== 'comment');
    const last = tokens[tokens.length - 1];
    const touches = last?.end === caret;
    if (touches && (last.kind === 'text' || last.kind === 'regex' || last.kind === 'number')) return null;
    const typed = touches && last.kind === 'name' ? last : null;
    const before = typed ? tokens[tokens.length - 2] : last;
    if (before?.kind === 'name' && before.word.toLowerCase() === 'as') return null;
    const start = typed ? typed.start : caret;
    const isCommand = typed ? typed.isCommand : last === undefined || last.kind === 'pipe';
    return { start, typed: area.value.slice(start, caret), isCommand, command: commandOf(tokens) };
  }

  const commandOf = tokens => { for (let i = tokens.length - 1; i >= 0; i--) if (tokens[i].isCommand) return tokens[i].word.toLowerCase(); return ''; };

  function madeNames() {
    const names = new Set();
    const tokens = tokenize(area.value);
    for (let i = 1; i < tokens.length; i++) if (tokens[i].kind === 'name' && /^(as|into)$/i.test(tokens[i - 1].word)) names.add(tokens[i].word);
    return [...names].map(text => ({ text, kind: 'field', signature: text, summary: 'Made by this query.' }));
  }

  function candidates(context) {
    const typed = context.typed.toLowerCase();
    const known = context.isCommand ? words.filter(w => w.kind === 'command')
      : [...madeNames(), ...words.filter(w => w.kind !== 'command')];
    const weight = w => {
      const text = w.text.toLowerCase();
      const at = typed === '' ? 0 : text.startsWith(typed) ? 0 : text.split(/[.`]/).some(p => p.startsWith(typed)) ? 1 : text.includes(typed) ? 2 : -1;
      if (at < 0) return -1;
      const kind = context.command === 'stats' && w.kind === 'aggregate' ? 0 : w.kind === 'field' ? 1 : w.kind === 'function' ? 2 : w.kind === 'keyword' ? 3 : 4;
      return at * 10 + kind;
    };
    const seen = new Set();
    return known.map((w, i) => [weight(w), i, w]).filter(([n, , w]) => n >= 0 && !seen.has(w.kind + w.text) && seen.add(w.kind + w.text))
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 60).map(([, , w]) => w);
  }

  function suggest(isAsked) {
    const caret = area.selectionStart;
    const context = caret === area.selectionEnd && !isComposing ? contextAt(caret) : null;
    if (!context || (!isAsked && context.typed === '' && !context.isCommand)) return close();
    const found = candidates(context);
    if (found.length === 0 || (!isAsked && found.length === 1 && found[0].text === context.typed)) return close();
    items = found;
    range = [context.start, caret];
    list.replaceChildren(...found.map((w, i) => {
      const option = document.createElement('li');
      option.id = `${id}-${i}`;
      option.setAttribute('role', 'option');
      option.append(part('b', w.text), part('i', w.kind), part('span', w.summary));
      option.addEventListener('pointerdown', event => { event.preventDefault(); accept(i); });
      return option;
    }));
    list.hidden = false;
    place();
    activate(0);
    says.textContent = `${found.length} suggestion${found.length === 1 ? '' : 's'}. ${found[0].text}, ${found[0].kind}.`;
    hideHelp();

    function part(tag, value) {
      const element = document.createElement(tag);
      element.textContent = value;
      return element;
    }
  }

  function activate(i) {
    active = i;
    [...list.children].forEach((option, n) => option.setAttribute('aria-selected', String(n === i)));
    const option = list.children[i];
    option?.scrollIntoView({ block: 'nearest' });
    if (option) area.setAttribute('aria-activedescendant', option.id);
    if (items[i]) foot.textContent = describe(items[i]);
  }

  function close() {
    if (list.hidden) return;
    list.hidden = true;
    items = [];
    active = -1;
    area.removeAttribute('aria-activedescendant');
    says.textContent = '';
  }

  function accept(i) {
    const word = items[i];
    if (!word) return;
    const isCall = word.kind === 'function' || word.kind === 'aggregate';
    const after = area.value.slice(range[1]);
    area.focus();
    area.setSelectionRange(range[0], range[1]);
    insert(word.text + (isCall && !/^\s*\(/.test(after) ? '(' : word.kind === 'command' && !/^\s/.test(after) ? ' ' : ''));
    close();
    explain();
  }

  // As if typed, so that undo takes it back.
  function insert(value) {
    if (!document.execCommand('insertText', false, value)) {
      area.setRangeText(value, area.selectionStart, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input'));
    }
  }

  // Where a place of the text is drawn, relative to the editor's body.
  function boxOf(offset) {
    const before = area.value.slice(0, offset).split('\n');
    const line = back.children[before.length - 1];
    let rest = before[before.length - 1].length;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (rest <= node.length) {
        const spot = document.createRange();
        spot.setStart(node, Math.min(rest, node.length));
        spot.collapse(true);
        const rect = spot.getClientRects()[0];
        if (rect) return rect;
      }
      rest -= node.length;
    }
    return line.getBoundingClientRect();
  }

  function place() {
    const spot = boxOf(range[0]);
    const frame = root.getBoundingClientRect();
    list.style.left = Math.max(0, Math.min(spot.left - frame.left - 8, frame.width - list.offsetWidth)) + 'px';
    list.style.top = spot.bottom - frame.top + 4 + 'px';
  }

  // ---- help

  const describe = word => `${word.signature} — ${word.summary}`;

  function tokenAt(offset) { return tokenize(area.value).find(t => t.start <= offset && offset <= t.end && t.kind === 'name'); }

  function explain() {
    if (!list.hidden) return;
    const caret = area.selectionStart;
    const mark = marks.find(m => m.start <= caret && caret <= m.start + m.length);
    const token = tokenAt(caret);
    const entry = token && entryOf(token);
    foot.textContent = mark ? `${mark.line}:${mark.column}: ${mark.message}` : entry ? describe(entry) : options.hint;
  }

  function hover(event) {
    const found = document.elementsFromPoint(event.clientX, event.clientY).find(e => e.parentElement?.parentElement === back || e.parentElement === back);
    const line = found && (found.parentElement === back ? found : found.parentElement);
    if (!line || found === line) return hideHelp();
    const number = [...back.children].indexOf(line);
    let offset = 0;
    const texts = area.value.split('\n');
    for (let i = 0; i < number; i++) offset += texts[i].length + 1;
    for (const node of line.childNodes) { if (node === found) break; offset += node.textContent.length; }
    const mark = marks.find(m => m.start <= offset && offset < Math.max(m.start + m.length, m.start + 1));
    const token = tokenAt(offset);
    const entry = token && token.start === offset && entryOf(token);
    const text = mark ? mark.message : entry ? describe(entry) : '';
    if (text === '') return hideHelp();
    help.textContent = text;
    help.hidden = false;
    const rect = found.getBoundingClientRect(), frame = root.getBoundingClientRect();
    help.style.left = Math.max(0, Math.min(rect.left - frame.left, frame.width - help.offsetWidth)) + 'px';
    help.style.top = rect.bottom - frame.top + 4 + 'px';
  }

  function hideHelp() { help.hidden = true; }

  // ---- events

  const onInput = event => {
    changed();
    const isTyped = event.inputType === undefined ? false : /^insert(Text|CompositionText)$/.test(event.inputType) || (event.inputType.startsWith('delete') && !list.hidden);
    if (isTyped) suggest(false); else close();
    explain();
  };
  const onKey = event => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      close();
      net.invokeMethodAsync('OnRun', area.value.slice(0, options.maxText + 1)).catch(() => { });
      return;
    }
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      suggest(true);
      return;
    }
    if (event.key === 'Escape' && (!list.hidden || !help.hidden)) {
      close();
      hideHelp();
      event.preventDefault();
      event.stopPropagation(); // the list alone is closed; the query goes on
      return;
    }
    if (list.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      activate((active + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
    } else if (event.key === 'Tab' && !event.shiftKey || event.key === 'Enter' && !event.shiftKey) {
      // A word that stands there whole is not completed once more: Enter is then a new line.
      const typed = area.value.slice(range[0], range[1]);
      if (event.key === 'Enter' && (typed === '' || items[active]?.text.toLowerCase() === typed.toLowerCase())) return close();
      event.preventDefault();
      accept(active);
    }
  };
  const onBlur = () => { close(); hideHelp(); };
  const onSelect = () => { if (document.activeElement === area) { explain(); if (!list.hidden && area.selectionStart !== range[1]) close(); } };
  const onComposition = event => { isComposing = event.type === 'compositionstart'; };
  area.addEventListener('input', onInput);
  area.addEventListener('keydown', onKey);
  area.addEventListener('blur', onBlur);
  area.addEventListener('compositionstart', onComposition);
  area.addEventListener('compositionend', onComposition);
  area.addEventListener('pointermove', hover);
  area.addEventListener('pointerleave', hideHelp);
  document.addEventListener('selectionchange', onSelect);
  foot.textContent = options.hint;
  changed();

  return {
    read() { return area.value.slice(0, options.maxText + 1); },
    write(text) {
      if (area.value === text) return;
      area.value = text;
      close();
      changed();
      explain();
    },
    know(all) { words = all; byName = index(all); draw(); },
    reveal(start, length) {
      area.focus();
      area.setSelectionRange(start, start + length);
      explain();
    },
    dispose() {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', onSelect);
    },
  };
}

// Escape anywhere on the page stops the query that runs.
export function watchEscape(page) {
  const onKey = event => { if (event.key === 'Escape' && !event.defaultPrevented) page.querySelector('[data-stop]')?.click(); };
  page.addEventListener('keydown', onKey);
  return { dispose() { page.removeEventListener('keydown', onKey); } };
}
