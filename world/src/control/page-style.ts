export const controlStyle = `
* { box-sizing: border-box; margin: 0; }
html { font: 16px/1.5 "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif; color: #101c2e; background: #f3f6fa; }
.demo { background: #fff4d6; color: #5c4300; padding: 8px 16px; font-size: .875rem; text-align: center; }
header, main { max-width: 1200px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.5rem; font-weight: 600; }
h2 { font-size: 1.0625rem; font-weight: 600; padding-bottom: 8px; }
p, small { color: #3b4a61; }
main { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr)); padding-top: 0; align-items: start; }
.card { background: #fff; border-radius: 16px; padding: 16px; box-shadow: 0 1px 2px rgba(16,28,46,.06); min-width: 0; }
.stack { display: grid; gap: 12px; min-width: 0; }
.wide { grid-column: 1 / -1; }
.row { display: flex; flex-wrap: wrap; gap: 8px; padding: 8px 0; }
button { font: inherit; min-height: 44px; padding: 0 16px; border-radius: 12px; border: 1px solid #75829a; background: #fff; color: #0b5fd9; cursor: pointer; }
button:hover { background: #eef5ff; }
button.danger { color: #b3261e; }
:focus-visible { outline: 3px solid rgba(11,95,217,.6); outline-offset: 1px; }
.fault { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 0 12px; border-top: 1px solid #e4e9f1; padding: 4px 0; }
.fault:first-child { border-top: 0; }
.switch { display: flex; align-items: center; gap: 12px; min-height: 44px; cursor: pointer; }
.switch input { width: 22px; height: 22px; accent-color: #0b5fd9; flex: none; }
.param { display: flex; align-items: center; justify-content: flex-end; gap: 6px; font-size: .875rem; color: #3b4a61; }
input:not([type=checkbox]), select { font: inherit; min-height: 44px; border: 1px solid #75829a; border-radius: 12px; padding: 0 10px; background: #fff; color: inherit; }
.param input:not([type=checkbox]) { width: 110px; }
.param input[type=checkbox] { width: 22px; height: 22px; margin: 11px 0; accent-color: #0b5fd9; }
form { display: grid; gap: 8px; }
form label { display: grid; gap: 2px; color: #3b4a61; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; padding: 8px 12px 8px 0; border-top: 1px solid #e4e9f1; vertical-align: top; white-space: nowrap; }
th { color: #3b4a61; font-weight: 600; border-top: 0; }
#say { min-height: 1.5em; }
`
