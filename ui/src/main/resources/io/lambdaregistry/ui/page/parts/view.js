// The base of all views: an element that shows the data that it is given. It renders into the page's own tree, without a shadow
// tree, so that the style sheet, labels and links work as in any document.

import { LitElement } from 'lit';
import { notify } from './parts.js';

export class View extends LitElement {
  static properties = { route: { attribute: false }, data: { attribute: false } };

  /** The view's data, loaded before the view is shown. */
  static async load() {
    return {};
  }

  static title() {
    return '';
  }

  createRenderRoot() {
    return this;
  }

  async reload() {
    this.data = await this.constructor.load(this.route);
  }

  /**
   * Shows a change at once and sends it to the registry. If the registry rejects it, the old state and the error are shown.
   * Resolves to whether the change was made.
   */
  async optimistic(changed, request) {
    const before = this.data;
    const shown = { ...before, ...changed };
    this.data = shown;
    try {
      await request();
      return true;
    } catch (refusal) {
      if (this.data === shown) this.data = before;
      else await this.reload();
      notify(refusal.message, 'error');
      return false;
    }
  }
}
