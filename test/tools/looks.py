"""What a page in a browser looks like, asked of the browser: what sticks out or is cut off, which boxes scroll, what has no visible focus; and what
axe-core finds."""
from node import packages

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOWN = "e => e.outerHTML.replace(/\\s+/g, ' ').slice(0, 110)"

LAYOUT = """
const shown = %s, all = [...document.querySelectorAll('body *')], html = document.documentElement, told = list => list.slice(0, 3).map(shown);
const box = e => e.getBoundingClientRect(), style = e => getComputedStyle(e), inScroll = e => e.parentElement.closest('.scroll');
const sticksOut = e => { const b = box(e); return b.width > 0 && (b.right > innerWidth + 1 || b.left < -1) && !inScroll(e) && !e.closest('.skip, .shapes'); };
const scrolls = e => /auto|scroll/.test(style(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
const hidden = e => e.tagName !== 'INPUT' && /hidden|clip/.test(style(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
const outside = e => { const b = box(e), s = box(e.ownerSVGElement); return b.width > 0 && (b.right > s.right + 1 || b.left < s.left - 1); };
const small = e => box(e).height < 43.5 && box(e).height > 0;
return {
  'sticks out of the window': told(all.filter(sticksOut)),
  'makes the page scroll sideways': html.scrollWidth > innerWidth ? [`${html.scrollWidth} > ${innerWidth}`] : [],
  'is cut off': told(all.filter(e => hidden(e) || (e.tagName === 'BUTTON' && e.scrollWidth > e.clientWidth + 1))),
  'stands outside of its picture': told([...document.querySelectorAll('svg text')].filter(outside)),
  'scrolls and cannot be reached by keyboard, or has no name': told(all.filter(e => scrolls(e) && (e.tabIndex < 0 || !(e.getAttribute('aria-label') || e.tagName === 'PRE')))),
  'is too small to hit': told([...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea')].filter(small)),
  'is not the only h1': document.querySelectorAll('h1').length === 1 ? [] : [document.querySelectorAll('h1').length],
  'comes from another host': [...new Set(performance.getEntriesByType('resource').map(r => new URL(r.name).host))].filter(h => h !== location.host),
  'has no title': document.title ? [] : [location.href],
};
""" % SHOWN

FOCUS = """
const shown = %s, faults = [];
for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')) {
  e.focus({ preventScroll: true, focusVisible: true });
  const s = getComputedStyle(e);
  if (document.activeElement === e && (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 3)) faults.push(shown(e));
}
document.activeElement.blur();
return faults;
""" % SHOWN

# On paper: black on white whatever the scheme, nothing that only a screen can do, and addresses where a link leads away.
PAPER = """
const shown = %s, all = [...document.querySelectorAll('body *')], style = (e, p) => getComputedStyle(e, p), told = list => list.slice(0, 3).map(shown);
const channels = c => c.match(/[\\d.]+/g).map(Number), there = e => e.checkVisibility() && e.getClientRects().length > 0;
const text = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
const paper = channels(style(document.body).backgroundColor);
return {
  'the paper is not white': paper[3] === 0 || Math.min(...paper.slice(0, 3)) === 255 ? [] : [paper],
  'is not black': told(all.filter(e => there(e) && text(e) && Math.max(...channels(style(e).color).slice(0, 3)) > 32)),
  'is of no use on paper': told(all.filter(e => there(e) && e.matches('nav, form, button, input, .skip'))),
  'does not tell its address': told(all.filter(e => there(e) && e.matches('a[rel=external]') && !style(e, '::after').content.includes(e.getAttribute('href')))),
};
""" % SHOWN

# WCAG 2.2, 1.4.12: a page must bear these; pictures have no lines of text.
SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } svg, svg * { letter-spacing: normal !important; word-spacing: normal !important; } p { margin-block-end: 2em !important; }');
document.adoptedStyleSheets = arguments[0] ? [sheet] : [];
"""
ZOOM = "document.documentElement.style.fontSize = arguments[0] ? '200%' : ''"
CHECK = "const done = arguments[arguments.length - 1]; axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']}).then(r => done(r.violations), e => done([{id: String(e), nodes: []}]));"


def layout(b):
    """What is wrong with the layout as it is now, in words."""
    return [f"{what}: {where}" for what, where in b.script(LAYOUT).items() if where]


def on_paper(b):
    """The same of the page as it is printed by somebody whose screen is dark."""
    b.look(700, True, "print")
    found = [f"printed: {what}: {where}" for what, where in b.script(PAPER).items() if where]
    b.look(700, True)
    return found


def layout_when(b, source, how):
    """The same after a change of the reader's, which is taken back."""
    b.script(source, True)
    found = layout(b)
    b.script(source, False)
    return [f"{how}: {line}" for line in found]


def focus_faults(b):
    return [f"no visible focus: {line}" for line in b.script(FOCUS)]


def axe_source():
    """axe-core, or why not."""
    modules, reason = packages("browser")
    return (modules / "axe-core/axe.min.js").read_text() if modules else None, reason


def violations(b):
    found = b.script_later(CHECK, RULES)
    return [f"{v['id']} ({v.get('impact')}): {v.get('help', '')}: " + "; ".join(n["html"][:120] + " " + n.get("failureSummary", "").replace("\n", " ")[:200] for n in v["nodes"][:3]) for v in found]
