// The dashboard's one time chart: ECharts draws axes, bars, coverage and marks; this module adds hover, drag, keys and the theme.
// Everything that comes from outside is shown as text (text nodes, canvas text), never as markup or as a template.

const left = 40, right = 4, top = 18, stripHeight = 5, stripGap = 4, axisHeight = 24, minDrag = 4, doubleClick = 250;
const states = { Collected: 'collected', Settling: 'settling', NotCollected: 'not collected', Failed: 'failed', FromFiles: 'from files, completeness unknown', OutOfScope: 'outside what is collected', Due: 'due with the next harvest', Expired: 'no longer kept' };
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad = value => String(value).padStart(2, '0');
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

const day = (ms, o) => {
  const d = new Date(ms), year = o && o.toMs - o.fromMs > 300 * 86400000 ? ` ${d.getUTCFullYear()}` : '';
  return `${d.getUTCDate()} ${months[d.getUTCMonth()]}${year}`;
};
const clock = ms => { const d = new Date(ms); const s = d.getUTCSeconds(); return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}${s ? ':' + pad(s) : ''}`; };
const count = value => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202F');
const year = ms => new Date(ms).getUTCFullYear();
const span = (from, to) => year(from) !== year(to - 1) ? `${day(from)} ${year(from)} – ${day(to)} ${year(to)} UTC` : day(from) === day(to - 1) ? `${day(from)} ${clock(from)} – ${clock(to)} UTC` : `${day(from)} ${clock(from)} – ${day(to)} ${clock(to)} UTC`;

// Where the plot begins and ends inside the element, for the server that chooses the width of the bars.
export function plotWidth(element) { return Math.max(0, element.clientWidth - left - right); }

export async function create(element, net) {
  const echarts = await library();
  registerBars(echarts);
  return new Chart(echarts, element, net);
}

async function library() {
  // The script is deferred in the page; the circuit can be faster.
  for (let tries = 0; tries < 500 && !window.echarts; tries++) await new Promise(resolve => setTimeout(resolve, 20));
  if (!window.echarts) throw new Error('The chart library did not load.');
  return window.echarts;
}

// All bars of a series as one shape: thousands of rectangles in one path. Below one pixel a bar, the highest of each pixel column stays visible.
function registerBars(echarts) {
  if (echarts.graphic.getShapeClass('audit-bars')) return;
  echarts.graphic.registerShape('audit-bars', echarts.graphic.extendShape({
    shape: { rects: null },
    buildPath(context, shape) {
      const r = shape.rects;
      for (let i = 0; i < r.length; i += 4) context.rect(r[i], r[i + 1], r[i + 2], r[i + 3]);
    },
  }));
}

class Chart {
  constructor(echarts, element, net) {
    this.element = element;
    this.net = net;
    this.echarts = echarts;
    this.focus = -1;
    this.version = 0;
    this.start = this.end = this.pointer = this.waiting = null;
    this.clicked = 0;
    this.canvas = add(element, 'canvas-box');
    this.cursor = add(element, 'cursor');
    this.brush = add(element, 'brush');
    this.tip = add(element, 'tip');
    this.chart = echarts.init(this.canvas, null, { renderer: 'canvas' });
    this.chart.on('finished', () => { if (this.version > 0) element.dataset.drawn = String(this.version); });
    this.stop = new AbortController();
    const on = (name, handler, target = element) => target.addEventListener(name, handler, { signal: this.stop.signal });
    on('pointermove', e => this.move(e));
    on('pointerleave', () => this.leave());
    on('pointerdown', e => this.down(e));
    on('pointerup', e => this.up(e));
    on('pointercancel', () => this.cancel());
    on('keydown', e => this.key(e));
    on('focus', () => { if (this.focus < 0) this.focus = this.bins - 1; if (element.matches(':focus-visible')) this.showFocus(); });
    on('blur', () => this.leave());
    on('audit-zoom', () => this.zoom(), document);
    on('audit-zoom-back', () => this.back(), document);
    on('audit-theme', () => this.render(), window);
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(element);
    this.width = element.clientWidth;
  }

  // o: { version, startMs, stepMs, fromMs, toMs, labels, colors, stretches: [[from, to, state]], marks: [[at, label, color]] }
  // bytes: float32 counts, series by series, the topmost series first; if o.before is a label, last the sums of the period before.
  draw(o, bytes) {
    if (this.start !== null) { this.waiting = [o, bytes]; return; } // new data does not take the bars away under a drag
    this.waiting = null;
    this.o = o;
    const series = o.labels.length;
    const all = new Float32Array(bytes.slice().buffer); // a copy is aligned to 4 bytes
    this.bins = series ? all.length / (series + (o.before ? 1 : 0)) : 0;
    this.before = o.before ? all.subarray(series * this.bins) : null;
    this.counts = Array.from({ length: series }, (_, k) => all.subarray(k * this.bins, (k + 1) * this.bins));
    this.sums = new Float64Array(this.bins);
    for (const row of this.counts) for (let i = 0; i < this.bins; i++) this.sums[i] += row[i];
    this.focus = this.focus >= this.bins ? this.bins - 1 : this.focus;
    if (this.anchor >= this.bins) this.select(undefined);
    this.render();
    this.describe();
    if (this.pointer) this.show(this.binAt(this.pointer.x), this.pointer.x, this.pointer.y);
    else if (this.element.matches(':focus-visible')) this.showFocus();
    else this.hide();
  }

  render() {
    if (!this.o || !this.element.isConnected) return;
    this.version++;
    const { echarts, o } = this, style = getComputedStyle(document.documentElement), token = name => style.getPropertyValue(name).trim();
    const font = token('--font'), t1 = token('--t1'), t2 = token('--t2'), t3 = token('--t3'), grid = token('--grid'), line = token('--line-2');
    const height = this.element.clientHeight, width = this.element.clientWidth;
    this.plot = { x: left, y: top, w: Math.max(1, width - left - right), h: Math.max(1, height - top - stripGap - stripHeight - axisHeight) };
    this.max = nice([this.sums, this.before ?? []].reduce((most, row) => row.reduce((a, b) => Math.max(a, b), most), 0));
    const hatch = hatched(token('--hatch'), token('--s2'), 6), faint = hatched(token('--line'), null, 6), failed = hatched(token('--denied'), token('--s1'), 4);
    const dots = dotted(token('--cov'), token('--s1')), files = striped(token('--cov'), token('--s1')), gone = hatched(token('--line'), token('--s2'), 6), due = ticked(token('--hatch'), token('--s1'));
    const fill = { Collected: token('--cov'), Settling: dots, NotCollected: hatch, Failed: failed, FromFiles: files, OutOfScope: 'transparent', Due: due, Expired: gone };
    const label = { color: t3, fontFamily: font, fontSize: 11 };
    const strip = this.plot.y + this.plot.h + stripGap;

    this.chart.setOption({
      animation: false,
      useUTC: true,
      textStyle: { fontFamily: font, fontSize: 11, color: t3 },
      grid: { left: this.plot.x, top: this.plot.y, width: this.plot.w, height: this.plot.h },
      xAxis: {
        type: 'time', min: o.fromMs, max: o.toMs, splitNumber: Math.max(2, Math.round(this.plot.w / 110)),
        offset: stripGap + stripHeight,
        axisLine: { show: false }, splitLine: { show: false }, axisTick: { show: true, length: 3, lineStyle: { color: line } },
        axisLabel: {
          ...label, hideOverlap: true, showMinLabel: false, showMaxLabel: false, margin: 6,
          formatter: value => {
            const x = this.x(value) - this.plot.x;
            if (x < 22 || x > this.plot.w - 18) return ''; // no room beside "UTC" or before the edge
            return value % 86400000 === 0 ? `{day|${day(value, o)}}` : clock(value);
          },
          rich: { day: { color: t1, fontFamily: font, fontSize: 11, fontWeight: 600 } },
        },
      },
      yAxis: {
        type: 'value', min: 0, max: this.max, interval: this.max / 2,
        axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: grid } },
        axisLabel: { ...label, margin: 6, formatter: value => value >= 10000 ? `${value / 1000}k` : count(value) },
      },
      graphic: [{ type: 'text', silent: true, left: 8, bottom: 13, style: { text: 'UTC', fill: t3, font: `11px ${font}` } }],
      series: [
        this.layer('cover', 1, o.stretches.map(s => ({ s })), (item, api) => {
          const [from, to, state] = item.s;
          const hides = state === 'NotCollected' || state === 'Failed' || state === 'OutOfScope' || state === 'Due' || state === 'Expired';
          const box = this.box(from, to, 1);
          const children = [{ type: 'rect', shape: { x: box.x, y: strip, width: box.w, height: stripHeight }, style: { fill: fill[state] ?? hatch } }];
          if (hides) {
            children.push({ type: 'rect', shape: { x: box.x, y: this.plot.y, width: box.w, height: this.plot.h }, style: { fill: state === 'OutOfScope' || state === 'Expired' ? faint : state === 'Due' ? due : hatch, opacity: state === 'Due' ? 0.4 : 0.6 } });
            if (box.w > 90) {
              const text = states[state];
              if (box.w > text.length * 7) children.push({ type: 'text', style: { text, x: box.x + box.w / 2, y: this.plot.y + this.plot.h / 2, align: 'center', verticalAlign: 'middle', fill: t2, font: `11px ${font}`, stroke: token('--s1'), lineWidth: 6 } });
            }
          }
          return { type: 'group', children };
        }),
        this.layer('bars', 2, [{}], () => ({ type: 'group', children: this.barShapes(o.colors.map(token)) })),
        this.layer('base', 3, [{}], () => ({ type: 'rect', shape: { x: this.plot.x, y: this.plot.y + this.plot.h, width: this.plot.w, height: 1 }, style: { fill: line } })),
        this.layer('before', 4, this.before ? [{}] : [], () => ({ type: 'polyline', shape: { points: this.beforePoints() }, style: { stroke: t2, fill: null, lineWidth: 1, lineDash: [3, 3] } })),
        this.layer('marks', 5, this.placed(o.marks, font), item => this.markShape(item, token, font)),
      ],
    }, { notMerge: true });
  }

  // A layer of shapes of our own in the chart's coordinates. renderItem knows indexes only, so the items stay here.
  layer(name, z, items, shape) {
    return { type: 'custom', name, z, silent: true, clip: false, data: items.map(() => [this.o.fromMs, 0]), renderItem: (params, api) => items[params.dataIndex] && shape(items[params.dataIndex], api) };
  }

  x(ms) { return this.plot.x + (ms - this.o.fromMs) / (this.o.toMs - this.o.fromMs) * this.plot.w; }

  // Clipped to the plot; at least so many pixels wide, since a short gap has to be seen.
  box(from, to, min) {
    const a = clamp(this.x(from), this.plot.x, this.plot.x + this.plot.w), b = clamp(this.x(to), this.plot.x, this.plot.x + this.plot.w);
    return b - a >= min ? { x: a, w: b - a } : { x: Math.min(a, this.plot.x + this.plot.w - min), w: min };
  }

  barShapes(colors) {
    const { o, plot } = this, k = this.counts.length, pixels = plot.w / ((o.toMs - o.fromMs) / o.stepMs);
    const inset = pixels > 4 ? 0.8 : pixels > 2.4 ? 0.4 : 0;
    const unit = plot.h / this.max, ground = plot.y + plot.h, shapes = [];
    if (pixels < 1 && k === 1) return [{ type: 'audit-bars', shape: { rects: this.columns(unit, ground) }, style: { fill: colors[0] } }];
    const reached = new Float64Array(this.bins).fill(ground);
    for (let s = k - 1; s >= 0; s--) {
      const row = this.counts[s], rects = [];
      for (let i = 0; i < this.bins; i++) {
        if (row[i] <= 0) continue;
        const b = this.box(o.startMs + i * o.stepMs, o.startMs + (i + 1) * o.stepMs, 1);
        const h = Math.max(1, row[i] * unit); // one event is never invisible
        reached[i] -= h;
        rects.push(b.x + inset / 2, Math.max(plot.y, reached[i]), Math.max(1, b.w - inset), Math.min(h, Math.max(1, reached[i] + h - plot.y)));
      }
      shapes.push({ type: 'audit-bars', shape: { rects }, style: { fill: colors[s] } });
    }
    return shapes;
  }

  columns(unit, ground) {
    const { o, plot } = this, row = this.counts[0], highest = new Float64Array(Math.ceil(plot.w) + 1), rects = [];
    for (let i = 0; i < this.bins; i++) {
      const column = clamp(Math.floor(this.x(o.startMs + (i + 0.5) * o.stepMs) - plot.x), 0, highest.length - 1);
      if (row[i] > highest[column]) highest[column] = row[i];
    }
    for (let c = 0; c < highest.length; c++) if (highest[c] > 0) { const h = Math.max(1, highest[c] * unit); rects.push(plot.x + c, ground - h, 1, h); }
    return rects;
  }

  // The period before, as a line through the middle of each bar; below one pixel a bar the highest of each column.
  beforePoints() {
    const { o, plot } = this, unit = plot.h / this.max, ground = plot.y + plot.h, points = [];
    let last = -1;
    for (let i = 0; i < this.bins; i++) {
      const x = clamp(this.x(o.startMs + (i + 0.5) * o.stepMs), plot.x, plot.x + plot.w), y = ground - this.before[i] * unit;
      if (Math.floor(x) !== last) { points.push([x, y]); last = Math.floor(x); } else if (y < points[points.length - 1][1]) points[points.length - 1][1] = y;
    }
    return points;
  }

  // Where each mark's text goes: right of it, left of it at the edge, nowhere where another text is.
  placed(marks, font) {
    const { plot } = this, pen = document.createElement('canvas').getContext('2d'), taken = [];
    pen.font = `11px ${font}`;
    return marks.map(([at, label, color]) => {
      const text = label.length > 60 ? label.slice(0, 60) + '…' : label, width = pen.measureText(text).width + 10;
      const x = clamp(this.x(at), plot.x, plot.x + plot.w), flips = x + width > plot.x + plot.w, from = flips ? x - width : x, to = flips ? x : x + width;
      const isFree = from >= 0 && taken.every(([a, b]) => to <= a || from >= b);
      taken.push(isFree ? [from, to] : [x - 5, x + 5]);
      return { x, text: isFree ? text : '', flips, color };
    });
  }

  markShape({ x, text, flips, color }, token, font) {
    const { plot } = this, fill = token(color) || token('--t2');
    return {
      type: 'group', children: [
        { type: 'line', shape: { x1: x, y1: 6, x2: x, y2: plot.y + plot.h }, style: { stroke: fill, lineDash: [1, 2] } },
        { type: 'polygon', shape: { points: [[x - 4, 2], [x + 4, 2], [x, 8]] }, style: { fill } },
        { type: 'text', style: { text, x: x + (flips ? -8 : 8), y: 8, align: flips ? 'right' : 'left', verticalAlign: 'middle', fill: token('--t2'), font: `11px ${font}` } },
      ],
    };
  }

  // ---- hover, click, drag ----
  at(event) { const b = this.element.getBoundingClientRect(); return event.clientX - b.left; }
  msAt(x) { return this.o.fromMs + clamp((x - this.plot.x) / this.plot.w, 0, 1) * (this.o.toMs - this.o.fromMs); }
  from(i) { return Math.max(this.o.fromMs, this.o.startMs + i * this.o.stepMs); }
  to(i) { return Math.min(this.o.toMs, this.o.startMs + (i + 1) * this.o.stepMs); }

  // The bin under the pointer; where a pixel holds many, the highest of them, which is the one that is drawn.
  binAt(x) {
    if (!this.o || !this.bins || x < this.plot.x - 2 || x > this.plot.x + this.plot.w + 2) return -1;
    const index = ms => clamp(Math.floor((ms - this.o.startMs) / this.o.stepMs), 0, this.bins - 1);
    let best = index(this.msAt(x));
    const column = Math.floor(x - this.plot.x) + this.plot.x, low = index(this.msAt(column)), high = index(this.msAt(column + 1) - 1);
    if (high - low >= 1) for (let i = low; i <= high; i++) if (this.sums[i] > this.sums[best]) best = i;
    return best;
  }

  move(event) {
    const x = this.at(event);
    if (this.start !== null) {
      this.end = x;
      if (Math.abs(x - this.start) >= minDrag) this.showBrush(this.start, x);
      return;
    }
    const i = this.binAt(x);
    this.pointer = { x, y: event.clientY - this.element.getBoundingClientRect().top };
    if (i < 0) this.hide(); else this.show(i, x, this.pointer.y);
  }

  leave() { this.pointer = null; if (this.start === null) this.hide(); }

  down(event) {
    if (event.button !== 0 || !this.o || this.binAt(this.at(event)) < 0) return;
    this.start = this.end = this.at(event);
    this.select(undefined);
    tellBrush(this.element, true);
    this.startY = event.clientY - this.element.getBoundingClientRect().top;
    try { this.element.setPointerCapture(event.pointerId); } catch { /* a synthetic pointer */ }
    if (event.pointerType !== 'touch') event.preventDefault(); // no text selection
    this.element.focus({ preventScroll: true, focusVisible: false });
  }

  up(event) {
    if (this.start === null) return;
    const a = this.start, b = this.at(event);
    this.cancel();
    if (Math.abs(b - a) >= minDrag) { this.range(this.binOf(Math.min(a, b)), this.binOf(Math.max(a, b))); return; }
    const i = this.binAt(b);
    if (this.clicked) { // the second click: back, and the first does not count
      clearTimeout(this.clicked);
      this.clicked = 0;
      this.back();
    } else if (i >= 0) {
      const series = this.seriesAt(i, this.startY), version = this.o.version;
      this.clicked = setTimeout(() => { this.clicked = 0; this.bar(i, series, version); }, doubleClick);
    }
  }

  cancel() {
    if (this.start !== null) tellBrush(this.element, false);
    this.start = this.end = null;
    this.hide();
    const waiting = this.waiting;
    if (waiting) setTimeout(() => { if (this.waiting === waiting && !this.stop.signal.aborted) this.draw(...waiting); });
  }
  binOf(x) { return clamp(Math.floor((this.msAt(x) - this.o.startMs) / this.o.stepMs), 0, this.bins - 1); }

  seriesAt(i, y) {
    const unit = this.plot.h / this.max;
    let reached = this.plot.y + this.plot.h;
    for (let s = this.counts.length - 1; s >= 0; s--) {
      if (this.counts[s][i] <= 0) continue;
      const h = Math.max(1, this.counts[s][i] * unit);
      if (y <= reached && y >= reached - h) return s;
      reached -= h;
    }
    return -1;
  }

  bar(i, series, version = this.o.version) { this.net.invokeMethodAsync('OnBarChosen', version, i, series).catch(() => { }); }
  back() { if (this.element.offsetParent) this.net.invokeMethodAsync('OnBackChosen').catch(() => { }); }
  zoom() {
    if (this.anchor === undefined || !this.element.offsetParent) return;
    const [a, b] = [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus)];
    this.select(undefined);
    this.range(a, b);
  }

  // The bar that a selection by keyboard began at; a live page stands still while there is one.
  select(anchor) {
    if ((this.anchor === undefined) !== (anchor === undefined)) tellBrush(this.element, anchor !== undefined);
    this.anchor = anchor;
    if (anchor === undefined && this.start === null) this.brush.style.display = 'none';
  }
  range(a, b) { this.net.invokeMethodAsync('OnBarsChosen', this.o.version, a, b).catch(() => { }); }

  showBrush(a, b) {
    const i = this.binOf(Math.min(a, b)), j = this.binOf(Math.max(a, b));
    this.showSelection(i, j);
  }

  showSelection(i, j) {
    const x1 = this.x(this.from(i)), x2 = this.x(this.to(j));
    Object.assign(this.brush.style, { display: 'block', left: `${x1}px`, width: `${Math.max(1, x2 - x1)}px`, top: `${this.plot.y}px`, height: `${this.plot.h + stripGap + stripHeight}px` });
    this.cursor.style.display = 'none';
    this.fillTip([span(this.from(i), this.to(j))], this.total(i, j));
    this.placeTip((x1 + x2) / 2);
  }

  total(i, j) { let sum = 0; for (let k = i; k <= j; k++) sum += this.sums[k]; return [[null, 'events', sum]]; }

  show(i, x, y) {
    if (i < 0) { this.hide(); return; }
    const middle = (this.x(this.from(i)) + this.x(this.to(i))) / 2;
    Object.assign(this.cursor.style, { display: 'block', left: `${middle}px`, top: `${this.plot.y}px`, height: `${this.plot.h}px` });
    this.fillTip(this.head(i), this.rows(i), y === undefined ? -1 : this.seriesAt(i, y));
    this.placeTip(middle);
  }

  head(i) { return [span(this.from(i), this.to(i)), ...this.coverOf(i).map(s => states[s])]; }

  coverOf(i) {
    const seen = new Set();
    for (const [from, to, state] of this.o.stretches) if (to > this.from(i) && from < this.to(i) && state !== 'Collected') seen.add(state);
    return [...seen];
  }

  rows(i) {
    const rows = [];
    for (let s = 0; s < this.counts.length; s++) if (this.counts[s][i] > 0) rows.push([s, this.o.labels[s], this.counts[s][i]]);
    if (rows.length !== 1 || this.counts.length === 1 && rows.length === 0) rows.push([null, rows.length ? 'all' : 'events', this.sums[i]]);
    if (this.before) rows.push([null, this.o.before, this.before[i]]);
    return rows;
  }

  fillTip(head, rows, marked = -1) {
    const parts = head.map((text, n) => { const d = document.createElement('div'); d.className = n ? 'cov' : 'head'; d.textContent = text; return d; });
    for (const [series, label, value] of rows) {
      const row = document.createElement('div'), swatch = document.createElement('span'), name = document.createElement('span'), number = document.createElement('b');
      if (series !== null) { swatch.className = 'sw'; swatch.style.setProperty('--c', `var(${this.o.colors[series]})`); }
      name.className = 'ell';
      name.textContent = label;
      number.textContent = count(value);
      if (series !== null && series === marked) row.className = 'on';
      row.append(swatch, name, number);
      parts.push(row);
    }
    this.tip.replaceChildren(...parts);
    this.tip.style.display = 'block';
  }

  placeTip(x) {
    const w = this.tip.offsetWidth, room = this.element.clientWidth, flips = x + 16 + w > room;
    this.tip.style.left = `${clamp(flips ? x - 16 - w : x + 16, 0, Math.max(0, room - w))}px`;
    this.tip.style.top = `${this.plot.y + 2}px`;
  }

  hide() { this.tip.style.display = this.cursor.style.display = 'none'; if (this.start === null) this.brush.style.display = 'none'; }

  // ---- keyboard: arrows choose a bar, Shift extends, Enter opens or zooms ----
  key(event) {
    if (!this.bins || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -this.bins, End: this.bins }[event.key];
    if (by !== undefined) {
      const before = this.focus < 0 ? this.bins - 1 : this.focus;
      if (event.shiftKey) this.select(this.anchor ?? before); else this.select(undefined);
      this.focus = clamp(before + by, 0, this.bins - 1);
      this.showFocus();
      event.preventDefault();
    } else if (event.key === 'Enter' && this.focus >= 0) {
      if (this.anchor !== undefined && this.anchor !== this.focus) this.zoom();
      else this.bar(this.focus, -1);
      event.preventDefault();
    } else if (event.key === 'Escape' && (this.start !== null || this.anchor !== undefined)) {
      this.select(undefined);
      this.cancel();
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Escape' && !document.querySelector('[data-closable]')) {
      this.back();
      event.preventDefault();
    }
  }

  showFocus() {
    if (this.focus < 0 || !this.o) return;
    if (this.anchor !== undefined) this.showSelection(Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus));
    else { this.brush.style.display = 'none'; this.show(this.focus); }
    this.describe();
  }

  describe() {
    const i = this.focus < 0 ? this.bins - 1 : this.focus, set = (name, value) => this.element.setAttribute(name, value);
    set('aria-valuemin', '0');
    set('aria-valuemax', String(Math.max(0, this.bins - 1)));
    set('aria-valuenow', String(Math.max(0, i)));
    set('aria-valuetext', i < 0 ? 'no bars' : [...this.head(i), ...this.rows(i).map(([, label, value]) => `${label} ${count(value)}`)].join(', '));
  }

  resized() {
    if (this.element.clientWidth === 0) return;
    this.chart.resize();
    this.render();
    if (Math.abs(this.element.clientWidth - this.width) < 8) return;
    this.width = this.element.clientWidth;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.net.invokeMethodAsync('OnWidth', plotWidth(this.element)).catch(() => { }), 150);
  }

  dispose() {
    clearTimeout(this.timer);
    clearTimeout(this.clicked);
    if (this.start !== null || this.anchor !== undefined) tellBrush(document, false);
    this.stop.abort();
    this.watch.disconnect();
    this.chart.dispose();
    for (const part of [this.canvas, this.cursor, this.brush, this.tip]) part.remove();
  }
}

// Heard by js/shell.js: a live page stands still while a range is being selected.
function tellBrush(target, isOn) { target.dispatchEvent(new CustomEvent('audit-brush', { bubbles: true, detail: isOn })); }

function add(parent, name) {
  const part = document.createElement('div');
  part.className = name;
  if (name !== 'tip') part.setAttribute('aria-hidden', 'true');
  parent.append(part);
  return part;
}

function nice(max) {
  const p = 10 ** Math.floor(Math.log10(Math.max(1, max)));
  return [2, 4, 6, 8, 10, 20].map(k => k * p).find(v => v >= max && v % 2 === 0) ?? max;
}

function canvas(width, height, paint) {
  const ratio = Math.max(1, Math.round(window.devicePixelRatio || 1)), c = document.createElement('canvas'), g = (c.width = width * ratio, c.height = height * ratio, c.getContext('2d'));
  g.scale(ratio, ratio);
  paint(g);
  return { image: c, repeat: 'repeat', scaleX: 1 / ratio, scaleY: 1 / ratio };
}

function hatched(color, ground, size) {
  return canvas(size, size, g => {
    if (ground) { g.fillStyle = ground; g.fillRect(0, 0, size, size); }
    g.strokeStyle = color;
    g.lineWidth = 1;
    g.beginPath();
    for (const shift of [-size, 0, size]) { g.moveTo(shift, size); g.lineTo(shift + size, 0); }
    g.stroke();
  });
}

function dotted(color, ground) {
  return canvas(4, 3, g => { g.fillStyle = ground; g.fillRect(0, 0, 4, 3); g.fillStyle = color; g.beginPath(); g.arc(1.5, 1.5, 1, 0, 7); g.fill(); });
}

// Upright, so that waiting is not taken for missing.
function ticked(color, ground) {
  return canvas(6, 5, g => { g.fillStyle = ground; g.fillRect(0, 0, 6, 5); g.fillStyle = color; g.fillRect(2, 0, 1, 3); });
}

function striped(color, ground) {
  return canvas(6, 5, g => { g.fillStyle = ground; g.fillRect(0, 0, 6, 5); g.fillStyle = color; g.fillRect(0, 0, 6, 1); g.fillRect(0, 2, 4, 1); g.fillRect(0, 4, 6, 1); });
}
