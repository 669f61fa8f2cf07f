// A model or a prompt: its description, its versions side by side, its aliases and tags, and its history.

import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { patch, post, remove, view } from '../parts/api.js';
import { compareHref, href, modelHref, number, plural, python, runHref, versionHref } from '../parts/format.js';
import { alias, crumbs, empty, notify, snippet, stage, tags, time } from '../parts/parts.js';
import { ask } from '../parts/dialog.js';
import { View } from '../parts/view.js';
import '../parts/editors.js';

const MOST_COMPARED = 10;
const METRICS_SHOWN = 2;
const EVENTS_SHOWN = 12;

export const isPrompt = (model) => model.tags?.some((tag) => tag.key === 'mlflow.prompt.is_prompt' && tag.value === 'true');
export const promptText = (version) => version.tags?.find((tag) => tag.key === 'mlflow.prompt.text')?.value ?? '';

/** Returns an event of the audit trail as a sentence: the words of its kind, with {field} replaced by the event's fields. */
function inWords(event, model) {
  const it = html`<a href=${versionHref(model, event.version)}>Version ${event.version}</a>`;
  return event.words.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : part === 'it' ? it : event[part]));
}

class Model extends View {
  static tag = 'view-model';
  static properties = { ...View.properties, chosen: { state: true } };
  static title = (data) => data.model.name;
  static navigation = (data) => (isPrompt(data.model) ? 'prompts' : 'models');

  static async load({ params, query }, signal) {
    const answer = await view('model', { name: params.name, page_token: query.page }, signal);
    const versions = answer.model_versions ?? [];
    const whole = !answer.next_page_token && !query.page;
    return {
      model: answer.registered_model,
      versions: whole ? versions.sort((a, b) => b.version - a.version) : versions,
      next: answer.next_page_token,
      whole,
      events: answer.events ?? [],
      runs: new Map((answer.runs ?? []).map((run) => [run.info.run_id, run])),
    };
  }

  constructor() {
    super();
    this.chosen = new Set();
  }

  get prompt() {
    return isPrompt(this.data.model);
  }

  render() {
    const { model, versions, whole } = this.data;
    const kind = this.prompt ? 'prompts' : 'models';
    return html`
      <div class="page">
        ${crumbs([this.prompt ? 'Prompts' : 'Models', href([kind])])}
        <header class="head">
          <div>
            <h1>${model.name}</h1>
            <p class="meta">
              ${whole ? plural(versions.length, 'version') : 'More than one page of versions'} · changed ${time(model.last_updated_timestamp)} · created ${time(model.creation_timestamp)}
            </p>
          </div>
          <div class="actions push">
            <button type="button" @click=${this.rename}>Rename</button>
            <button type="button" class="danger" @click=${this.delete}>Delete</button>
          </div>
        </header>
        <div class="columns">
          <div class="stack wide">
            <description-editor .text=${model.description ?? ''} .save=${({ text }) => this.describe(text)}></description-editor>
            ${versions.length ? this.versionsSection() : this.noVersions()}
          </div>
          <aside class="stack" aria-label="About this ${kind.slice(0, -1)}">
            <aliases-editor .aliases=${model.aliases ?? []} .model=${model.name} .versions=${versions.map((one) => one.version)}
              .save=${(set) => this.setAlias(set)} .remove=${(name) => this.removeAlias(name)}></aliases-editor>
            <tags-editor .tags=${model.tags ?? []} .save=${(tag) => this.setTag(tag)} .remove=${(key) => this.removeTag(key)}></tags-editor>
            ${versions.length ? html`<section><header class="section"><h2>Code to load it</h2></header>${snippet(this.code())}</section>` : nothing}
            ${this.happened()}
          </aside>
        </div>
      </div>
    `;
  }

  // ---- Versions

  /** Returns the metric keys to show (those in the address, or the first few), and all keys. */
  metrics() {
    const all = [...new Set([...this.data.runs.values()].flatMap((run) => (run.data.metrics ?? []).map((metric) => metric.key)))].sort();
    const { metrics } = this.route.query;
    return { all, shown: metrics === undefined ? all.slice(0, METRICS_SHOWN) : all.filter((key) => metrics.split(',').includes(key)) };
  }

  versionsSection() {
    const { model, versions, next } = this.data;
    const { all, shown } = this.metrics();
    const count = this.chosen.size;
    return html`
      <section>
        <header class="section">
          <h2>Versions</h2>
          <div class="actions push">
            ${all.length ? this.metricChooser(all, shown) : nothing}
            <button type="button" ?disabled=${count < 2 || count > MOST_COMPARED} @click=${() => (location.hash = compareHref(model.name, this.inOrder()))}>
              ${count < 2 ? 'Select two to compare' : count > MOST_COMPARED ? `${MOST_COMPARED} at most` : `Compare ${count} versions`}
            </button>
          </div>
        </header>
        <div class="scroll" tabindex="0" role="region" aria-label="Versions">
        <table class="rows cards versions">
          <thead>
            <tr>
              <th scope="col"><span class="only-read">Select</span></th>
              <th scope="col">Version</th>
              ${this.prompt ? html`<th scope="col">Text</th>` : html`<th scope="col">Stage</th>`}
              <th scope="col">Aliases</th>
              ${shown.map((key) => html`<th scope="col" class="end">${key}</th>`)}
              ${this.prompt ? nothing : html`<th scope="col">Run</th>`}
              <th scope="col">Tags</th>
            </tr>
          </thead>
          <tbody>${repeat(versions, (version) => version.version, (version) => this.row(version, shown))}</tbody>
        </table>
        </div>
        ${next || this.route.query.page
          ? html`<footer class="pager">
              <span>Latest change first</span>
              ${this.route.query.page ? html`<a class="button" href=${modelHref(model.name)}>First page</a>` : nothing}
              ${next ? html`<a class="button" rel="next" href=${href(['models', model.name], { page: next })}>Next page</a>` : nothing}
            </footer>`
          : nothing}
      </section>
    `;
  }

  row(version, metrics) {
    const { model, runs } = this.data;
    const run = runs.get(version.run_id);
    const values = new Map((run?.data.metrics ?? []).map((metric) => [metric.key, metric.value]));
    const aliases = (model.aliases ?? []).filter((one) => one.version === version.version);
    return html`
      <tr aria-selected=${this.chosen.has(version.version)}>
        <td class="select"><input type="checkbox" aria-label="Select version ${version.version}" .checked=${this.chosen.has(version.version)} @change=${() => this.choose(version.version)} /></td>
        <th scope="row" class="name">
          <a href=${versionHref(model.name, version.version)}>Version ${version.version}</a>
          <span class="about">${time(version.creation_timestamp)}${version.description ? html` · ${version.description}` : nothing}</span>
        </th>
        ${this.prompt ? html`<td class="about">${promptText(version)}</td>` : html`<td>${stage(version.current_stage)}</td>`}
        <td>${aliases.map((one) => alias(one.alias, model.name, one.version))}</td>
        ${metrics.map((key) => html`<td class="end labelled" data-label=${key}>${values.has(key) ? html`<span>${number(values.get(key))}</span>` : nothing}</td>`)}
        ${this.prompt ? nothing : html`<td class="short">${run ? html`<a href=${runHref(run.info.experiment_id, run.info.run_id)}>${run.info.run_name}</a>` : nothing}</td>`}
        <td>${tags(version.tags, 1)}</td>
      </tr>
    `;
  }

  metricChooser(all, shown) {
    const choose = (key, on) => {
      const next = on ? [...shown, key] : shown.filter((one) => one !== key);
      const { name } = this.data.model;
      history.replaceState(null, '', href(['models', name], { ...this.route.query, metrics: next.join(',') || ' ' }));
      this.route = { ...this.route, query: { ...this.route.query, metrics: next.join(',') } };
    };
    return html`
      <details class="menu">
        <summary class="button">Metrics</summary>
        <div class="sheet">
          ${all.map((key) => html`<label><input type="checkbox" .checked=${shown.includes(key)} @change=${(event) => choose(key, event.target.checked)} /> ${key}</label>`)}
        </div>
      </details>
    `;
  }

  choose(version) {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(version)) chosen.add(version);
    this.chosen = chosen;
  }

  inOrder() {
    return [...this.chosen].sort((a, b) => a - b);
  }

  noVersions() {
    const { name } = this.data.model;
    return empty('No versions yet', 'Register one from a run:', `import mlflow\n\nmlflow.set_tracking_uri("${location.origin}")\nmlflow.register_model("runs:/<run id>/model", ${python(name)})`);
  }

  // ---- Beside them

  code() {
    const { model, versions } = this.data;
    const first = model.aliases?.[0];
    const newest = versions[0].version;
    if (this.prompt) {
      return `import mlflow\n\nmlflow.set_tracking_uri("${location.origin}")\nprompt = mlflow.genai.load_prompt(\n    ${python(`prompts:/${model.name}${first ? `@${first.alias}` : `/${newest}`}`)}\n)`;
    }
    return `import mlflow\n\nmlflow.set_tracking_uri("${location.origin}")\nmodel = mlflow.pyfunc.load_model(\n    ${python(`models:/${model.name}${first ? `@${first.alias}` : `/${newest}`}`)}\n)`;
  }

  happened() {
    const { model, events } = this.data;
    const shown = events.filter((event) => !event.key?.startsWith('mlflow.')).slice(0, EVENTS_SHOWN);
    if (!shown.length) return nothing;
    return html`
      <section>
        <header class="section"><h2>History</h2></header>
        <ol class="events">
          ${shown.map((event) => html`<li><span>${inWords(event, model.name)} <span class="faint small">${event.principal?.name ?? event.user}</span></span>${time(event.timestamp)}</li>`)}
        </ol>
      </section>
    `;
  }

  // ---- Changes

  withModel(changes) {
    return { model: { ...this.data.model, ...changes } };
  }

  describe(description) {
    const { name } = this.data.model;
    return this.optimistic(this.withModel({ description }), () => patch('registered-models/update', { name, description }));
  }

  setTag({ key, value }) {
    const { name, tags: before = [] } = this.data.model;
    const changed = [...before.filter((tag) => tag.key !== key), { key, value }];
    return this.optimistic(this.withModel({ tags: changed }), () => post('registered-models/set-tag', { name, key, value }));
  }

  removeTag(key) {
    const { name, tags: before } = this.data.model;
    return this.optimistic(this.withModel({ tags: before.filter((tag) => tag.key !== key) }), () => remove('registered-models/delete-tag', { name, key }));
  }

  setAlias({ alias: set, version }) {
    const { name, aliases = [] } = this.data.model;
    const changed = [...aliases.filter((one) => one.alias !== set), { alias: set, version }];
    return this.optimistic(this.withModel({ aliases: changed }), () => post('registered-models/alias', { name, alias: set, version }));
  }

  removeAlias(gone) {
    const { name, aliases } = this.data.model;
    return this.optimistic(this.withModel({ aliases: aliases.filter((one) => one.alias !== gone) }), () =>
      remove('registered-models/alias', { name, alias: gone }));
  }

  rename() {
    const { name } = this.data.model;
    ask({
      title: `Rename ${name}`,
      body: html`
        <p class="soft">Versions, aliases and tags stay. Code that loads it by the old name will not find it any more.</p>
        <label class="field"><span>New name</span><input name="name" required .value=${name} /></label>
      `,
      action: 'Rename',
      act: async (values) => {
        await post('registered-models/rename', { name, new_name: values.name });
        notify(`Renamed to ${values.name}`);
        history.replaceState(null, '', modelHref(values.name));
        dispatchEvent(new Event('hashchange'));
      },
    });
  }

  delete() {
    const { name } = this.data.model;
    ask({
      title: `Delete ${name}`,
      body: html`<p class="soft">Its versions, aliases and tags are deleted with it. Its files stay until they are collected; until then, <code>./registry restore</code> brings it back.</p>`,
      action: 'Delete',
      danger: true,
      typed: name,
      act: async () => {
        await remove('registered-models/delete', { name });
        notify(`${name} is deleted`);
        location.hash = href([this.prompt ? 'prompts' : 'models']);
      },
    });
  }
}

customElements.define(Model.tag, Model);
export default Model;
