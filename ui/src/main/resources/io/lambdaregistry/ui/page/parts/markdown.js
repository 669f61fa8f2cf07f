// A description in Markdown, rendered safely. Until the two libraries are loaded, and without them, it is shown as plain text.

import { html, LitElement } from 'lit';

let libraries;
const load = () =>
  (libraries ??= Promise.all([import('marked'), import('dompurify')]).then(([{ Marked }]) => {
    const purify = globalThis.DOMPurify;
    purify.addHook('afterSanitizeAttributes', (node) => {
      if (node.tagName === 'A' && !node.getAttribute('href')?.startsWith('#')) node.setAttribute('target', '_blank');
    });
    const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
    const marked = new Marked({
      gfm: true,
      // HTML is shown as text, and a picture as a link, because the browser would fetch it from a server that the author chooses
      renderer: {
        html: ({ text }) => escaped(text),
        image: ({ href, text }) => `<a href="${escaped(href)}">${escaped(text || href)}</a>`,
      },
    });
    return (text) =>
      purify.sanitize(marked.parse(text), {
        USE_PROFILES: { html: true },
        FORBID_TAGS: ['style', 'form', 'input', 'button', 'img', 'picture', 'video', 'audio', 'source', 'dialog'],
        FORBID_ATTR: ['style', 'class', 'id', 'name', 'popover'],
        RETURN_TRUSTED_TYPE: true,
      });
  }));

class Markdown extends LitElement {
  static properties = { text: { attribute: false } };

  createRenderRoot() {
    return this;
  }

  render() {
    return html`<div class="prose"></div>`;
  }

  async updated() {
    const text = this.text;
    this.firstElementChild.textContent = text;
    const toHtml = await load();
    if (text === this.text) this.firstElementChild.innerHTML = toHtml(text);
  }
}

customElements.define('mark-down', Markdown);
