// The frame around the views: it finds the view of an address, loads its data, and manages the history.

import { html, render } from 'lit';
import { failure, icons } from './parts/parts.js';

/** The paths of MLflow's page, so that the links that its clients print lead here. */
const ROUTES = [
  ['models', () => import('./views/models.js')],
  ['models/:name', () => import('./views/model.js')],
  ['models/:name/compare/:versions', () => import('./views/compare.js')],
  ['models/:name/versions/:version', () => import('./views/version.js')],
  ['prompts', () => import('./views/models.js')],
  ['prompts/:name', () => import('./views/model.js')],
  ['prompts/:name/versions/:version', () => import('./views/version.js')],
  ['experiments', () => import('./views/experiments.js')],
  ['experiments/:id', () => import('./views/experiment.js')],
  ['experiments/:id/runs/:run', () => import('./views/run.js')],
].map(([path, module]) => ({ path: path.split('/'), module }));

const main = document.getElementById('main');
const positions = new Map();
let current = { hash: null, element: null, path: null };
let loading = new AbortController();
let followedLink = true;

function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const segments = (path || 'models').split('/').map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  });
  const route = ROUTES.find(
    (one) =>
      one.path.length === segments.length &&
      one.path.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i])),
  );
  const params = {};
  route?.path.forEach((part, i) => {
    if (part.startsWith(':')) params[part.slice(1)] = segments[i];
  });
  return { ...route, kind: segments[0], params, query: Object.fromEntries(new URLSearchParams(query)), key: segments.join('/') };
}

async function show() {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const slow = setTimeout(() => (document.getElementById('progress').hidden = false), 150);
  const route = parse(location.hash);
  try {
    if (!route.module) throw Object.assign(new Error('This page has no such address.'), { status: 404 });
    const view = (await route.module()).default;
    const data = await view.load(route, signal);
    if (!signal.aborted) settle(route, view, data);
  } catch (error) {
    if (signal.aborted) return;
    current = { hash: location.hash };
    document.title = 'Model Registry';
    render(failure(explained(error)), main);
    markNavigation(route.kind);
    main.querySelector('h1').focus();
  } finally {
    clearTimeout(slow);
    if (!signal.aborted) document.getElementById('progress').hidden = true;
  }
}

/** If a file of this page can no longer be loaded, a newer page has replaced this one. */
const explained = (error) =>
  error instanceof TypeError && /module/i.test(error.message)
    ? new Error('The registry has a newer version of this page: load it again.')
    : error;

function settle(route, view, data) {
  const title = view.title(data, route);
  document.title = `${title} · Model Registry`;
  markNavigation(view.navigation?.(data, route) ?? route.kind);
  if (current.element?.constructor === view && current.key === route.key) {
    Object.assign(current.element, { route, data }); // the same view with other parameters: the element is kept, and with it the focus
    current.hash = location.hash;
    if (followedLink) scrollTo(0, 0);
    followedLink = false;
    return;
  }
  if (current.hash !== null) positions.set(current.hash, scrollY);
  const first = current.hash === null;
  const element = Object.assign(document.createElement(view.tag), { route, data });
  current = { hash: location.hash, key: route.key, element };
  render(html`${element}`, main);
  element.updateComplete.then(() => {
    scrollTo(0, followedLink ? 0 : (positions.get(location.hash) ?? 0));
    followedLink = false;
    if (first) return;
    document.getElementById('announcer').textContent = title;
    main.focus({ preventScroll: true });
  });
}

function markNavigation(kind) {
  for (const link of document.querySelectorAll('[data-nav]')) {
    if (link.dataset.nav === kind) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

const THEMES = ['system', 'light', 'dark'];

function showTheme() {
  const theme = document.documentElement.dataset.theme ?? 'system';
  const button = document.getElementById('theme');
  button.ariaLabel = `Theme: ${theme}. Change it`;
  button.title = `Theme: ${theme}`;
  render(icons[theme], button);
}

function nextTheme() {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? 'system') + 1) % THEMES.length];
  if (next === 'system') {
    delete root.dataset.theme;
    localStorage.removeItem('theme');
  } else {
    root.dataset.theme = next;
    localStorage.setItem('theme', next);
  }
  showTheme();
  dispatchEvent(new Event('themechange'));
}

addEventListener('hashchange', show);
addEventListener('click', (event) => {
  if (event.target.closest?.('a[href^="#"]')) followedLink = true;
});
addEventListener('keydown', (event) => {
  const typing = event.target.closest?.('input, textarea, select, dialog, [contenteditable]');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = main.querySelector('input[type=search]');
    if (search) {
      event.preventDefault();
      search.select();
    }
  }
});
document.getElementById('skip').addEventListener('click', () => main.focus());
document.getElementById('theme').addEventListener('click', nextTheme);
showTheme();
show();
