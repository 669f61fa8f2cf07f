// What every view is: an element that is given its data, and shows it. It renders into the page's own tree, so that one style
// sheet, labels and links work as in any document.

import { LitElement } from 'lit';
import { notify } from './parts.js';

export class View extends LitElement {
  static properties = { route: { attribute: false }, data: { attribute: false } };

  /** The data of a view, fetched before it is shown. */
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
   * Shows a change at once and asks the registry for it. Where it says no, what was there before is shown again, and why.
   * Resolves to whether it was done.
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
