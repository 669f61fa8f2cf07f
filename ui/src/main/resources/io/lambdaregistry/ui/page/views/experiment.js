// An experiment: its runs, with the params and metrics that the user selects.

import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { view } from '../parts/api.js';
import { byText, duration, href, number, plural, python, runHref } from '../parts/format.js';
import { crumbs, empty, icons, principal, sortable, tags, time } from '../parts/parts.js';
import { View } from '../parts/view.js';

const SHOWN_AT_FIRST = 3;
const IS_FILTER = /[=<>]|\b(i?like|in)\b\s*['"(]/i;

/** Makes a filter; plain words are searched in the run's name. */
const toFilter = (text) => {
  const words = text.trim();
  if (!words || IS_FILTER.test(words)) return words;
  return words.split(/\s+/).map((word) => (word.includes("'") ? `attributes.run_name ILIKE "%${word}%"` : `attributes.run_name ILIKE '%${word}%'`)).join(' AND ');
};

const list = (text) => (text === undefined ? undefined : text.split(',').filter(Boolean).map(decodeURIComponent));
const text = (keys) => keys.map(encodeURIComponent).join(',') || ',';

class Experiment extends View {
  static tag = 'view-experiment';
  static title = (data) => data.experiment.name;

  static async load({ params, query }, signal) {
    const asked = { experiment_id: params.id, order_by: query.sort, page_token: query.page };
    const answer = await view('experiment', { ...asked, filter: toFilter(query.q ?? '') }, signal).catch(async (error) => {
      if (error.status !== 400 || !query.q) throw error;
      return { ...(await view('experiment', { experiment_id: params.id, max_results: 1 }, signal)), runs: [], next_page_token: undefined, refusal: error.message };
    });
    return { experiment: answer.experiment, runs: answer.runs ?? [], next: answer.next_page_token, refusal: answer.refusal };
  }

  go(query) {
    clearTimeout(this.typing);
    const { page, ...rest } = { ...this.route.query, ...query };
    history.replaceState(null, '', this.link(rest));
    dispatchEvent(new Event('hashchange'));
  }

  link(query) {
    return href(['experiments', this.route.params.id], query);
  }

  typed(event) {
    clearTimeout(this.typing);
    const q = event.target.value;
    if (!IS_FILTER.test(q)) this.typing = setTimeout(() => this.go({ q }), 180);
  }

  submitted(event) {
    event.preventDefault();
    this.go({ q: new FormData(event.target).get('q') });
  }

  /** Returns all columns that the runs have, and those that are shown. */
  columns(kind) {
    const all = [...new Set(this.data.runs.flatMap((run) => (run.data[kind] ?? []).map((one) => one.key)))].sort(byText);
    return { all, shown: list(this.route.query[kind]) ?? all.slice(0, SHOWN_AT_FIRST) };
  }

  render() {
    const { experiment, runs, next, refusal } = this.data;
    const { created_by: created, changed_by: changed } = experiment;
    const { q = '', page } = this.route.query;
    return html`
      <div class="page">
        ${crumbs(['Experiments', href(['experiments'])])}
        <header class="head">
          <div>
            <h1>${experiment.name}</h1>
            <p class="meta">Experiment ${experiment.experiment_id} · created ${time(experiment.creation_time)}${created ? html` by ${principal(created)}` : nothing}${changed ? html` · last changed by ${principal(changed)}` : nothing}</p>
          </div>
          <form class="search" role="search" @submit=${this.submitted}>
            ${icons.search}
            <input type="search" name="q" .value=${q} @input=${this.typed} placeholder="Search by name, or filter: metrics.auc > 0.9" aria-label="Search runs by name, or in MLflow's filter language" autocomplete="off" spellcheck="false" />
            <kbd aria-hidden="true">/</kbd>
          </form>
        </header>
        ${refusal ? html`<div class="refusal" role="alert"><p>${refusal}</p></div>` : runs.length ? this.table(runs) : this.none(q)}
        ${runs.length
          ? html`<footer class="pager">
              <span>${plural(runs.length, 'run')} on this page</span>
              ${page ? html`<a class="button" href=${this.link({ ...this.route.query, page: '' })}>First page</a>` : nothing}
              ${next ? html`<a class="button" rel="next" href=${this.link({ ...this.route.query, page: next })}>Next page</a>` : nothing}
            </footer>`
          : nothing}
      </div>
    `;
  }

  table(runs) {
    const metrics = this.columns('metrics');
    const params = this.columns('params');
    return html`
      <div class="actions choosers">${this.chooser('Metrics', 'metrics', metrics)} ${this.chooser('Parameters', 'params', params)}</div>
      <div class="scroll" tabindex="0" role="region" aria-label="Runs">
        <table class="rows">
          <thead>
            <tr>
              ${this.sorter('Run', 'attributes.run_name', 'ASC')}
              ${this.sorter('Started', 'attributes.start_time', 'DESC')}
              <th scope="col" class="end">Took</th>
              ${metrics.shown.map((key) => this.sorter(key, `metrics.${quoted(key)}`, 'DESC', 'end'))}
              ${params.shown.map((key) => this.sorter(key, `params.${quoted(key)}`, 'ASC'))}
              <th scope="col">Tags</th>
            </tr>
          </thead>
          <tbody>${repeat(runs, (run) => run.info.run_id, (run) => this.row(run, metrics.shown, params.shown))}</tbody>
        </table>
      </div>
    `;
  }

  row(run, metrics, params) {
    const { info, data } = run;
    const measured = new Map((data.metrics ?? []).map((one) => [one.key, one.value]));
    const given = new Map((data.params ?? []).map((one) => [one.key, one.value]));
    return html`
      <tr>
        <th scope="row" class="name"><a href=${runHref(info.experiment_id, info.run_id)}>${info.run_name}</a> ${status(info)}</th>
        <td>${time(info.start_time)}</td>
        <td class="end">${info.end_time ? duration(info.end_time - info.start_time) : nothing}</td>
        ${metrics.map((key) => html`<td class="end">${measured.has(key) ? number(measured.get(key)) : nothing}</td>`)}
        ${params.map((key) => html`<td class="mono">${given.get(key)}</td>`)}
        <td>${tags(data.tags, 2)}</td>
      </tr>
    `;
  }

  sorter(label, column, first, attributes) {
    const now = this.route.query.sort ?? 'attributes.start_time DESC';
    const direction = now.startsWith(`${column} `) ? now.slice(column.length + 1) : undefined;
    const next = direction ? (direction === 'ASC' ? 'DESC' : 'ASC') : first;
    return sortable(label, direction?.toLowerCase(), () => this.go({ sort: `${column} ${next}` }), attributes);
  }

  chooser(label, kind, { all, shown }) {
    if (!all.length) return nothing;
    const choose = (key, on) => {
      const keys = on ? [...shown, key] : shown.filter((one) => one !== key);
      const query = { ...this.route.query, [kind]: text(keys) };
      history.replaceState(null, '', this.link(query));
      this.route = { ...this.route, query };
    };
    return html`
      <details class="menu left">
        <summary class="button">${label}</summary>
        <div class="sheet">
          ${all.map((key) => html`<label><input type="checkbox" .checked=${shown.includes(key)} @change=${(event) => choose(key, event.target.checked)} /> ${key}</label>`)}
        </div>
      </details>
    `;
  }

  none(q) {
    if (q) return empty(`No run matches “${q}”`, 'Words are looked for in names; anything else in MLflow’s filter language:', "metrics.auc > 0.9 AND params.model = 'boosted'");
    return empty('No runs yet', 'Log one from Python:', `import mlflow\n\nmlflow.set_tracking_uri("${location.origin}")\nmlflow.set_experiment(${python(this.data.experiment.name)})\nwith mlflow.start_run():\n    mlflow.log_param("depth", 3)\n    mlflow.log_metric("auc", 0.93)`);
  }
}

const quoted = (key) => (/^\w+$/.test(key) ? key : `\`${key}\``);

export const status = ({ status: name }) => (name === 'FINISHED' ? nothing : html`<span class="status" data-status=${name}>${name.toLowerCase()}</span>`);

customElements.define(Experiment.tag, Experiment);
export default Experiment;
