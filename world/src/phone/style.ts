/** One look for the phone's pages: WeChat's green, large targets, words with enough contrast. */
export const phoneStyle = `
* { box-sizing: border-box; margin: 0; }
:root { --ink: #191919; --ink-2: #4f4f4f; --line: #e2e2e2; --green: #06703a; --green-press: #04552c; --bg: #ededed; }
html { font: 16px/1.5 "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif; color: var(--ink); }
body { background: var(--bg); min-height: 100vh; }
main { max-width: 430px; margin: 0 auto; padding: 0 16px 32px; }
.demo { background: #fff4d6; color: #5c4300; padding: 8px 16px; font-size: .875rem; text-align: center; }
h1 { font-size: 1.25rem; font-weight: 600; padding: 20px 0 4px; }
h2 { font-size: 1rem; font-weight: 600; padding: 20px 0 8px; color: var(--ink-2); }
p { color: var(--ink-2); }
ul { list-style: none; padding: 0; background: #fff; border-radius: 12px; overflow: hidden; }
li + li { border-top: 1px solid var(--line); }
button { font: inherit; color: inherit; border: 0; background: none; min-height: 44px; cursor: pointer; }
button:focus-visible { outline: 3px solid #0b5fd9; outline-offset: -3px; }
.person { display: flex; width: 100%; min-height: 60px; align-items: center; gap: 12px; padding: 8px 16px; text-align: left; }
.person:hover { background: #f5f5f5; }
.face { flex: none; width: 40px; height: 40px; border-radius: 8px; background: #dff3e7; color: var(--green); font-weight: 600; display: grid; place-items: center; }
.person small { display: block; color: var(--ink-2); font-size: .875rem; }
.sheet { background: #fff; border-radius: 16px; margin-top: 24px; padding: 24px 20px; text-align: center; }
.sheet h1 { padding: 0; font-size: 1rem; font-weight: 400; color: var(--ink-2); }
.sum { font-size: 2.75rem; font-weight: 600; line-height: 1.3; padding: 4px 0 12px; font-variant-numeric: tabular-nums; color: var(--ink); }
dl { border-top: 1px solid var(--line); padding: 16px 0; display: grid; grid-template-columns: auto 1fr; gap: 8px 16px; text-align: left; }
dt { color: var(--ink-2); }
dd { text-align: right; overflow-wrap: anywhere; }
.do { display: block; width: 100%; min-height: 50px; border-radius: 12px; font-weight: 600; margin-top: 12px; }
.do.main { background: var(--green); color: #fff; }
.do.main:active { background: var(--green-press); }
.do.quiet { background: #f0f0f0; }
.do[disabled] { opacity: .6; cursor: default; }
#say { min-height: 1.5em; padding-top: 12px; }
`
