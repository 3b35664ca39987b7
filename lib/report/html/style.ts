/** Contrast of text is at least 4.5 : 1 in both looks. */
export const style = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1b1f24; --quiet: #565e68; --line: #d3d8de; --panel: #f4f6f8; --focus: #0550ae;
  --ok: #1a6e2e; --changed: #8a5300; --deferred: #0a6375; --skipped: #5a626b; --bad: #b42318; --warning: #8a4b00; --add: #dcf5e1; --cut: #fde3e1; }
@media (prefers-color-scheme: dark) { :root { --back: #12161b; --text: #e6e9ed; --quiet: #a3adb8; --line: #38414b; --panel: #1b2128; --focus: #8cc2ff;
  --ok: #7fd491; --changed: #f0b95e; --deferred: #6fd0e0; --skipped: #a3adb8; --bad: #ff9a90; --warning: #ffb869; --add: #12361c; --cut: #471c19; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem 1.5rem 4rem; max-width: 100rem; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: .2rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .4rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
.hint, .where, .said, .hosts { color: var(--quiet); font-weight: normal; font-size: .87rem; } .said { min-height: 1.5em; margin: .3rem 0; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; padding: 0; margin: .5rem 0; font-weight: 600; }
.tools { position: sticky; top: 0; z-index: 3; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; padding: .6rem 0; background: var(--back); border-bottom: 1px solid var(--line); }
.tools label { display: grid; font-size: .8rem; color: var(--quiet); }
.tools input, .tools select { font: inherit; padding: .25rem .5rem; color: var(--text); background: var(--panel); border: 1px solid var(--quiet); border-radius: 4px; min-width: 14rem; }
.ok { color: var(--ok); } .changed, .ran { color: var(--changed); } .deferred { color: var(--deferred); } .warning { color: var(--warning); }
.skipped, .open { color: var(--skipped); } .failed, .refused, .unreachable { color: var(--bad); }
.entry { border: 1px solid var(--line); border-radius: 6px; margin: .35rem 0; padding: .35rem .7rem; background: var(--panel); }
.entry.lost p { margin: 0; } summary { cursor: pointer; } .sign { display: inline-block; width: 1em; font-weight: 700; } .word { font-weight: 600; font-size: .85rem; } .title { overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .5rem .7rem; overflow: auto; max-height: 32rem; background: var(--back); border: 1px solid var(--line); border-radius: 4px; font: 13px/1.45 ui-monospace, monospace; }
pre.reason { white-space: pre-wrap; overflow-wrap: anywhere; } .diff ins, .diff del { text-decoration: none; } .diff ins { background: var(--add); } .diff del { background: var(--cut); } .diff i { color: var(--quiet); }
.hosts { margin: .3rem 0; overflow-wrap: anywhere; }
.scroll { overflow: auto; max-height: 75vh; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: separate; border-spacing: 0; font-size: 13px; }
td, th { border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); padding: 0 .3rem; text-align: center; }
td { min-width: 1.6rem; height: 1.5rem; font-weight: 700; }
tbody th { position: sticky; left: 0; z-index: 1; text-align: left; background: var(--back); font-weight: 600; white-space: nowrap; }
thead th { position: sticky; top: 0; z-index: 1; background: var(--back); vertical-align: bottom; font-weight: 500; } thead th.corner { left: 0; z-index: 2; }
.step { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 15rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: left; }
.key { margin-right: .8rem; white-space: nowrap; }
svg { display: block; } svg text { fill: currentColor; font: 13px system-ui, sans-serif; } svg .label { font-weight: 700; } svg .small { font-size: 11px; fill: var(--quiet); }
.tier { fill: var(--panel); stroke: var(--line); } .arrow { fill: none; stroke: var(--quiet); stroke-width: 1.5; } .tip { fill: var(--quiet); } .rule { stroke: var(--line); }
.dot, .bar, .tick { fill: currentColor; } .bar { fill-opacity: .35; }
.none { display: none; }
@media print { .tools, .hint, .said { display: none; } .scroll, pre { overflow: visible; max-height: none; border: 0; } thead th, tbody th { position: static; } body { padding: 0; font-size: 11px; } .entry { break-inside: avoid; } }
`
