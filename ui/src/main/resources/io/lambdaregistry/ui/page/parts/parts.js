// Small parts that several views use.

import { html, nothing } from 'lit';
import { ago, dateTime, href, versionHref } from './format.js';

const icon = (path) => html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${path} /></svg>`;
export const icons = {
  copy: icon('M5.5 5.5V3.2c0-.4.3-.7.7-.7h6.6c.4 0 .7.3.7.7v6.6c0 .4-.3.7-.7.7h-2.3M3.2 5.5h6.6c.4 0 .7.3.7.7v6.6c0 .4-.3.7-.7.7H3.2a.7.7 0 0 1-.7-.7V6.2c0-.4.3-.7.7-.7z'),
  close: icon('m4 4 8 8M12 4l-8 8'),
  plus: icon('M8 3v10M3 8h10'),
  edit: icon('m3 13 .6-2.7 7-7a1.2 1.2 0 0 1 1.7 0l.4.4a1.2 1.2 0 0 1 0 1.7l-7 7z'),
  up: icon('m4 10 4-4 4 4'),
  down: icon('m4 6 4 4 4-4'),
  search: icon('M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14'),
  folder: icon('M2 4.2c0-.4.3-.7.7-.7h3.5l1.4 1.6h5.7c.4 0 .7.3.7.7v6.5c0 .4-.3.7-.7.7H2.7a.7.7 0 0 1-.7-.7z'),
  file: icon('M4 2.5h5l3 3v8H4zM9 2.5v3h3'),
  download: icon('M8 2.5v7M5 7l3 3 3-3M3 13h10'),
  system: icon('M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3'),
  light: icon('M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7'),
  dark: icon('M13 9.8A5.5 5.5 0 0 1 6.2 3 5.5 5.5 0 1 0 13 9.8z'),
};

export const time = (millis) =>
  millis ? html`<time datetime=${new Date(millis).toISOString()} title=${dateTime(millis)}>${ago(millis)}</time>` : nothing;

/** Returns the person's name if there is one, or else the principal's id. */
export const principal = (who) => html`<span title=${who.id}>${who.name ?? who.id}</span>`;

export const stage = (name) =>
  !name || name === 'None' ? nothing : html`<span class="stage" data-stage=${name}>${name}</span>`;

export const alias = (name, modelName, version) =>
  html`<a class="alias" href=${versionHref(modelName, version)} title="${name} is version ${version}">@${name}</a>`;

/** Returns the tags of users; the tags that MLflow itself sets are hidden. */
export const shownTags = (tags = []) => tags.filter((tag) => !tag.key.startsWith('mlflow.') && !tag.key.startsWith('_mlflow'));

export const tag = ({ key, value }) =>
  html`<span class="tag" title="${key}: ${value}"><span>${key}</span>${value ? html`<b>${value}</b>` : nothing}</span>`;

export const tags = (all, most = 3) => {
  const shown = shownTags(all);
  return html`${shown.slice(0, most).map(tag)}${
    shown.length > most
      ? html`<span class="tag more" title=${shown.slice(most).map((one) => `${one.key}: ${one.value}`).join('\n')}>+${shown.length - most}</span>`
      : nothing
  }`;
};

export const crumbs = (...steps) => html`
  <nav class="crumbs" aria-label="Breadcrumb">
    ${steps.map(([text, link], i) => html`${i ? html`<span aria-hidden="true">/</span>` : nothing}<a href=${link}>${text}</a>`)}
  </nav>
`;

export const empty = (title, text, code) => html`
  <section class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${code ? snippet(code) : nothing}
  </section>
`;

/** Code with a button that copies it. */
export const snippet = (code, label = 'Copy') => html`
  <div class="snippet">
    <pre tabindex="0"><code>${code}</code></pre>
    <button type="button" class="quiet icon" title=${label} aria-label=${label} @click=${() => copy(code)}>${icons.copy}</button>
  </div>
`;

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notify('Copied');
  } catch {
    notify('The browser did not allow copying here: select the text instead.', 'error');
  }
}

/** Shows a message that disappears by itself; an error stays until it is closed. */
export function notify(text, kind = 'done') {
  const notice = document.createElement('div');
  notice.className = `notice ${kind}`;
  notice.append(text);
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'quiet';
  close.textContent = '×';
  close.ariaLabel = 'Close this message';
  close.onclick = () => notice.remove();
  notice.append(close);
  document.getElementById('notices').append(notice);
  if (kind !== 'error') setTimeout(() => notice.remove(), 4000);
}

/** A column header that sorts. {@code direction} is 'asc', 'desc' or undefined. */
export const sortable = (label, direction, onSort, attributes = '') => html`
  <th scope="col" class=${attributes} aria-sort=${direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : 'none'}>
    <button type="button" @click=${onSort}>${label}${direction === 'asc' ? icons.up : direction === 'desc' ? icons.down : nothing}</button>
  </th>
`;

export const failure = (error) => html`
  <section class="page">
    <div class="empty">
      <h1 tabindex="-1">${error.status === 404 ? 'There is nothing here' : 'The request failed'}</h1>
      <p>${error.message}</p>
      <p>
        <button type="button" @click=${() => window.dispatchEvent(new Event('hashchange'))}>Try again</button>
        <a class="button" href=${href(['models'])}>All models</a>
      </p>
    </div>
  </section>
`;
