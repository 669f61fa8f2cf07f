// The registry's REST API. Every failure is an ApiError, whose message can be shown to the user.

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const base = new URL('.', document.baseURI);

export const url = (path, query = {}) => {
  const target = new URL(path, base);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== '') target.searchParams.append(name, one);
    }
  }
  return target.href;
};

const mlflow = (path) => `api/2.0/mlflow/${path}`;

export const get = (path, query, signal) => call('GET', url(mlflow(path), query), undefined, signal);
export const post = (path, body, signal) => call('POST', url(mlflow(path)), body, signal);
export const patch = (path, body) => call('PATCH', url(mlflow(path)), body);
export const remove = (path, body) => call('DELETE', url(mlflow(path)), body);

/** The registry's own routes, beside MLflow's. */
export const registry = (path, query, signal) => call('GET', url(`api/2.0/registry/${path}`, query), undefined, signal);

/** Loads all data of a view in one response. */
export const view = (name, query, signal) => registry(`views/${name}`, query, signal);

async function call(method, href, body, signal) {
  const response = await send(href, {
    method,
    signal,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  return response.json();
}

/** Loads a file's bytes or text. The server sends it as an attachment, so a browser never runs it. */
export const file = (href, signal) => send(href, { signal });

async function send(href, init) {
  let response;
  try {
    response = await fetch(href, init);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new ApiError(0, 'UNREACHABLE', 'The registry does not answer. Is it still running?');
  }
  if (response.ok) return response;
  const error = await response.json().catch(() => ({}));
  throw new ApiError(response.status, error.error_code ?? '', error.message || `The registry answered ${response.status}.`);
}
