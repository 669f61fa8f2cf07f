// A folder of files: it opens level by level, shows a preview of a file, and downloads files.

import { html, LitElement, nothing } from 'lit';
import { file } from './api.js';
import { bytes } from './format.js';
import { icons, notify } from './parts.js';

const TEXT = /(^|\/)(MLmodel|\.?[\w-]*ignore|LICENSE|Dockerfile)$|\.(txt|ya?ml|json|csv|tsv|md|py|toml|cfg|ini|log|html?|xml|sql|sh|ipynb|jsonl)$/i;
const PICTURE = /\.(png|jpe?g|gif|webp)$/i;
const PREVIEW_LIMIT = 200_000;
const PICTURE_LIMIT = 5_000_000;

/**
 * Properties: {@code entries} of the root; {@code list(path)} returns those of a folder, {@code link(path)} a file's address. The
 * file {@code first} is shown at once; {@code text} is its content.
 */
class Files extends LitElement {
  static properties = {
    entries: { attribute: false },
    refusal: { attribute: false },
    first: {},
    text: {},
    open: { state: true },
    preview: { state: true },
  };

  constructor() {
    super();
    this.open = new Map();
  }

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    const first = this.entries.find((entry) => entry.path === this.first);
    if (first && this.text) this.preview = { path: first.path, size: first.file_size, text: this.text };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.forgetPicture();
  }

  render() {
    if (this.refusal) return html`<p class="soft">${this.refusal}</p>`;
    if (!this.entries.length) return html`<p class="faint">No files</p>`;
    return html`
      <div class="files">
        <ul class="tree">${this.level(this.entries, 0)}</ul>
        ${this.preview ? this.previewed() : nothing}
      </div>
    `;
  }

  level(entries, depth) {
    return entries.map((entry) => (entry.is_dir ? this.folder(entry, depth) : this.file(entry, depth)));
  }

  folder(entry, depth) {
    const inside = this.open.get(entry.path);
    return html`
      <li class="depth-${Math.min(depth, 5)}">
        <button type="button" class="quiet entry" aria-expanded=${inside ? 'true' : 'false'} @click=${() => this.toggle(entry)}>
          ${icons.folder}<span>${name(entry)}</span>
        </button>
        ${inside ? html`<ul>${inside.length ? this.level(inside, depth + 1) : html`<li class="faint">empty</li>`}</ul>` : nothing}
      </li>
    `;
  }

  file(entry, depth) {
    const shown = this.preview?.path === entry.path;
    return html`
      <li class="depth-${Math.min(depth, 5)}">
        <button type="button" class="quiet entry" aria-pressed=${shown ? 'true' : 'false'} @click=${() => this.show(entry)}>
          ${icons.file}<span>${name(entry)}</span><span class="faint small">${bytes(entry.file_size ?? 0)}</span>
        </button>
      </li>
    `;
  }

  async toggle(entry) {
    const open = new Map(this.open);
    if (!open.delete(entry.path)) {
      try {
        open.set(entry.path, await this.list(entry.path));
      } catch (error) {
        notify(error.message, 'error');
        return;
      }
    }
    this.open = open;
  }

  async show(entry) {
    this.forgetPicture();
    const { path, file_size: size = 0 } = entry;
    this.preview = { path, size };
    try {
      if (PICTURE.test(path) && size <= PICTURE_LIMIT) {
        const type = `image/${path.split('.').pop().toLowerCase().replace('jpg', 'jpeg')}`;
        const picture = URL.createObjectURL(new Blob([await (await file(this.link(path))).arrayBuffer()], { type }));
        this.settle(path, { picture });
      } else if (TEXT.test(path) && size <= PREVIEW_LIMIT) {
        this.settle(path, { text: await (await file(this.link(path))).text() });
      } else {
        this.settle(path, { note: TEXT.test(path) || PICTURE.test(path) ? 'Too large to be shown here.' : 'No preview for this kind of file.' });
      }
    } catch (error) {
      this.settle(path, { note: error.message });
    }
  }

  /** Completes the preview of a file, unless the user has chosen another one in the meantime. */
  settle(path, content) {
    if (this.preview?.path === path) this.preview = { ...this.preview, ...content };
    else if (content.picture) URL.revokeObjectURL(content.picture);
  }

  forgetPicture() {
    if (this.preview?.picture) URL.revokeObjectURL(this.preview.picture);
  }

  previewed() {
    const { path, size, text, picture, note } = this.preview;
    return html`
      <figure class="preview" aria-live="polite">
        <figcaption>
          <span class="mono">${path}</span><span class="faint small">${bytes(size)}</span>
          <a class="button push" href=${this.link(path)} download=${name({ path })}>${icons.download}Download</a>
        </figcaption>
        ${text !== undefined ? html`<pre tabindex="0"><code>${text}</code></pre>` : nothing}
        ${picture ? html`<img src=${picture} alt="Preview of ${path}" />` : nothing}
        ${note ? html`<p class="faint">${note}</p>` : nothing}
      </figure>
    `;
  }
}

const name = ({ path }) => path.split('/').pop();

customElements.define('file-browser', Files);
