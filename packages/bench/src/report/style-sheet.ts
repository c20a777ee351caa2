/** How a report looks: on paper, in the dark, at any width. Nothing is fetched, fonts included. */
export const STYLE_SHEET = `
:root {
  color-scheme: light dark;
  --paper: #fffefb; --panel: #f6f3ec; --ink: #1d1b18; --soft: #5d574e; --rule: #d9d3c6; --accent: #7a3b12;
  --better: #14603a; --worse: #9a2119; --stale: #6b4d00; --mistake-ground: #fbe9e4; --stale-ground: #f7edcf; 
  --arm-0: #0b5cad; --arm-1: #b5400c; --arm-2: #0b7268; --arm-3: #7038c4; --arm-4: #8a6100; --arm-5: #b01657; --arm-6: #40474f; --arm-7: #4b730d;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #181715; --panel: #22201d; --ink: #ece7de; --soft: #aaa296; --rule: #3e3a34; --accent: #e6a877;
    --better: #7fd3a4; --worse: #f39c90; --stale: #e5c46a; --mistake-ground: #43211d; --stale-ground: #3b3118; 
    --arm-0: #74b3f5; --arm-1: #f79468; --arm-2: #5fcdbd; --arm-3: #bd9bfb; --arm-4: #ddb54a; --arm-5: #f588b4; --arm-6: #b9c1ca; --arm-7: #a7cf68;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
main, header.top, footer { max-width: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 3rem); }
header.top { padding-top: clamp(2rem, 6vw, 4.5rem); }
h1, h2 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Georgia, "Noto Serif", serif; font-weight: 600; line-height: 1.15; text-wrap: balance; }
h1 { font-size: clamp(2.2rem, 6vw, 3.4rem); letter-spacing: -.015em; margin: 0 0 .6rem; }
h2 { font-size: clamp(1.5rem, 3.5vw, 2rem); margin: 4rem 0 .75rem; padding-top: 1.25rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.75rem 0 .4rem; }
p, dl, ul { max-width: 46rem; }
p { margin: .5rem 0 1rem; }
.lead { font-size: 1.15rem; line-height: 1.55; text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
small { color: var(--soft); font-size: .8125em; font-weight: 400; }
.scripted { display: inline-block; max-width: 46rem; margin: .25rem 0 1rem; padding: .55rem .9rem; border: 2px solid var(--worse); border-radius: .3rem; font-weight: 600; line-height: 1.4; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1rem 1.5rem; max-width: none; margin: 1.75rem 0; padding: 1rem 0; border-block: 1px solid var(--rule); }
.facts dt { color: var(--soft); font-size: .8125rem; }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; line-height: 1.4; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1rem 0 0; padding: 0; max-width: none; }
.scroll { overflow-x: auto; margin: .75rem 0 1.5rem; -webkit-overflow-scrolling: touch; }
table { border-collapse: collapse; min-width: min(100%, 40rem); font-size: .9rem; line-height: 1.4; font-variant-numeric: tabular-nums lining-nums; overflow-wrap: normal; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .5rem; caption-side: top; }
caption span { display: block; position: sticky; left: 0; width: fit-content; max-width: min(46rem, 100vw - 2rem); }
th, td { padding: .5rem .9rem .5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 1.5px solid var(--ink); vertical-align: bottom; font-weight: 600; }
thead .numbers { white-space: normal; min-width: 4.5rem; }
thead th small { white-space: nowrap; }
thead th small { display: block; }
table:not(.timeline) tbody th { position: sticky; left: 0; z-index: 1; background: var(--paper); }
.numbers { text-align: right; white-space: nowrap; }
td.words { min-width: 7rem; max-width: 26rem; }
tbody th { font-weight: 600; min-width: 9rem; max-width: 17rem; }
td small, tbody th small { display: block; text-indent: 0; }
tbody th:has(> .swatch) { padding-left: calc(34px + .5em); text-indent: calc(-34px - .5em); }
.absent { color: var(--soft); font-style: italic; }
.better { color: var(--better); font-weight: 600; }
.worse, .mistake { color: var(--worse); font-weight: 600; }
.verdict { font-size: .8125em; }
.bar { display: block; margin: .25rem 0 0 auto; max-width: 100%; }
.bar .track { stroke: var(--rule); stroke-width: 1; } .bar .whisker { stroke: var(--soft); stroke-width: 2.5; } .bar circle { fill: var(--ink); }
.swatch { display: inline-block; vertical-align: -.05em; margin-right: .5em; }
figure { margin: 1.5rem 0 2.5rem; }
figcaption { max-width: 46rem; color: var(--soft); font-size: .9rem; margin-bottom: .5rem; }
figcaption strong { display: block; color: var(--ink); font-size: 1.05rem; }
.chart { display: block; width: 100%; min-width: 44rem; max-width: 62rem; height: auto; font: 12.5px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif; font-variant-numeric: tabular-nums; }
.chart text { fill: var(--ink); } .chart .tick { fill: var(--soft); } .chart .axis-name { fill: var(--soft); }
.grid { stroke: var(--rule); fill: none; }
.line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
.symbol { fill: currentColor; stroke: var(--paper); stroke-width: .75; }
.leader { fill: none; stroke: currentColor; stroke-width: .75; opacity: .6; }
.arm-0 { color: var(--arm-0); } .arm-1 { color: var(--arm-1); } .arm-2 { color: var(--arm-2); } .arm-3 { color: var(--arm-3); }
.arm-4 { color: var(--arm-4); } .arm-5 { color: var(--arm-5); } .arm-6 { color: var(--arm-6); } .arm-7 { color: var(--arm-7); }
details { border-bottom: 1px solid var(--rule); }
summary { cursor: pointer; padding: .6rem 0; line-height: 1.4; }
summary h3 { display: inline; margin: 0 .5rem 0 0; } summary span { color: var(--soft); font-size: .9rem; }
details.character[open] { padding-bottom: 2rem; }
details details { margin-left: .25rem; }
.about { font-size: 1.05rem; }
.notes { padding-left: 1.1rem; font-size: .9rem; }
.timeline { width: 94rem; font-size: .8125rem; table-layout: fixed; border-bottom: 2px solid var(--rule); }
.timeline thead th:first-child { width: 8.5rem; } .timeline thead th:nth-child(2) { width: 12rem; }
.timeline th, .timeline td { padding: .3rem .35rem; border-left: 1px solid var(--rule); min-width: 0; overflow-wrap: anywhere; }
.timeline th[scope=rowgroup], .timeline thead th:first-child { border-left: 0; padding-left: 0; }
.timeline tbody { border-top: 1.5px solid var(--soft); }
.timeline tbody th { font-weight: 400; } .timeline tbody th[scope=rowgroup] { font-weight: 600; }
.timeline .told { background: var(--panel); }
.timeline .told th[scope=rowgroup] { background: var(--paper); }
.arm { display: block; padding-left: calc(34px + .5em); text-indent: calc(-34px - .5em); }
.v { display: block; margin: 1px 0; padding: 0 0 0 .3rem; border-left: 3px solid transparent; }
.v b { font-weight: 700; font-variant-caps: all-small-caps; letter-spacing: .03em; }
.v.told { border-left-color: var(--ink); font-weight: 600; }
.v.right { border-left-color: var(--better); }
.v.missing { border-left: 3px dotted var(--soft); color: var(--soft); font-style: italic; }
.v.stale { border-left: 3px dashed var(--stale); background: var(--stale-ground); color: var(--stale); text-decoration: line-through; text-decoration-thickness: 1px; }
.v.stale b { display: inline-block; margin-right: .25em; }
.v.wrong, .v.trap { border-left: 4px double var(--worse); background: var(--mistake-ground); color: var(--worse); }
.meanings dt { font-weight: 600; margin-top: .75rem; } .meanings dd { margin: 0; }
footer { margin-top: 4rem; padding-block: 1.5rem 3rem; color: var(--soft); font-size: .875rem; }
@media (min-width: 60rem) { .meanings { display: grid; grid-template-columns: 12rem 1fr; gap: .5rem 1.5rem; max-width: 58rem; } .meanings dt { margin: 0; } }
@media (max-width: 40rem) { .timeline { width: 84rem; } .timeline thead th:first-child { width: 5.5rem; } .timeline thead th:nth-child(2) { width: 8.5rem; } }
@media print {
  @page { margin: 16mm 14mm; }
  body { font-size: 9.5pt; } nav { display: none; }
  main, header.top, footer { max-width: none; padding: 0; }
  h2 { margin-top: 2rem; } h2, h3, h4, caption, figcaption { break-after: avoid; } tr, figure { break-inside: avoid; }
  .scroll { overflow: visible; } table { font-size: 7pt; min-width: 0; max-width: 100%; } th, td, tbody th, td.words, thead .numbers { padding: .25rem .4rem .25rem 0; min-width: 0; } caption, figcaption { font-size: 8.5pt; } .chart { min-width: 0; } .timeline { width: 100%; font-size: 6.5pt; }
  .numbers, thead th { white-space: normal; } thead th { font-size: 6.5pt; }
}
`;
