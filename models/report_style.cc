// SPDX-License-Identifier: MIT
#include "models/report_parts.h"

namespace frontdesk {

const char* report_style() {
  return R"css(
:root{color-scheme:light dark;
--canvas:#F5F3EF;--surface:#FFFFFF;--sunken:#F0EDE7;--line:#E0DBD2;--control:#857E72;--text:#1D1B18;--muted:#5F5A51;
--accent:#1F5AA6;--link:#1F5AA6;--accent-soft:#E5EEF9;--ok:#1A6B3B;--ok-soft:#E2F2E7;--warn:#855000;--warn-soft:#FCEFD6;
--danger:#B3261E;--danger-soft:#FBE8E6;--bot:#0A6A64;--bot-soft:#DFF1EF;
--ok-rgb:26 107 59;--warn-rgb:200 130 20;--danger-rgb:179 38 30;
--needless:#D9982B;--missed:#B9B1A4;--shadow:0 1px 2px rgb(29 27 24/.08)}
@media (prefers-color-scheme:dark){:root{
--canvas:#141311;--surface:#1C1A18;--sunken:#262421;--line:#3A3732;--control:#8A8478;--text:#F1EEE9;--muted:#B3ADA2;
--accent:#5B97E0;--link:#8EBAF3;--accent-soft:#1D2C41;--ok:#7FCB99;--ok-soft:#1A2C21;--warn:#EBB75E;--warn-soft:#33280F;
--danger:#FF9F95;--danger-soft:#3A1E1B;--bot:#6FC7BE;--bot-soft:#14302D;
--ok-rgb:90 190 125;--warn-rgb:220 165 60;--danger-rgb:240 110 100;
--needless:#C08A2E;--missed:#6B655B;--shadow:0 1px 2px rgb(0 0 0/.4)}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--canvas);color:var(--text);
font:400 .9375rem/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
font-variant-numeric:tabular-nums}
.page{max-width:1120px;margin:0 auto;padding:0 24px 48px}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:1.75rem;line-height:1.2;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.1875rem;line-height:1.3;font-weight:650;margin-bottom:6px}
h3{font-size:.9375rem;font-weight:600;margin:20px 0 6px}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
header{padding:40px 0 16px}
.facts{display:flex;flex-wrap:wrap;gap:4px 18px;margin-top:10px;color:var(--muted);font-size:.875rem}
.facts b{color:var(--text);font-weight:600;overflow-wrap:anywhere}
nav{position:sticky;top:0;z-index:3;background:var(--canvas);border-bottom:1px solid var(--line);margin:0 -24px;
padding:0 24px;overflow-x:auto;scrollbar-width:none}
nav ul{display:flex;gap:20px}
nav a{display:block;padding:11px 0;font-size:.875rem;white-space:nowrap;text-decoration:none;color:var(--muted)}
nav a:hover{color:var(--link)}
section{background:var(--surface);border:1px solid var(--line);border-radius:16px;padding:24px;margin-top:20px;
box-shadow:var(--shadow);scroll-margin-top:56px}
.lead{color:var(--muted);max-width:76ch;margin-bottom:16px}
.lead b{color:var(--text);font-weight:600}
.plain{font-size:1.0625rem;max-width:68ch;margin-bottom:16px;text-wrap:pretty}
.outcome{display:flex;gap:2px;height:34px;border-radius:10px;overflow:hidden;background:var(--sunken)}
.outcome i{min-width:3px}
.legend{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:10px 20px;margin:14px 0 24px}
.legend li{display:grid;grid-template-columns:14px 1fr;align-content:start;gap:2px 9px;font-size:.875rem;line-height:1.35}
.legend i{width:14px;height:14px;border-radius:4px;margin-top:2px}
.legend b{font-weight:600}.legend small{grid-column:2;color:var(--muted);font-size:.8125rem}
.k-right{background:var(--ok)}.k-apart{background:var(--bot);opacity:.55}.k-needless{background:var(--needless)}
.k-missed{background:var(--missed)}.k-wrong{background:var(--danger)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:12px}
@media (min-width:900px){.cards.few{grid-template-columns:repeat(3,minmax(0,1fr))}}
.card{background:var(--sunken);border-radius:10px;padding:14px 16px 15px}
.card dt{font-size:.8125rem;color:var(--muted);font-weight:550}
.card .value{font-size:1.625rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
.card .range{font-size:.8125rem;color:var(--muted);white-space:nowrap}
.card p{font-size:.8125rem;line-height:1.45;margin-top:6px}
.two{display:grid;grid-template-columns:minmax(0,9fr) minmax(0,11fr);gap:32px;align-items:start;margin-bottom:16px}
.two .table th,.two .table td{padding-left:6px;padding-right:6px}
svg{display:block;width:100%;max-width:520px;height:auto;overflow:visible}
svg text{font-size:10.5px;fill:var(--muted);font-family:inherit}
svg .small{font-size:8.5px}svg .middle{text-anchor:middle}svg .end{text-anchor:end}
svg .label{fill:var(--text);font-weight:600;font-size:11px;paint-order:stroke;stroke:var(--surface);stroke-width:3px}
svg .grid{stroke:var(--line);stroke-width:1}svg .base{stroke:var(--control);stroke-width:1}
svg .diagonal{stroke:var(--control);stroke-width:1.25;stroke-dasharray:4 3}
svg .bar{fill:var(--accent);opacity:.3}svg .whisker{stroke:var(--accent);stroke-width:1.25}
svg .dot{fill:var(--accent);stroke:var(--surface);stroke-width:1}svg .count{fill:var(--missed)}
svg .band{fill:var(--accent);opacity:.14}
svg .curve{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
svg .chosen{stroke:var(--danger);stroke-width:1;stroke-dasharray:2 3}
svg .point{fill:var(--danger);stroke:var(--surface);stroke-width:2}
.scroll{overflow-x:auto;margin:0 -24px;padding:0 24px}
.two .scroll{margin:0;padding:0}
table{border-collapse:collapse;font-size:.875rem}
.table{width:100%}
.table th{font-weight:550;color:var(--muted);font-size:.8125rem;line-height:1.3;text-align:right;vertical-align:bottom;
padding:6px 10px;border-bottom:1px solid var(--control)}
.table td{text-align:right;padding:6px 10px;border-bottom:1px solid var(--line);white-space:nowrap}
.table tr>:first-child{text-align:left;padding-left:0}
.table tbody th{color:var(--text);font-size:.875rem;font-weight:550;border-bottom:1px solid var(--line);
vertical-align:middle;overflow-wrap:anywhere;min-width:9rem}
.table .wide{text-align:left;white-space:normal;min-width:15rem}
.table tr.is-chosen>*{background:var(--accent-soft)}
.table tr.is-chosen>:first-child{padding-left:10px;border-radius:6px 0 0 6px}
.chip{display:inline-block;font-size:.75rem;line-height:1.5;padding:0 8px;border-radius:999px;white-space:nowrap;
background:var(--sunken);color:var(--muted);font-weight:550;vertical-align:1px}
.chip.bad{background:var(--danger-soft);color:var(--danger)}.chip.held{background:var(--warn-soft);color:var(--warn)}
.chip.good{background:var(--ok-soft);color:var(--ok)}.chip.here{background:var(--accent);color:var(--surface)}
.table caption{text-align:left;font-size:.8125rem;color:var(--muted);padding-bottom:2px}
.taken{display:inline-block;margin-right:12px;overflow-wrap:anywhere}
.share{display:inline-block;width:56px;height:6px;border-radius:3px;background:var(--sunken);margin-left:8px;
vertical-align:2px;overflow:hidden}
.share i{display:block;height:100%;background:var(--ok)}
.matrix{font-size:.75rem;border-spacing:2px;border-collapse:separate}
.matrix th{font-weight:500;color:var(--muted);white-space:nowrap}
.matrix thead th{vertical-align:bottom;padding:0 0 4px}
.matrix thead th span{writing-mode:vertical-rl;transform:rotate(180deg);display:inline-block;max-height:11rem;
overflow:hidden;text-overflow:ellipsis}
.matrix tbody th{text-align:right;padding:0 8px 0 0;position:sticky;left:0;background:var(--surface);max-width:11rem;
overflow:hidden;text-overflow:ellipsis;z-index:1}
.matrix tbody td{min-width:24px;height:24px;text-align:center;border-radius:4px;background:var(--sunken);padding:0 2px}
.matrix tbody td.own{outline:1px solid var(--line);outline-offset:-1px}
.g1{--heat:.16}.g2{--heat:.28}.g3{--heat:.4}.g4{--heat:.52}
.matrix tbody td.right{background:rgb(var(--ok-rgb)/var(--heat))}
.matrix tbody td.held{background:rgb(var(--warn-rgb)/var(--heat))}
.matrix tbody td.bad{background:rgb(var(--danger-rgb)/var(--heat));font-weight:650}
.matrix thead td{background:none}
.matrix.dense{font-size:.6875rem}.matrix.dense tbody td{min-width:18px;height:20px;padding:0;border-radius:3px}
.matrix.dense{border-spacing:1px}
.keys{display:flex;flex-wrap:wrap;gap:6px 18px;font-size:.8125rem;color:var(--muted);margin-bottom:14px}
.keys i{display:inline-block;width:14px;height:14px;border-radius:4px;margin-right:6px;vertical-align:-2px}
.keys .right{background:rgb(var(--ok-rgb)/.4)}.keys .held{background:rgb(var(--warn-rgb)/.4)}
.keys .bad{background:rgb(var(--danger-rgb)/.4)}.keys .apart{background:var(--sunken);outline:1px solid var(--line)}
.pair .chip{justify-self:end}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:11px 4px;list-style-position:outside;margin-left:16px}
summary .arrow,.meta .arrow{color:var(--muted);padding:0 5px}
summary b{font-weight:600;overflow-wrap:anywhere}
summary .chip{margin-left:6px}
.rows li{padding:10px 0;border-top:1px solid var(--line)}
.rows li:first-child{border-top:0}
details .rows{padding:0 0 10px 20px}details .rows li{padding:6px 0;border:0}
.say{display:block;overflow-wrap:anywhere}
.meta{display:block;font-size:.8125rem;color:var(--muted);overflow-wrap:anywhere}
.meta b{font-weight:600;color:var(--text)}
.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr) 6rem;gap:4px 24px;align-items:baseline}
.more,.none{color:var(--muted);font-size:.875rem;padding-top:10px}
.note{background:var(--warn-soft);border-radius:10px;padding:12px 16px;margin-top:16px;font-size:.875rem;
overflow-wrap:anywhere}
footer{color:var(--muted);font-size:.8125rem;padding:24px 4px 0;max-width:84ch}
footer p+p{margin-top:8px}
@media (max-width:760px){
.page{padding:0 12px 32px}header{padding:24px 4px 12px}h1{font-size:1.4375rem}
nav{margin:0 -12px;padding:0 16px}
section{padding:18px 16px;margin-top:12px;border-radius:14px}
.two{grid-template-columns:minmax(0,1fr);gap:20px}
.cards{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}.card{padding:11px 12px 12px}
.card .value{font-size:1.375rem}
.legend{grid-template-columns:minmax(0,1fr);gap:9px}
.scroll,.two .scroll{margin:0 -16px;padding:0 16px}
.two .table{font-size:.8125rem}.two .table th{font-size:.6875rem}.two .table th,.two .table td{padding:6px 3px}
.two .table .chip{display:table;margin-top:2px;font-size:.6875rem;padding:0 6px}
.two .table tr.is-chosen>:first-child{padding-left:4px}
.pair{grid-template-columns:minmax(0,1fr)}.pair .chip{justify-self:start}
.table .share{display:none}.table .wide{min-width:22rem}
.table tbody th{min-width:7.5rem}
.matrix tbody th{max-width:7.5rem}}
@media (max-width:340px){.cards{grid-template-columns:minmax(0,1fr)}}
@media (forced-colors:active){.outcome i,.legend i,.matrix td,.chip{border:1px solid CanvasText}}
@media print{nav{display:none}section{box-shadow:none;break-inside:avoid-page}body{background:none}}
)css";
}

}  // namespace frontdesk
