// A version: its lineage, its signature, its files, code that loads it, and its stages.

import { html, nothing } from 'lit';
import { patch, post, registry, remove, url, view } from '../parts/api.js';
import { bytes, dateTime, experimentHref, href, isModule, modelHref, number, python, runHref, shell, versionHref } from '../parts/format.js';
import { alias, crumbs, notify, snippet, stage, time } from '../parts/parts.js';
import { ask } from '../parts/dialog.js';
import { readMlModel, signatureTable } from '../parts/mlmodel.js';
import { View } from '../parts/view.js';
import { isPrompt, promptText } from './model.js';
import '../parts/editors.js';
import '../parts/files.js';

const STAGES = ['None', 'Staging', 'Production', 'Archived'];

class Version extends View {
  static tag = 'view-version';
  static properties = { ...View.properties, way: { state: true } };
  static title = (data) => `${data.model.name} version ${data.version.version}`;
  static navigation = (data) => (isPrompt(data.model) ? 'prompts' : 'models');

  static async load({ params }, signal) {
    const answer = await view('version', { name: params.name, version: params.version }, signal);
    return {
      model: answer.registered_model,
      version: answer.model_version,
      seal: answer.seal ?? {},
      signatures: answer.signatures ?? [],
      run: answer.run,
      experiment: answer.experiment,
      logged: answer.logged_models?.[0],
      files: answer.files ?? [],
      filesRefusal: answer.files_refusal,
      mlModelText: answer.mlmodel,
      mlModel: await readMlModel(answer.mlmodel),
    };
  }

  get prompt() {
    return isPrompt(this.data.model);
  }

  get aliases() {
    return (this.data.model.aliases ?? []).filter((one) => one.version === this.data.version.version);
  }

  render() {
    const { model, version } = this.data;
    const newest = Math.max(...(model.latest_versions ?? []).map((one) => Number(one.version)));
    return html`
      <div class="page">
        ${crumbs([this.prompt ? 'Prompts' : 'Models', href([this.prompt ? 'prompts' : 'models'])], [model.name, modelHref(model.name)])}
        <header class="head">
          <div>
            <h1>Version ${version.version}</h1>
            <p class="meta">
              ${stage(version.current_stage)} ${this.aliases.map((one) => alias(one.alias, model.name, one.version))}
              registered ${time(version.creation_timestamp)}
              ${newest > Number(version.version) ? html`· <a href=${versionHref(model.name, newest)}>version ${newest} is newer</a>` : nothing}
            </p>
          </div>
          <div class="actions push">
            ${this.prompt ? nothing : html`<button type="button" @click=${this.transition}>Change stage</button>`}
            <button type="button" class="danger" @click=${this.delete}>Delete</button>
          </div>
        </header>
        ${this.prompt ? nothing : this.lineage()}
        <div class="columns">
          <div class="stack wide">
            ${this.prompt ? html`<section><header class="section"><h2>Text</h2></header>${snippet(promptText(version), 'Copy the text')}</section>` : nothing}
            <description-editor .text=${version.description ?? ''} .save=${({ text }) => this.describe(text)}></description-editor>
            ${this.load()} ${this.prompt ? nothing : this.files()}
          </div>
          <aside class="stack" aria-label="About this version">
            <aliases-editor .aliases=${model.aliases ?? []} .model=${model.name} .version=${version.version}
              .save=${(set) => this.setAlias(set)} .remove=${(name) => this.removeAlias(name)}></aliases-editor>
            <tags-editor .tags=${version.tags ?? []} .save=${(tag) => this.setTag(tag)} .remove=${(key) => this.removeTag(key)}></tags-editor>
            ${this.prompt ? nothing : html`${this.signature()} ${this.results()}`} ${this.details()}
          </aside>
        </div>
      </div>
    `;
  }

  // ---- Where it comes from

  lineage() {
    const { model, version, run, experiment, logged } = this.data;
    const step = (kind, text, link, note) => html`
      <li>
        <span class="kind">${kind}</span>
        ${link ? html`<a href=${link}>${text}</a>` : html`<b>${text}</b>`}
        ${note ? html`<span class="note">${note}</span>` : nothing}
      </li>
    `;
    return html`
      <ol class="lineage" aria-label="Lineage of this version">
        ${experiment ? step('Experiment', experiment.name, experimentHref(experiment.experiment_id)) : nothing}
        ${run ? step('Run', run.info.run_name, runHref(run.info.experiment_id, run.info.run_id), time(run.info.start_time)) : nothing}
        ${logged ? step('Logged model', logged.info.name, '', html`<span class="mono">${logged.info.model_id.slice(0, 10)}…</span>`) : nothing}
        ${run || logged ? nothing : step('Source', version.source.split('/').pop() || version.source, '', html`<span class="mono">${version.source.split('/')[0]}</span>`)}
        ${step('Version', `${model.name} v${version.version}`, '', stage(version.current_stage))}
        ${step('Aliases', this.aliases.length ? this.aliases.map((one) => `@${one.alias}`).join(', ') : 'none')}
      </ol>
    `;
  }

  // ---- How to use it

  ways() {
    const { model, version, mlModel } = this.data;
    const start = `import mlflow\n\nmlflow.set_tracking_uri("${location.origin}")\n`;
    const uri = python(`${this.prompt ? 'prompts' : 'models'}:/${model.name}/${version.version}`);
    if (this.prompt) return { Python: `${start}prompt = mlflow.genai.load_prompt(${uri})\nprint(prompt.format(…))` };
    const named = this.aliases[0];
    const native = mlModel.flavors.find((flavor) => flavor !== 'python_function' && isModule(flavor));
    return {
      Python: `${start}model = mlflow.pyfunc.load_model(${uri})\npredictions = model.predict(data)`,
      ...(named ? { [`@${named.alias}`]: `${start}model = mlflow.pyfunc.load_model(${python(`models:/${model.name}@${named.alias}`)})\npredictions = model.predict(data)` } : {}),
      ...(native ? { [native]: `import mlflow.${native}\n\nmlflow.set_tracking_uri("${location.origin}")\nmodel = mlflow.${native}.load_model(${uri})` } : {}),
      Serve: `MLFLOW_TRACKING_URI=${location.origin} \\\n  mlflow models serve -m ${shell(`models:/${model.name}/${version.version}`)} --port 5001`,
    };
  }

  load() {
    const ways = this.ways();
    const way = ways[this.way] ? this.way : Object.keys(ways)[0];
    return html`
      <section>
        <header class="section">
          <h2>Code to load it</h2>
          <div class="tabs push" role="group" aria-label="Ways to load it">
            ${Object.keys(ways).map((name) => html`<button type="button" class="quiet" aria-pressed=${name === way ? 'true' : 'false'} @click=${() => (this.way = name)}>${name}</button>`)}
          </div>
        </header>
        ${snippet(ways[way], 'Copy the code')}
      </section>
    `;
  }

  files() {
    const { model, version, files, filesRefusal } = this.data;
    const of = { name: model.name, version: version.version };
    return html`
      <section>
        <header class="section"><h2>Files</h2></header>
        <file-browser .entries=${files} .refusal=${filesRefusal} first="MLmodel" .text=${this.data.mlModelText}
          .list=${async (path) => (await registry('model-versions/artifacts', { ...of, path })).files ?? []}
          .link=${(path) => url('model-versions/get-artifact', { ...of, path })}></file-browser>
      </section>
    `;
  }

  // ---- Beside them

  signature() {
    const { mlModel } = this.data;
    return html`
      <section>
        <header class="section"><h2>Signature</h2></header>
        ${mlModel.signature
          ? signatureTable(mlModel.signature)
          : html`<p class="faint">${mlModel.unreadable ? 'Its MLmodel file cannot be read' : 'None: log the model with a signature to have one'}</p>`}
      </section>
    `;
  }

  results() {
    const { run } = this.data;
    const { metrics = [], params = [] } = run?.data ?? {};
    if (!metrics.length && !params.length) return nothing;
    return html`
      <section>
        <header class="section"><h2>Run</h2></header>
        <dl class="facts">
          ${metrics.map((metric) => html`<div><dt>${metric.key}</dt><dd>${number(metric.value)}</dd></div>`)}
          ${params.map((param) => html`<div><dt>${param.key}</dt><dd class="mono">${param.value}</dd></div>`)}
        </dl>
      </section>
    `;
  }

  details() {
    const { version, mlModel, seal, signatures } = this.data;
    return html`
      <section>
        <header class="section"><h2>Details</h2></header>
        <dl class="facts">
          <div><dt>Registered</dt><dd>${dateTime(version.creation_timestamp)}</dd></div>
          <div><dt>Changed</dt><dd>${dateTime(version.last_updated_timestamp)}</dd></div>
          ${mlModel.size ? html`<div><dt>Size</dt><dd>${bytes(mlModel.size)}</dd></div>` : nothing}
          ${mlModel.flavors.length ? html`<div><dt>Flavours</dt><dd>${mlModel.flavors.join(', ')}</dd></div>` : nothing}
          ${seal.digest ? html`<div class="long"><dt>SHA-256 of its ${number(seal.file_count)} files</dt><dd class="mono">${seal.digest}</dd></div>` : nothing}
          ${signatures.map((one) => html`<div class="long"><dt>Signature, ${one.verdict.toLowerCase()}</dt><dd>${one.reason} ${time(one.timestamp)}</dd></div>`)}
          ${seal.reason && !this.prompt ? html`<div class="long"><dt>Not digested</dt><dd>${seal.reason}</dd></div>` : nothing}
          <div class="long"><dt>Source</dt><dd class="mono">${version.source}</dd></div>
          ${version.run_id ? html`<div class="long"><dt>Run id</dt><dd class="mono">${version.run_id}</dd></div>` : nothing}
        </dl>
      </section>
    `;
  }

  // ---- Changes

  get named() {
    return { name: this.data.model.name, version: this.data.version.version };
  }

  withVersion(changes) {
    return { version: { ...this.data.version, ...changes } };
  }

  describe(description) {
    return this.optimistic(this.withVersion({ description }), () => patch('model-versions/update', { ...this.named, description }));
  }

  setTag({ key, value }) {
    const tags = [...(this.data.version.tags ?? []).filter((tag) => tag.key !== key), { key, value }];
    return this.optimistic(this.withVersion({ tags }), () => post('model-versions/set-tag', { ...this.named, key, value }));
  }

  removeTag(key) {
    const tags = this.data.version.tags.filter((tag) => tag.key !== key);
    return this.optimistic(this.withVersion({ tags }), () => remove('model-versions/delete-tag', { ...this.named, key }));
  }

  withAliases(aliases) {
    return { model: { ...this.data.model, aliases } };
  }

  setAlias({ alias: set }) {
    const others = (this.data.model.aliases ?? []).filter((one) => one.alias !== set);
    return this.optimistic(this.withAliases([...others, { alias: set, version: this.named.version }]), () =>
      post('registered-models/alias', { ...this.named, alias: set }));
  }

  removeAlias(gone) {
    return this.optimistic(this.withAliases(this.data.model.aliases.filter((one) => one.alias !== gone)), () =>
      remove('registered-models/alias', { name: this.named.name, alias: gone }));
  }

  transition() {
    const { model, version } = this.data;
    ask({
      title: `Change the stage of version ${version.version}`,
      body: html`
        <fieldset class="stages">
          <legend class="only-read">New stage</legend>
          ${STAGES.map((name) => html`<label class="check"><input type="radio" name="stage" value=${name} required .checked=${name === version.current_stage} /> ${name === 'None' ? 'None' : stage(name)}</label>`)}
        </fieldset>
        <label class="check"><input type="checkbox" name="archive" /> <span>Archive the other versions in that stage <span class="faint">(Staging and Production)</span></span></label>
      `,
      action: 'Change stage',
      act: async ({ stage: to, archive }) => {
        const active = ['Staging', 'Production'].includes(to);
        await post('model-versions/transition-stage', { ...this.named, stage: to, archive_existing_versions: active && archive === 'on' });
        notify(`Version ${version.version} of ${model.name} is in ${to}`);
        await this.reload();
      },
    });
  }

  delete() {
    const { model, version } = this.data;
    ask({
      title: `Delete version ${version.version} of ${model.name}`,
      body: html`<p class="soft">Its aliases and tags are deleted with it, and its number is not used again. Its files stay until they are collected; until then, <code>./registry restore</code> brings it back.</p>`,
      action: 'Delete',
      danger: true,
      typed: `${model.name} ${version.version}`,
      act: async () => {
        await remove('model-versions/delete', this.named);
        notify(`Version ${version.version} of ${model.name} is deleted`);
        location.hash = modelHref(model.name);
      },
    });
  }
}

customElements.define(Version.tag, Version);
export default Version;
