// Formats links, times, numbers and sizes for display.

/** Returns a link into this page; segments may contain any character. MLflow's clients print the same paths. */
export const href = (segments, query = {}) => {
  const path = '#/' + segments.map((segment) => encodeURIComponent(segment)).join('/');
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  return search.size ? `${path}?${search}` : path;
};

export const modelHref = (name) => href(['models', name]);
export const versionHref = (name, version) => href(['models', name, 'versions', version]);
export const compareHref = (name, versions) => href(['models', name, 'compare', versions.join(',')]);
export const experimentHref = (id) => href(['experiments', id]);
export const runHref = (experimentId, runId) => href(['experiments', experimentId, 'runs', runId]);

const STEPS = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [86_400 * 14, 'day', 86_400],
  [86_400 * 60, 'week', 86_400 * 7],
  [86_400 * 365, 'month', 86_400 * 30.4],
  [Infinity, 'year', 86_400 * 365.25],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export const ago = (millis) => {
  const seconds = (Date.now() - millis) / 1000;
  if (seconds < 45) return 'just now';
  const [, unit, size] = STEPS.find(([limit]) => seconds < limit);
  return relative.format(-Math.round(seconds / size), unit);
};

export const dateTime = (millis) => absolute.format(millis);

export const duration = (millis) => {
  if (millis < 1000) return `${millis} ms`;
  if (millis < 60_000) return `${(millis / 1000).toFixed(1)} s`;
  if (millis < 3_600_000) return `${Math.floor(millis / 60_000)} min ${Math.round((millis % 60_000) / 1000)} s`;
  return `${Math.floor(millis / 3_600_000)} h ${Math.round((millis % 3_600_000) / 60_000)} min`;
};

/** Formats a metric's value with five significant digits, enough to distinguish runs. The API writes NaN as text. */
export const number = (value) => {
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return value.toLocaleString('en');
  const size = Math.abs(value);
  if (size >= 1e308) return value > 0 ? '∞' : '−∞';
  return size >= 1e9 || (size < 1e-4 && size > 0) ? value.toExponential(3) : String(Number(value.toPrecision(5)));
};

export const bytes = (size) => {
  if (size < 1000) return `${size} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = size / 1000;
  while (value >= 999.5 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[0]}`;
};

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** Sorts numbers in names by value: model 2 before model 10. */
export const byText = new Intl.Collator('en', { numeric: true }).compare;

// ---- Code to copy. Names from the registry are untrusted: they are quoted as strings, and every character is visible.

/** Characters that are invisible or move others. They could make code look like other code, or end a terminal's paste mode. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const unseen = (text, escape) => [...text].map((character) => (UNSEEN.test(character) ? escape(character.codePointAt(0)) : character)).join('');
const hex = (code, digits) => code.toString(16).padStart(digits, '0');
const escaped = (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`);

/** Returns a Python string literal. */
export const python = (text) => `"${unseen(text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'), escaped)}"`;

/** Returns a shell word, quoted unless it is plain. */
export function shell(text) {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return UNSEEN.test(text) ? `$'${unseen(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"), escaped)}'` : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns whether a text can name a module of mlflow; all of them are in lower case. */
export const isModule = (name) => /^[a-z_][a-z0-9_]*$/.test(name);
