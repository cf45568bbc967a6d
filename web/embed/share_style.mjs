// The share dialog's looks. As a sheet of its own, which no content security policy has to allow.

const CSS = `
#share {
  --raised: #fff; --line: #dfe3e9; --hover: #eef0f4;
  box-sizing: border-box; width: min(920px, calc(100vw - 32px)); max-height: calc(100dvh - 32px); padding: 0;
  border: 1px solid var(--line); border-radius: 10px; background: var(--raised); color: var(--text);
  font: 14px/1.45 Inter, system-ui, sans-serif; overflow: auto; overscroll-behavior: contain;
}
@media (prefers-color-scheme: dark) { #share { --raised: #161a20; --line: #2a313b; --hover: #20262f; } }
:root[data-theme=light] #share, :root[data-theme=projector] #share { --raised: #fff; --line: #dfe3e9; --hover: #eef0f4; }
:root[data-theme=dark] #share { --raised: #161a20; --line: #2a313b; --hover: #20262f; }
:root[data-theme=projector] #share { font-size: 18px; }
#share::backdrop { background: rgb(10 12 16 / 45%); }
#share *, #share *::before { box-sizing: border-box; }
#share header { display: flex; align-items: center; gap: 16px; padding: 12px 12px 12px 24px; border-bottom: 1px solid var(--line);
  position: sticky; top: 0; background: var(--raised); z-index: 1; }
#share h2 { flex: 1; margin: 0; font-size: 18px; font-weight: 600; }
#share h3 { margin: 0 0 8px; font-size: 13px; font-weight: 600; color: var(--secondary); }
#share .columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 24px; padding: 20px 24px 24px; }
#share .forms { display: flex; gap: 4px; margin: 0; padding: 12px 24px 0; border: 0; }
#share .forms label { position: relative; flex: 1; padding: 7px 8px; border-radius: 6px; text-align: center; cursor: pointer;
  background: var(--hover); overflow-wrap: anywhere; }
#share .forms input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
#share .forms label:has(:checked) { background: var(--accent); color: var(--surface); font-weight: 600; }
#share .forms label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
#share .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 16px; align-content: start; }
#share .wide { grid-column: 1 / -1; }
#share .field { display: flex; flex-direction: column; gap: 4px; min-width: 0; }
#share .field > span, #share .label { font-size: 12px; color: var(--secondary); }
#share p { margin: 4px 0 0; font-size: 12px; color: var(--secondary); text-wrap: pretty; }
#share select, #share input[type=number], #share textarea {
  width: 100%; padding: 6px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); color: var(--text);
  font: inherit; }
#share select, #share input[type=number], #share button { min-height: 34px; }
#share textarea { display: block; height: 128px; resize: vertical; font: 12px/1.5 'JetBrains Mono', ui-monospace, monospace;
  overflow-wrap: anywhere; }
#share button { padding: 5px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); color: var(--text);
  font: inherit; cursor: pointer; white-space: nowrap; }
#share button:hover { background: var(--hover); }
#share button.main { border-color: var(--accent); background: var(--accent); color: var(--surface); font-weight: 600; }
#share button.main:hover { filter: brightness(1.08); }
#share :is(button, select, input, textarea, summary):focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#share .close { width: 36px; padding: 0; border-color: transparent; font-size: 20px; line-height: 1; }
#share .row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-top: 8px; }
#share .row p { flex: 1 1 12em; margin: 0; }
#share .code { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 12px; align-items: center; margin-top: 16px; }
#share .code svg { display: block; width: 148px; height: 148px; border-radius: 6px; background: #fff; color: #000; }
#share .access { border: 1px solid var(--line); border-radius: 6px; }
#share .access[open] { padding-bottom: 8px; }
#share summary { display: flex; align-items: center; min-height: 34px; padding: 0 12px; border-radius: 6px; cursor: pointer; list-style: none; }
#share summary::-webkit-details-marker { display: none; }
#share :is(summary, .toggle)::before { content: '›'; flex: none; width: 12px; margin-right: 6px; font-size: 18px; line-height: 20px; height: 22px; text-align: center; color: var(--secondary); }
#share :is(details[open] > summary, .toggle[aria-expanded=true])::before { transform: rotate(90deg); }
#share :is(summary, .toggle):hover { background: var(--hover); }
#share .access p { padding: 0 12px 8px 30px; }
#share .line { display: grid; grid-template-columns: minmax(0, 1fr) 64px 64px; align-items: center; min-height: 30px; padding-right: 4px; }
#share .line > span:first-child { padding: 4px 0 4px 48px; }
#share .line > :not(:first-child) { justify-self: stretch; text-align: center; }
#share .head { min-height: 0; font-size: 12px; color: var(--secondary); }
#share .group { border-top: 1px solid var(--line); }
#share .line .toggle { display: flex; align-items: center; min-height: 36px; padding: 4px 12px; border: 0; text-align: left; white-space: normal; }
#share .toggle .count { margin-left: auto; padding-left: 8px; font-size: 12px; color: var(--secondary); text-align: right; }
#share .line label { display: grid; place-items: center; min-height: 30px; cursor: pointer; }
#share input[type=checkbox] { width: 18px; height: 18px; min-height: 0; margin: 0; accent-color: var(--accent); cursor: pointer; }
#share .preview { margin-top: 16px; }
#share .preview :is(iframe, backprop-playground) { display: block; width: 100%; height: 300px; margin-top: 8px;
  border: 1px solid var(--line); border-radius: 6px; }
#share ul { margin: 0; padding: 0; list-style: none; }
#share li { display: flex; align-items: center; gap: 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
#share li:last-child { border-bottom: 0; }
#share li div { flex: 1; min-width: 0; }
#share [hidden] { display: none; }
@media (pointer: coarse) { #share :is(select, input, button), #share .forms label { min-height: 44px; }
  #share .line, #share .line label, #share .line .toggle, #share summary { min-height: 44px; } #share .head { min-height: 0; }
  #share input[type=checkbox] { width: 24px; height: 24px; min-height: 0; }
  #share .close { width: 44px; } #share .forms label { padding-top: 11px; } }
@media (max-width: 720px) {
  #share { width: 100vw; max-width: none; height: 100dvh; max-height: none; border: 0; border-radius: 0; }
  #share header { padding-left: 16px; }
  #share .forms { flex-wrap: wrap; padding: 12px 16px 0; }
  #share .forms label { flex: 1 0 28%; }
  #share .columns { grid-template-columns: minmax(0, 1fr); padding: 16px; }
}
@media (max-width: 360px) { #share .fields { grid-template-columns: minmax(0, 1fr); } }
`;

export function dress() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
