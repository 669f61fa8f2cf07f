// Plots a metric of one or several runs over steps.

import { html, LitElement, nothing } from 'lit';
import { number, plural } from './format.js';

const HEIGHT = 190;
/** Colours that colour-blind users can distinguish too, on light and dark backgrounds. */
const COLOURS = ['#0f8578', '#d1772b', '#5a6fd0', '#c14a78', '#7a8a1f', '#2f9bd1', '#8d5bb5', '#b8860b', '#5d7f74', '#a0522d'];
export const colour = (index) => COLOURS[index % COLOURS.length];

let library;
const load = () => (library ??= import('uplot').then((module) => {
  const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL('../lib/uplot/uPlot.min.css', import.meta.url).href });
  document.head.append(sheet);
  return module.default;
}));

/** Converts a response's list of points to [{key, series: [{label, points: [[step, value]]}]}], one element for each plot. */
export function plotsOf(points, labels) {
  const byKey = new Map();
  for (const point of points) {
    const series = byKey.get(point.key) ?? byKey.set(point.key, new Map()).get(point.key);
    const own = series.get(point.run_id) ?? series.set(point.run_id, []).get(point.run_id);
    if (typeof point.value === 'number') own.push([point.step, point.value]);
  }
  return [...byKey]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, series]) => ({ key, series: labels.filter(({ run }) => series.has(run)).map(({ run, label, index }) => ({ label, index, points: series.get(run) })) }));
}

/** Properties: {@code name} and {@code series}. */
class Plot extends LitElement {
  static properties = { name: {}, series: { attribute: false }, at: { state: true } };

  createRenderRoot() {
    return this;
  }

  render() {
    return html`
      <figure class="plot">
        <figcaption>
          <h3>${this.name}</h3>
          <span class="faint small">${this.at ?? this.summary()}</span>
        </figcaption>
        <div role="img" aria-label="${this.name}: ${this.summary()}"></div>
        ${this.series.length > 1
          ? html`<ul class="legend">${this.series.map((one) => html`<li><svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" fill=${colour(one.index)} stroke="none" /></svg>${one.label}</li>`)}</ul>`
          : nothing}
      </figure>
    `;
  }

  /** Returns a description of the plot for screen readers. */
  summary() {
    if (this.series.length !== 1) return plural(this.series.length, 'run');
    const { points } = this.series[0];
    if (!points.length) return 'no numbers';
    return `${number(points[0][1])} → ${number(points.at(-1)[1])}, ${plural(points.length, 'step')}`;
  }

  async updated(changed) {
    if (!changed.has('series')) return;
    const Uplot = await load();
    const place = this.querySelector('[role=img]');
    this.chart?.destroy();
    const style = getComputedStyle(this);
    const [ink, line] = [style.getPropertyValue('--plot-ink').trim(), style.getPropertyValue('--plot-line').trim()].map(resolved);
    const axis = { stroke: ink, font: '11px system-ui', grid: { stroke: line, width: 1 }, ticks: { show: false }, gap: 4 };
    const tables = this.series.map(({ points }) => {
      const bySteps = new Map(points); // of several points with one step the last counts
      const steps = [...bySteps.keys()].sort((a, b) => a - b);
      return [steps, steps.map((step) => bySteps.get(step))];
    });
    this.chart = new Uplot(
      {
        width: place.clientWidth || 320,
        height: HEIGHT,
        padding: [8, 8, 0, 0],
        legend: { show: false },
        cursor: { y: false, points: { size: 7 }, drag: { setScale: true, x: true, y: false } },
        scales: { x: { time: false } },
        axes: [{ ...axis, size: 26, space: 60 }, { ...axis, size: 52, values: (_, ticks) => ticks.map(number) }],
        series: [{}, ...this.series.map((one) => ({ stroke: colour(one.index), width: 1.75, points: { show: one.points.length < 3, size: 6, fill: colour(one.index) }, spanGaps: true }))],
        hooks: { setCursor: [(chart) => this.pointed(chart)] },
      },
      Uplot.join(tables),
      place,
    );
    this.observer ??= new ResizeObserver(() => this.chart?.setSize({ width: place.clientWidth, height: HEIGHT }));
    this.observer.observe(place);
  }

  pointed(chart) {
    const { idx } = chart.cursor;
    if (idx === null || idx === undefined) {
      this.at = undefined;
      return;
    }
    const values = this.series.map((_, i) => chart.data[i + 1][idx]).filter((value) => value !== null && value !== undefined);
    this.at = `step ${chart.data[0][idx]}: ${values.map(number).join(' · ')}`;
  }

  connectedCallback() {
    super.connectedCallback();
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.requestUpdate('series', null);
    this.scheme.addEventListener('change', this.redraw);
    addEventListener('themechange', this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.scheme.removeEventListener('change', this.redraw);
    removeEventListener('themechange', this.redraw);
    this.observer?.disconnect();
    this.chart?.destroy();
  }
}

/** Resolves light-dark(), which a canvas does not support. */
function resolved(value) {
  const probe = document.createElement('i');
  probe.style.color = value;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

customElements.define('metric-plot', Plot);
