/** The style sheet of the mailbox's pages. One constant, so that the policy can name it by its hash. */
export const MAILBOX_STYLE = `
:root { color-scheme: light dark; --page: #f3f4f6; --card: #fff; --line: #e3e6ea; --ink: #16191d; --soft: #5d6671; --link: #2a55d4; }
@media (prefers-color-scheme: dark) {
  :root { --page: #101215; --card: #1a1d22; --line: #2b3037; --ink: #f3f5f7; --soft: #98a1ac; --link: #9db5ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 720px; margin: 0 auto; padding: 40px 16px 64px; }
header { margin-bottom: 20px; }
h1 { margin: 0; font-size: 24px; line-height: 1.3; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 28px 0 10px; font-size: 14px; font-weight: 600; color: var(--soft); }
header p { margin: 0; color: var(--soft); font-size: 14px; }
header p + h1, h1 + p { margin-top: 6px; }
a { color: var(--link); text-underline-offset: 2px; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 8px; }
.list, dl, .empty, iframe, pre { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.list { list-style: none; margin: 0; padding: 0; overflow: hidden; }
.list li + li { border-top: 1px solid var(--line); }
.list a { display: grid; grid-template-columns: 1fr auto; gap: 4px 16px; padding: 16px 20px; color: inherit; text-decoration: none; }
.list a:hover { background: color-mix(in srgb, var(--link) 7%, transparent); }
.list a:focus-visible { outline-offset: -2px; }
.subject { font-weight: 600; overflow-wrap: anywhere; }
.to { color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
time { color: var(--soft); font-size: 14px; font-variant-numeric: tabular-nums; }
.tag { justify-self: end; align-self: start; padding: 1px 9px; border: 1px solid var(--line); border-radius: 99px; color: var(--soft); font-size: 12px; }
.empty { margin: 0; padding: 48px 24px; text-align: center; text-wrap: balance; color: var(--soft); }
.empty strong { color: var(--ink); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 20px; margin: 0; padding: 16px 20px; font-size: 14px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
dd time { color: inherit; }
iframe { display: block; width: 100%; height: 920px; }
pre { margin: 0; padding: 20px; font: 13px/1.6 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.raw { margin: 16px 0 0; font-size: 14px; }
@media (max-width: 480px) {
  main { padding-top: 24px; }
  .list a { grid-template-columns: 1fr auto; padding: 14px 16px; }
  .list .subject, .list .to { grid-column: 1 / -1; }
  .list time { order: 3; }
  .list .tag { order: 4; }
}
`;
