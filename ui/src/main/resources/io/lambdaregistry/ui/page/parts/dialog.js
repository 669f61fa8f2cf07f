// Modal dialogs.

import { html, nothing, render } from 'lit';

/**
 * Opens a dialog with a form. {@code act(values)} carries out the action; if it fails, the dialog stays open and shows the error.
 *
 * @param typed the text that the user must type to confirm a deletion
 */
export function ask({ title, body, action, danger, typed, act }) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  document.body.append(dialog);
  let refusal = '';
  let right = !typed;
  let busy = false;

  const submitted = async (event) => {
    event.preventDefault();
    busy = true;
    refusal = '';
    draw();
    try {
      await act(Object.fromEntries(new FormData(event.target)));
      dialog.close();
    } catch (error) {
      busy = false;
      refusal = error.message;
      draw();
    }
  };

  const draw = () =>
    render(
      html`
        <form @submit=${submitted}>
          <h2 id="dialog-title">${title}</h2>
          <div class="stack">${body}</div>
          ${typed
            ? html`<label class="field">
                <span>Type <b class="mono">${typed}</b> to confirm</span>
                <input name="typed" autocomplete="off" spellcheck="false" @input=${(event) => {
                  right = event.target.value === typed;
                  draw();
                }} />
              </label>`
            : nothing}
          ${refusal ? html`<p class="refusal" role="alert">${refusal}</p>` : nothing}
          <div class="actions end">
            <button type="button" class="quiet" @click=${() => dialog.close()}>Cancel</button>
            <button type="submit" class="primary ${danger ? 'danger' : ''}" ?disabled=${!right || busy}>${action}</button>
          </div>
        </form>
      `,
      dialog,
    );

  draw();
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}
