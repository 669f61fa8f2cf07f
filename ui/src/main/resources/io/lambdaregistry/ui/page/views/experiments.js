// All experiments.

import { html, nothing } from 'lit';
import { get } from '../parts/api.js';
import { experimentHref, href, plural } from '../parts/format.js';
import { empty, icons, tags, time } from '../parts/parts.js';
import { View } from '../parts/view.js';
import { toFilter } from './models.js';

const PAGE_SIZE = 100;

class Experiments extends View {
  static tag = 'view-experiments';
  static title = () => 'Experiments';

  static async load({ query }, signal) {
    const found = await get(
      'experiments/search',
      { filter: toFilter(query.q ?? ''), order_by: 'last_update_time DESC', max_results: PAGE_SIZE, page_token: query.page, view_type: 'ACTIVE_ONLY' },
      signal,
    ).catch((error) => {
      if (error.status !== 400 || !query.q) throw error;
      return { refusal: error.message };
    });
    return { experiments: found.experiments ?? [], next: found.next_page_token, refusal: found.refusal };
  }

  go(q) {
    clearTimeout(this.typing);
    history.replaceState(null, '', href(['experiments'], { q }));
    dispatchEvent(new Event('hashchange'));
  }

  typed(event) {
    clearTimeout(this.typing);
    const q = event.target.value;
    if (!/[=<>'"]/.test(q)) this.typing = setTimeout(() => this.go(q), 180);
  }

  submitted(event) {
    event.preventDefault();
    this.go(new FormData(event.target).get('q'));
  }

  render() {
    const { experiments, next, refusal } = this.data;
    const { q = '', page } = this.route.query;
    return html`
      <div class="page">
        <header class="head">
          <h1>Experiments</h1>
          <form class="search" role="search" @submit=${this.submitted}>
            ${icons.search}
            <input type="search" name="q" .value=${q} @input=${this.typed} placeholder="Search by name" aria-label="Search experiments by name, or in MLflow's filter language" autocomplete="off" spellcheck="false" />
            <kbd aria-hidden="true">/</kbd>
          </form>
        </header>
        ${refusal ? html`<div class="refusal" role="alert"><p>${refusal}</p></div>` : experiments.length ? this.table(experiments) : this.none(q)}
        ${next || page
          ? html`<footer class="pager">
              <span>${plural(experiments.length, 'experiment')} on this page</span>
              ${page ? html`<a class="button" href=${href(['experiments'], { q })}>First page</a>` : nothing}
              ${next ? html`<a class="button" rel="next" href=${href(['experiments'], { q, page: next })}>Next page</a>` : nothing}
            </footer>`
          : nothing}
      </div>
    `;
  }

  table(experiments) {
    return html`
      <table class="rows cards" aria-label="Experiments">
        <thead>
          <tr><th scope="col">Name</th><th scope="col">Id</th><th scope="col">Tags</th><th scope="col" class="end">Created</th><th scope="col" class="end">Changed</th></tr>
        </thead>
        <tbody>
          ${experiments.map(
            (experiment) => html`<tr>
              <th scope="row" class="name"><a href=${experimentHref(experiment.experiment_id)}>${experiment.name}</a></th>
              <td data-label="Id"><span class="faint">${experiment.experiment_id}</span></td>
              <td data-label="Tags">${tags(experiment.tags)}</td>
              <td data-label="Created" class="end">${time(experiment.creation_time)}</td>
              <td data-label="Changed" class="end">${time(experiment.last_update_time)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    `;
  }

  none(q) {
    if (q) return empty(`Nothing matches “${q}”`, 'Words are looked for in names.');
    return empty('No experiments', 'One is made by its first run:', `import mlflow\n\nmlflow.set_tracking_uri("${location.origin}")\nmlflow.set_experiment("my-experiment")\nwith mlflow.start_run():\n    mlflow.log_metric("auc", 0.93)`);
  }
}

customElements.define(Experiments.tag, Experiments);
export default Experiments;
