// Two to ten versions of a model side by side. Rows that differ are marked, and values that differ from the first version's.

import { html, nothing } from 'lit';
import { view } from '../parts/api.js';
import { byText, dateTime, modelHref, number, runHref, versionHref } from '../parts/format.js';
import { crumbs, shownTags, stage } from '../parts/parts.js';
import { asText, readMlModel } from '../parts/mlmodel.js';
import { plotsOf } from '../parts/plot.js';
import { View } from '../parts/view.js';
import { promptText } from './model.js';

class Compare extends View {
  static tag = 'view-compare';
  static properties = { ...View.properties, onlyDifferent: { state: true } };
  static title = (data, route) => `${route.params.name}: ${data.versions.map((one) => one.version).join(', ')} compared`;
  static navigation = () => 'models';

  static async load({ params }, signal) {
    const answer = await view('comparison', { name: params.name, version: params.versions.split(',') }, signal);
    const runs = new Map((answer.runs ?? []).map((run) => [run.info.run_id, run]));
    return {
      versions: answer.model_versions,
      runs: answer.model_versions.map((version) => runs.get(version.run_id)),
      mlModels: await Promise.all(answer.mlmodels.map(readMlModel)),
      points: answer.metrics ?? [],
    };
  }

  render() {
    const { name } = this.route.params;
    const { versions } = this.data;
    const groups = this.groups();
    const different = groups.flatMap((group) => group.rows).filter((row) => row.different).length;
    return html`
      <div class="page">
        ${crumbs(['Models', '#/models'], [name, modelHref(name)])}
        <header class="head">
          <h1>${versions.length} versions compared</h1>
          <label class="check push"><input type="checkbox" .checked=${!!this.onlyDifferent} @change=${(event) => (this.onlyDifferent = event.target.checked)} /> Only what differs (${different})</label>
        </header>
        <div class="scroll" tabindex="0" role="region" aria-label="Comparison">
          <table class="rows compare">
            <thead>
              <tr>
                <td></td>
                ${versions.map((version) => html`<th scope="col"><a href=${versionHref(name, version.version)}>Version ${version.version}</a> ${stage(version.current_stage)}</th>`)}
              </tr>
            </thead>
            ${groups.map((group) => this.group(group))}
          </table>
        </div>
        ${this.plots()}
      </div>
    `;
  }

  group({ title, rows }) {
    const shown = this.onlyDifferent ? rows.filter((row) => row.different) : rows;
    if (!shown.length) return nothing;
    return html`
      <tbody>
        <tr class="group"><th scope="rowgroup" colspan=${this.data.versions.length + 1}>${title}</th></tr>
        ${shown.map(
          (row) => html`<tr class=${row.different ? 'different' : ''}>
            <th scope="row">${row.key}${row.different ? html`<span class="only-read"> (differs)</span>` : nothing}</th>
            ${row.values.map((value, i) => html`<td class="${row.kind ?? ''} ${row.others?.[i] ? 'other' : ''}">${value ?? html`<span class="faint">–</span>`}</td>`)}
          </tr>`,
        )}
      </tbody>
    `;
  }

  groups() {
    const { versions, runs, mlModels } = this.data;
    const pairs = (title, maps, { kind, show = (value) => value } = {}) => {
      const keys = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort(byText);
      return { title, rows: keys.map((key) => row(key, maps.map((map) => map.get(key)), { kind, show })) };
    };
    const row = (key, raw, { kind, show = (value) => value } = {}) => ({
      key,
      kind,
      different: raw.some((value) => value !== raw[0]),
      others: raw.map((value) => value !== raw[0]),
      values: raw.map((value) => (value === undefined || value === '' ? undefined : show(value))),
    });
    const keyed = (list = []) => new Map(list.map((one) => [one.key, one.value]));
    return [
      {
        title: 'About',
        rows: [
          { key: 'Registered', values: versions.map((one) => dateTime(one.creation_timestamp)) },
          { key: 'Run', values: runs.map((run) => run && html`<a href=${runHref(run.info.experiment_id, run.info.run_id)}>${run.info.run_name}</a>`) },
          row('Aliases', versions.map((one) => (one.aliases ?? []).map((alias) => `@${alias}`).join(', '))),
          row('Description', versions.map((one) => one.description)),
          row('Text', versions.map(promptText), { kind: 'code' }),
        ].filter((one) => one.values.some(Boolean)),
      },
      pairs('Metrics', runs.map((run) => keyed(run?.data.metrics)), { kind: 'figure', show: number }),
      pairs('Parameters', runs.map((run) => keyed(run?.data.params))),
      {
        title: 'Signature',
        rows: ['inputs', 'outputs', 'params']
          .map((part) => row(part, mlModels.map(({ signature }) => asText(signature?.[part])), { kind: 'code' }))
          .filter((one) => one.values.some(Boolean)),
      },
      pairs('Tags', versions.map((one) => keyed(shownTags(one.tags)))),
    ];
  }

  plots() {
    const { versions, points } = this.data;
    const labels = versions.map((version, index) => ({ run: version.run_id, label: `Version ${version.version}`, index }));
    const plots = plotsOf(points, labels);
    if (!plots.length) return nothing;
    return html`
      <section class="below">
        <header class="section"><h2>Metrics over steps</h2></header>
        <div class="plots">${plots.map((plot) => html`<metric-plot name=${plot.key} .series=${plot.series}></metric-plot>`)}</div>
      </section>
    `;
  }
}

customElements.define(Compare.tag, Compare);
export default Compare;
