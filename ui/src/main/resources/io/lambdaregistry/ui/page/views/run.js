// A run: its metrics over steps, its params and inputs, its files, and the models made of it.

import { html, nothing } from 'lit';
import { get, post, url, view } from '../parts/api.js';
import { byText, dateTime, duration, experimentHref, href, number, versionHref } from '../parts/format.js';
import { crumbs, notify, principal, shownTags, tag, time } from '../parts/parts.js';
import { ask } from '../parts/dialog.js';
import { plotsOf } from '../parts/plot.js';
import { View } from '../parts/view.js';
import { status } from './experiment.js';
import '../parts/files.js';

class Run extends View {
  static tag = 'view-run';
  static title = (data) => data.run.info.run_name;

  static async load({ params }, signal) {
    const answer = await view('run', { run_id: params.run }, signal);
    return {
      run: answer.run,
      experiment: answer.experiment,
      versions: answer.model_versions ?? [],
      logged: answer.logged_models ?? [],
      files: answer.files ?? [],
      filesRefusal: answer.files_refusal,
      points: answer.metrics ?? [],
    };
  }

  render() {
    const { run, experiment } = this.data;
    const { info } = run;
    return html`
      <div class="page">
        ${crumbs(['Experiments', href(['experiments'])], ...(experiment ? [[experiment.name, experimentHref(experiment.experiment_id)]] : []))}
        <header class="head">
          <div>
            <h1>${info.run_name}</h1>
            <p class="meta">
              ${status(info)} started ${time(info.start_time)}${info.end_time ? html` · took ${duration(info.end_time - info.start_time)}` : nothing}
              ${info.lifecycle_stage === 'deleted' ? ' · deleted' : nothing}
            </p>
          </div>
        </header>
        <div class="columns">
          <div class="stack wide">${this.models()} ${this.plots()} ${this.files()}</div>
          <aside class="stack" aria-label="About this run">
            ${this.facts('Metrics', run.data.metrics, (metric) => number(metric.value))}
            ${this.facts('Parameters', run.data.params, (param) => param.value, 'mono')} ${this.tags()} ${this.details()}
          </aside>
        </div>
      </div>
    `;
  }

  /** Returns the models that can be registered: MLflow 3's logged models, and the models that older clients list in a tag. */
  candidates() {
    const { run, logged } = this.data;
    if (logged.length) {
      return logged.map(({ info }) => ({ label: info.name, detail: info.model_id, source: `models:/${info.model_id}`, model_id: info.model_id }));
    }
    const noted = run.data.tags?.find((one) => one.key === 'mlflow.log-model.history')?.value;
    if (!noted) return [];
    return JSON.parse(noted).map(({ artifact_path: path }) => ({ label: path, detail: '', source: `${run.info.artifact_uri}/${path}` }));
  }

  models() {
    const { versions } = this.data;
    const candidates = this.candidates();
    if (!candidates.length && !versions.length) return nothing;
    return html`
      <section>
        <header class="section"><h2>Models</h2></header>
        <ul class="things">
          ${candidates.map((candidate) => {
            const registered = versions.filter((version) => version.source === candidate.source);
            return html`<li>
              <div>
                <b>${candidate.label}</b> <span class="faint mono small">${candidate.detail}</span>
                <p class="soft small">
                  ${registered.length
                    ? html`Registered as ${registered.map((version, i) => html`${i ? ', ' : ''}<a href=${versionHref(version.name, version.version)}>${version.name} version ${version.version}</a>`)}`
                    : 'Not registered yet'}
                </p>
              </div>
              <button type="button" class=${registered.length ? '' : 'primary'} @click=${() => this.register(candidate)}>Register this model</button>
            </li>`;
          })}
          ${versions
            .filter((version) => !candidates.some((candidate) => candidate.source === version.source))
            .map((version) => html`<li><a href=${versionHref(version.name, version.version)}>${version.name} version ${version.version}</a></li>`)}
        </ul>
      </section>
    `;
  }

  async register(candidate) {
    const { info } = this.data.run;
    const { registered_models: known = [] } = await get('registered-models/search', { max_results: 1000 }).catch(() => ({}));
    ask({
      title: `Register ${candidate.label}`,
      body: html`
        <p class="soft">Creates version 1 of a new model, or the next version of an existing one.</p>
        <label class="field">
          <span>Name of the model</span>
          <input name="name" required list="known-models" autocomplete="off" />
        </label>
        <datalist id="known-models">${known.map((model) => html`<option value=${model.name}></option>`)}</datalist>
        <label class="field"><span>Description of the version</span><input name="description" autocomplete="off" /></label>
      `,
      action: 'Register',
      act: async ({ name, description }) => {
        await post('registered-models/create', { name }).catch((error) => {
          if (error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
        });
        const { model_version: version } = await post('model-versions/create', {
          name,
          description,
          source: candidate.source,
          run_id: info.run_id,
          model_id: candidate.model_id,
        });
        notify(`Registered as version ${version.version} of ${name}`);
        location.hash = versionHref(name, version.version);
      },
    });
  }

  plots() {
    const { run, points } = this.data;
    const plots = plotsOf(points, [{ run: run.info.run_id, label: run.info.run_name, index: 0 }]);
    if (!plots.length) return nothing;
    return html`
      <section>
        <header class="section"><h2>Metrics over steps</h2></header>
        <div class="plots">${plots.map((plot) => html`<metric-plot name=${plot.key} .series=${plot.series}></metric-plot>`)}</div>
      </section>
    `;
  }

  files() {
    const { run, files, filesRefusal } = this.data;
    const { run_id: id } = run.info;
    return html`
      <section>
        <header class="section"><h2>Artifacts</h2></header>
        <file-browser .entries=${files} .refusal=${filesRefusal}
          .list=${async (path) => (await get('artifacts/list', { run_id: id, path })).files ?? []}
          .link=${(path) => url('get-artifact', { run_id: id, path })}></file-browser>
      </section>
    `;
  }

  facts(title, list = [], show, kind = '') {
    const sorted = [...list].sort((a, b) => byText(a.key, b.key));
    return html`
      <section>
        <header class="section"><h2>${title}</h2></header>
        ${sorted.length
          ? html`<dl class="facts">${sorted.map((one) => html`<div><dt>${one.key}</dt><dd class=${kind}>${show(one)}</dd></div>`)}</dl>`
          : html`<p class="faint">None</p>`}
      </section>
    `;
  }

  tags() {
    const shown = shownTags(this.data.run.data.tags);
    if (!shown.length) return nothing;
    return html`<section><header class="section"><h2>Tags</h2></header><ul class="marks">${shown.map((one) => html`<li>${tag(one)}</li>`)}</ul></section>`;
  }

  details() {
    const { info, data } = this.data.run;
    const noted = (key) => data.tags?.find((one) => one.key === key)?.value;
    const [user, source] = [noted('mlflow.user') ?? info.user_id, noted('mlflow.source.name')];
    const { created_by: creator, changed_by: changer } = this.data.run;
    return html`
      <section>
        <header class="section"><h2>Details</h2></header>
        <dl class="facts">
          <div><dt>Started</dt><dd>${dateTime(info.start_time)}</dd></div>
          ${user ? html`<div><dt>By</dt><dd>${user}</dd></div>` : nothing}
          ${creator ? html`<div><dt>Created by</dt><dd>${principal(creator)}</dd></div>` : nothing}
          ${changer ? html`<div><dt>Last changed by</dt><dd>${principal(changer)}</dd></div>` : nothing}
          ${source ? html`<div class="long"><dt>Source</dt><dd class="mono">${source}</dd></div>` : nothing}
          <div class="long"><dt>Run id</dt><dd class="mono">${info.run_id}</dd></div>
        </dl>
      </section>
    `;
  }
}

customElements.define(Run.tag, Run);
export default Run;
