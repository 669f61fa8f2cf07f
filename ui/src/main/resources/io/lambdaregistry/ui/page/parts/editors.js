// Editors in place for a description, tags and aliases. Each calls its view's functions, and the view calls the registry.

import { html, LitElement, nothing } from 'lit';
import { alias, icons, shownTags, tag } from './parts.js';
import './markdown.js';

class Editor extends LitElement {
  static properties = { editing: { state: true } };

  createRenderRoot() {
    return this;
  }

  async edit() {
    this.editing = true;
    await this.updateComplete;
    this.querySelector('textarea, input, select').focus();
  }

  async stop() {
    this.editing = false;
    await this.updateComplete;
    this.querySelector('.edit')?.focus();
  }

  keys(event) {
    if (event.key === 'Escape') this.stop();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
  }

  submitted(event) {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    this.stop();
    this.save(values);
  }
}

/** Properties: {@code text} and {@code save({text})}. */
class DescriptionEditor extends Editor {
  static properties = { ...Editor.properties, text: { attribute: false }, label: {} };

  render() {
    const name = this.label ?? 'Description';
    return html`
      <section>
        <header class="section">
          <h2>${name}</h2>
          ${this.editing ? nothing : html`<button type="button" class="quiet icon edit" aria-label="Edit the ${name.toLowerCase()}" title="Edit" @click=${this.edit}>${icons.edit}</button>`}
        </header>
        ${this.editing ? this.form() : this.shown()}
      </section>
    `;
  }

  shown() {
    if (this.text) return html`<mark-down .text=${this.text}></mark-down>`;
    return html`<p class="faint">None yet. <button type="button" class="link" @click=${this.edit}>Write one</button></p>`;
  }

  form() {
    return html`
      <form class="stack" @submit=${this.submitted} @keydown=${this.keys}>
        <textarea name="text" rows="10" aria-label="The description, in Markdown" .value=${this.text ?? ''}></textarea>
        <div class="actions">
          <button type="submit" class="primary">Save</button>
          <button type="button" class="quiet" @click=${this.stop}>Cancel</button>
          <span class="faint small">Markdown</span>
        </div>
      </form>
    `;
  }
}

/** Properties: {@code tags}, {@code save({key, value})} and {@code remove(key)}. */
class TagsEditor extends Editor {
  static properties = { ...Editor.properties, tags: { attribute: false } };

  render() {
    const shown = shownTags(this.tags);
    return html`
      <section>
        <header class="section">
          <h2>Tags</h2>
          ${this.editing ? nothing : html`<button type="button" class="quiet icon edit" aria-label="Add a tag" title="Add a tag" @click=${this.edit}>${icons.plus}</button>`}
        </header>
        ${shown.length || this.editing ? nothing : html`<p class="faint">None</p>`}
        <ul class="marks">
          ${shown.map(
            (one) => html`<li>${tag(one)}<button type="button" class="quiet tiny" aria-label="Remove the tag ${one.key}" title="Remove" @click=${() => this.remove(one.key)}>${icons.close}</button></li>`,
          )}
        </ul>
        ${this.editing
          ? html`<form class="inline" @submit=${this.submitted} @keydown=${this.keys}>
              <input name="key" required placeholder="key" aria-label="Key of the new tag" autocomplete="off" />
              <input name="value" placeholder="value" aria-label="Value of the new tag" autocomplete="off" />
              <button type="submit">Add</button>
            </form>`
          : nothing}
      </section>
    `;
  }
}

/**
 * Properties: {@code model}, its {@code aliases} as [{alias, version}], {@code save({alias, version})} and {@code remove(alias)}. With
 * {@code version}, it edits the aliases of that version only, otherwise those of all {@code versions}.
 */
class AliasesEditor extends Editor {
  static properties = {
    ...Editor.properties,
    aliases: { attribute: false },
    model: { attribute: false },
    version: { attribute: false },
    versions: { attribute: false },
  };

  render() {
    const shown = this.version ? this.aliases.filter((one) => one.version === this.version) : this.aliases;
    const possible = this.version || this.versions?.length;
    return html`
      <section>
        <header class="section">
          <h2>Aliases</h2>
          ${this.editing || !possible ? nothing : html`<button type="button" class="quiet icon edit" aria-label="Set an alias" title="Set an alias" @click=${this.edit}>${icons.plus}</button>`}
        </header>
        ${shown.length || this.editing ? nothing : html`<p class="faint">None</p>`}
        <ul class="marks">
          ${shown.map(
            (one) => html`<li>${alias(one.alias, this.model, one.version)}${this.version ? nothing : html`<span class="faint small">v${one.version}</span>`}<button type="button" class="quiet tiny" aria-label="Remove the alias ${one.alias}" title="Remove" @click=${() => this.remove(one.alias)}>${icons.close}</button></li>`,
          )}
        </ul>
        ${this.editing
          ? html`<form class="inline" @submit=${this.submitted} @keydown=${this.keys}>
              <input name="alias" required pattern="[\\w\\-]+" title="Letters, digits, _ and -" placeholder="champion" aria-label="Name of the alias" list="known-aliases" autocomplete="off" />
              <datalist id="known-aliases">${this.aliases.map((one) => html`<option value=${one.alias}></option>`)}</datalist>
              ${this.version
                ? html`<input type="hidden" name="version" value=${this.version} />`
                : html`<select name="version" aria-label="Version that it points at">${this.versions.map((one) => html`<option>${one}</option>`)}</select>`}
              <button type="submit">Set</button>
            </form>`
          : nothing}
      </section>
    `;
  }
}

customElements.define('description-editor', DescriptionEditor);
customElements.define('tags-editor', TagsEditor);
customElements.define('aliases-editor', AliasesEditor);
