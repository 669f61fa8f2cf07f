// All models or all prompts, searched by plain words or MLflow's filter language, sorted, page by page.

import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { get } from '../parts/api.js';
import { href, modelHref, plural, versionHref } from '../parts/format.js';
import { alias, empty, icons, snippet, sortable, stage, tags, time } from '../parts/parts.js';
import { View } from '../parts/view.js';

const PAGE_SIZE = 50;
const IS_FILTER = /[=<>]|\b(i?like|in)\b\s*['"(]/i;

const WORDS = {
  models: {
    title: 'Models',
    hint: "Search by name, or filter: tags.team = 'risk'",
    emptyTitle: 'No models yet',
    emptyText: 'Register one from Python, and it is here at once:',
    emptyCode: (uri) => `import mlflow
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

mlflow.set_tracking_uri("${uri}")
X, y = load_iris(return_X_y=True)
with mlflow.start_run():
    mlflow.sklearn.log_model(
        LogisticRegression(max_iter=200).fit(X, y),
        name="model",
        registered_model_name="iris",
    )`,
  },
  prompts: {
    title: 'Prompts',
    hint: "Search by name, or filter: tags.team = 'risk'",
    emptyTitle: 'No prompts yet',
    emptyText: 'Prompts are versioned as models are, with MLflow 3:',
    emptyCode: (uri) => `import mlflow

mlflow.set_tracking_uri("${uri}")
mlflow.genai.register_prompt(
    name="summarise",
    template="Summarise in {{ sentences }} sentences: {{ text }}",
)`,
  },
};

/** Makes a filter: every plain word must be in the name. A word with quotes of one kind is quoted with the other. */
export function toFilter(text) {
  const words = text.trim();
  if (!words || IS_FILTER.test(words)) return words;
  return words
    .split(/\s+/)
    .map((word) => (word.includes("'") ? `name ILIKE "%${word}%"` : `name ILIKE '%${word}%'`))
    .join(' AND ');
}

class Models extends View {
  static tag = 'view-models';
  static title = (data, route) => WORDS[route.kind].title;

  static async load({ kind, query }, signal) {
    const prompts = kind === 'prompts' ? "tags.`mlflow.prompt.is_prompt` = 'true'" : '';
    const filter = [prompts, toFilter(query.q ?? '')].filter(Boolean).join(' AND ');
    try {
      const found = await get(
        'registered-models/search',
        { filter, order_by: query.sort ?? 'name ASC', max_results: PAGE_SIZE, page_token: query.page },
        signal,
      );
      return { models: found.registered_models ?? [], next: found.next_page_token };
    } catch (error) {
      if (error.status !== 400 || !query.q) throw error;
      return { models: [], refusal: error.message };
    }
  }

  get words() {
    return WORDS[this.route.kind];
  }

  go(query, { keepPage = false } = {}) {
    const { page, ...rest } = { ...this.route.query, ...query };
    const target = href([this.route.kind], keepPage ? { ...rest, page } : rest);
    if (target === location.hash) return;
    history.replaceState(null, '', target);
    dispatchEvent(new Event('hashchange'));
  }

  typed(event) {
    clearTimeout(this.typing);
    const q = event.target.value;
    if (!IS_FILTER.test(q)) this.typing = setTimeout(() => this.go({ q }), 180);
  }

  submitted(event) {
    event.preventDefault();
    clearTimeout(this.typing);
    this.go({ q: new FormData(event.target).get('q') });
  }

  sortBy(column, first) {
    const [now, direction] = (this.route.query.sort ?? 'name ASC').split(' ');
    const next = now === column ? (direction === 'ASC' ? 'DESC' : 'ASC') : first;
    this.go({ sort: `${column} ${next}` });
  }

  direction(column) {
    const [now, direction] = (this.route.query.sort ?? 'name ASC').split(' ');
    return now === column ? direction.toLowerCase() : undefined;
  }

  render() {
    const { q = '' } = this.route.query;
    return html`
      <div class="page">
        <header class="head">
          <h1>${this.words.title}</h1>
          <form class="search" role="search" @submit=${this.submitted}>
            ${icons.search}
            <input type="search" name="q" .value=${q} @input=${this.typed} placeholder=${this.words.hint}
              aria-label="Search ${this.words.title.toLowerCase()} by name, or in MLflow's filter language" autocomplete="off" spellcheck="false"
              aria-describedby=${this.data.refusal ? 'refusal' : nothing} />
            <kbd aria-hidden="true">/</kbd>
          </form>
        </header>
        ${this.data.refusal ? this.refused() : this.data.models.length ? this.table() : this.none(q)}
      </div>
    `;
  }

  table() {
    const { models, next } = this.data;
    return html`
      <table class="rows cards" aria-label=${this.words.title}>
        <thead>
          <tr>
            ${sortable('Name', this.direction('name'), () => this.sortBy('name', 'ASC'))}
            <th scope="col">Latest</th>
            <th scope="col">Aliases</th>
            ${this.route.kind === 'models' ? html`<th scope="col">Stage</th>` : nothing}
            <th scope="col">Tags</th>
            ${sortable('Changed', this.direction('last_updated_timestamp'), () => this.sortBy('last_updated_timestamp', 'DESC'), 'end')}
          </tr>
        </thead>
        <tbody>
          ${repeat(models, (model) => model.name, (model) => this.row(model))}
        </tbody>
      </table>
      <footer class="pager">
        <span>${plural(models.length, this.route.kind.slice(0, -1))} on this page</span>
        ${this.route.query.page ? html`<a class="button" href=${href([this.route.kind], { ...this.route.query, page: '' })}>First page</a>` : nothing}
        ${next ? html`<a class="button" rel="next" href=${href([this.route.kind], { ...this.route.query, page: next })}>Next page</a>` : nothing}
      </footer>
    `;
  }

  row(model) {
    const versions = model.latest_versions ?? [];
    const latest = Math.max(0, ...versions.map((version) => Number(version.version)));
    return html`
      <tr>
        <th scope="row" class="name">
          <a href=${modelHref(model.name)}>${model.name}</a>
          ${model.description ? html`<span class="about">${model.description}</span>` : nothing}
        </th>
        <td data-label="Latest">${latest ? html`<a class="version" href=${versionHref(model.name, latest)}>v${latest}</a>` : html`<span class="faint">none</span>`}</td>
        <td data-label="Aliases">${(model.aliases ?? []).map((one) => alias(one.alias, model.name, one.version))}</td>
        ${this.route.kind === 'models'
          ? html`<td data-label="Stage">
              ${versions.filter((version) => ['Production', 'Staging'].includes(version.current_stage)).map((version) =>
                html`<a class="plain" href=${versionHref(model.name, version.version)} title="Version ${version.version} is in ${version.current_stage}">${stage(version.current_stage)}</a>`)}
            </td>`
          : nothing}
        <td data-label="Tags">${tags(model.tags)}</td>
        <td data-label="Changed" class="end">${time(model.last_updated_timestamp)}</td>
      </tr>
    `;
  }

  refused() {
    return html`
      <div class="refusal" id="refusal" role="alert">
        <p>${this.data.refusal}</p>
        <p class="faint">A filter looks like this: <code>name LIKE 'fraud%' AND tags.team = 'risk'</code></p>
      </div>
    `;
  }

  none(q) {
    if (q) {
      return html`
        <section class="empty">
          <h2>Nothing matches “${q}”</h2>
          <p>Words are looked for in names; anything else in MLflow's filter language:</p>
          ${snippet("name LIKE 'fraud%' AND tags.team = 'risk'")}
          <p><a class="button" href=${href([this.route.kind])}>Show all ${this.words.title.toLowerCase()}</a></p>
        </section>
      `;
    }
    return empty(this.words.emptyTitle, this.words.emptyText, this.words.emptyCode(location.origin));
  }
}

customElements.define(Models.tag, Models);
export default Models;
