// Reads a model's signature and flavours from its MLmodel file.

import { html, nothing } from 'lit';

let library;
const yaml = () => (library ??= import('js-yaml').then(() => globalThis.jsyaml));

/** Returns an MLmodel file's signature as {inputs, outputs, params}, each a list of {name, type}, and its flavours. */
export async function readMlModel(text) {
  if (!text) return { flavors: [] };
  try {
    const model = (await yaml()).load(text, { schema: globalThis.jsyaml.JSON_SCHEMA }) ?? {};
    const { signature } = model;
    return {
      flavors: Object.keys(model.flavors ?? {}),
      size: model.model_size_bytes,
      signature: signature && {
        inputs: fields(signature.inputs),
        outputs: fields(signature.outputs),
        params: fields(signature.params),
      },
    };
  } catch {
    return { flavors: [], unreadable: true };
  }
}

const fields = (json) => (json ? JSON.parse(json) : []).map((field, i) => ({ name: field.name ?? String(i), type: type(field), optional: field.required === false }));

function type(field) {
  if (field.type === 'tensor') {
    const spec = field['tensor-spec'] ?? {};
    return `${spec.dtype} (${(spec.shape ?? []).map((size) => (size === -1 ? '…' : size)).join(' × ')})`;
  }
  if (field.type === 'array') return `${type(field.items ?? {})}[]`;
  if (field.type === 'object') return `{ ${Object.keys(field.properties ?? {}).join(', ')} }`;
  return 'default' in field ? `${field.type} = ${JSON.stringify(field.default)}` : (field.type ?? 'any');
}

/** Returns one line for each field, for comparisons. */
export const asText = (list = []) => list.map((field) => `${field.name}: ${field.type}`).join('\n');

export const signatureTable = (signature) => html`
  <table class="rows signature">
    <thead><tr><th scope="col">Name</th><th scope="col">Type</th></tr></thead>
    ${[['Inputs', signature.inputs], ['Outputs', signature.outputs], ['Parameters', signature.params]].map(([title, list]) =>
      list.length
        ? html`<tbody>
            <tr class="group"><th colspan="2" scope="rowgroup">${title}</th></tr>
            ${list.map((field) => html`<tr><th scope="row" class="mono">${field.name}</th><td class="mono">${field.type}${field.optional ? html` <span class="faint">optional</span>` : nothing}</td></tr>`)}
          </tbody>`
        : nothing)}
  </table>
`;
