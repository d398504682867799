// What is going on, from the same API everybody has. Text from elsewhere reaches the page through textContent alone.
const KEY = 'sluice.secret';
const $ = id => document.getElementById(id);
const numbers = new Intl.NumberFormat('en');
const n = value => numbers.format(value);

// --- elements --------------------------------------------------------------------------------------------------------

function el(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === 'onclick') made.addEventListener('click', value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

// Replaces what is there only where it differs, and gives the focus back to what has the same label.
function show(id, ...children) {
  const made = el('div', {id}, ...children);
  const old = $(id);
  if (old.isEqualNode(made)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  const left = [...old.querySelectorAll('.scroll')].map(one => one.scrollLeft);
  old.replaceWith(made);
  made.querySelectorAll('.scroll').forEach((one, i) => { one.scrollLeft = left[i] ?? 0; });
  if (focused) {
    [...made.querySelectorAll('[aria-label]')].find(one => one.getAttribute('aria-label') === focused)
      ?.focus({preventScroll: true});
  }
}

const empty = text => el('p', {class: 'empty'}, text);

function table(caption, columns, rows) {
  const cells = (row, tag) => columns.map(([title, value, kind]) =>
    el(tag, {class: kind, scope: tag === 'th' ? 'col' : null}, tag === 'th' ? title : value(row)));
  return el('div', {class: 'scroll', role: 'region', 'aria-label': caption, tabindex: 0},
    el('table', {}, el('thead', {}, el('tr', {}, ...cells(null, 'th'))),
      el('tbody', {}, ...rows.map(row => el('tr', {}, ...cells(row, 'td'))))));
}

function ago(time) {
  if (!time) return '';
  const seconds = Math.max(0, (Date.now() - Date.parse(time)) / 1000);
  if (seconds < 90) return Math.round(seconds) + ' s';
  if (seconds < 5400) return Math.round(seconds / 60) + ' min';
  return seconds < 172800 ? Math.round(seconds / 3600) + ' h' : Math.round(seconds / 86400) + ' d';
}

// --- the API ---------------------------------------------------------------------------------------------------------

function headers(more = {}) {
  const secret = sessionStorage.getItem(KEY);
  if (!secret) return more;
  return secret.includes('.') ? {...more, 'X-API-Key': secret} : {...more, Authorization: 'Bearer ' + secret};
}

class Refused extends Error {}

/** null: this server has no such route, or this caller may not. */
async function get(path) {
  const response = await fetch(path, {headers: headers({Accept: 'application/json'}), cache: 'no-store'});
  if (response.status === 401) throw new Refused();
  if (response.status === 404 || response.status === 403) return null;
  if (!response.ok) throw new Error(path + ' ' + response.status);
  return response.json();
}

// --- what is shown ---------------------------------------------------------------------------------------------------

function books(data) {
  if (!data) return show('books', empty('The books are for operators.'));
  const t = data.total;
  const count = (name, value, kind) => el('div', {}, el('dt', {}, name), el('dd', {class: value > 0 ? kind : null}, n(value)));
  const sign = text => el('div', {class: 'sign', 'aria-hidden': 'true'}, text);
  const right = t.received === t.stored + t.duplicate + t.rejected + t.dead + t.inFlight;
  show('books',
    el('dl', {class: 'equation'},
      count('received', t.received), sign('='), count('stored', t.stored, 'good'), sign('+'), count('duplicate', t.duplicate),
      sign('+'), count('rejected', t.rejected, 'bad'), sign('+'), count('dead', t.dead, 'bad'), sign('+'),
      count('in flight', t.inFlight)),
    el('p', {class: 'verdict'},
      t.received === 0 ? 'Nothing was received yet.' :
        el('span', {class: right ? 'good' : 'bad'}, right ? 'The counts add up.' : 'The counts do NOT add up.'),
      t.received === 0 ? null : ` ${data.openProblems === 0 ? 'No' : n(data.openProblems)} ${
        data.openProblems === 1 ? 'record waits' : 'records wait'} at the desk.`));
}

function share(counts) {
  const parts = [['good', counts.stored], ['soft', counts.duplicate], ['warn', counts.accepted], ['bad', counts.rejected]];
  const bar = el('span', {class: 'share', 'aria-hidden': 'true'});
  for (const [kind, value] of parts) {
    if (value > 0) {
      const part = el('i', {class: kind});
      part.style.flexGrow = value;
      bar.append(part);
    }
  }
  return bar;
}

function feeds(items, details) {
  if (!items) return show('feeds', empty('Feeds are not shown to this caller.'));
  if (items.length === 0) return show('feeds', empty('There are no feeds: put a definition into the definitions folder.'));
  show('feeds', table('Feeds', [
    ['Feed', f => el('span', {}, el('strong', {}, f.name), el('br'), el('span', {class: 'soft'}, `into ${f.dataset}`)), 'text'],
    ['Landing', f => el('span', {class: 'tag'}, f.landing)],
    ['Last minute', f => n(f.lastMinute), 'n'],
    ['Received', f => n(f.sinceStart.received), 'n'],
    ['Stored', f => n(f.sinceStart.stored), 'n'],
    ['Accepted', f => n(f.sinceStart.accepted), 'n'],
    ['Duplicate', f => n(f.sinceStart.duplicate), 'n'],
    ['Rejected', f => el('span', {class: f.sinceStart.rejected > 0 ? 'bad' : null}, n(f.sinceStart.rejected)), 'n'],
    ['Since this process started', f => share(f.sinceStart)],
    ['Last verdicts', f => verdicts(details.get(f.name))],
  ], items));
}

function verdicts(detail) {
  const last = (detail?.lastPayloads ?? []).slice(0, 6);
  if (last.length === 0) return el('span', {class: 'soft'}, 'none yet');
  const kinds = {stored: 'good', duplicate: 'soft', accepted: 'warn', rejected: 'bad', conflict: 'bad'};
  return el('span', {}, ...last.flatMap((one, i) =>
    [i ? ' ' : null, el('span', {class: kinds[one.verdict], title: one.at}, one.verdict)]));
}

function queues(items) {
  if (!items) return show('queues', empty('Queues are for operators.'));
  const used = items.filter(q => q.depth + q.inFlight + q.dead > 0 || q.paused || q.queue === 'feed');
  show('queues', table('Queues', [
    ['Queue', q => el('span', {}, q.queue, q.paused ? el('span', {class: 'tag warn'}, 'paused') : null)],
    ['Waiting', q => n(q.depth), 'n'],
    ['Oldest', q => ago(q.oldest) || '–', 'n'],
    ['In hand', q => n(q.inFlight), 'n'],
    ['Dead', q => el('span', {class: q.dead > 0 ? 'bad' : null}, n(q.dead)), 'n'],
  ], used), el('p', {class: 'verdict'}, used.some(q => q.depth > 0) ? 'In batches.' : 'Nothing waits for a worker.'));
}

function letters(groups, items) {
  if (!items) return show('letters', empty('Dead letters are not shown to this caller.'));
  if (items.length === 0) return show('letters', empty('Nothing waits: every record landed or was dealt with.'));
  const summary = groups
    ? table('Grouped by cause', [
        ['Code', g => el('strong', {}, g.code ?? ''), 'text'],
        ['Field', g => g.field ?? '', 'text'],
        ['Letters', g => n(g.count), 'n'],
        ['Newest', g => ago(g.newest) + ' ago', 'n'],
      ], groups)
    : null;
  show('letters', summary, el('h3', {}, 'Newest'), table('Newest dead letters', [
    ['Feed', l => l.name, 'text'],
    ['Why', l => `${l.code}${l.errors?.[0]?.field ? ' ' + l.errors[0].field : ''}`, 'text'],
    ['Since', l => ago(l.createdAt), 'n'],
    ['', l => el('button', {type: 'button', 'aria-label': 'Show dead letter ' + l.id, onclick: () => letter(l.id)}, 'Show'), 'n'],
  ], items.slice(0, 6)));
}

async function letter(id) {
  const one = await get('api/dead-letters/' + encodeURIComponent(id));
  if (!one) return;
  show('letter',
    el('p', {}, `${one.kind} ${one.name}, ${one.state}, ${ago(one.createdAt)} ago`),
    table('Errors', [
      ['Code', e => e.code, 'text'], ['Field', e => e.field, 'text'], ['Value', e => e.value ?? '', 'text'],
      ['Message', e => e.message, 'text'], ['Hint', e => e.hint, 'text'],
    ], one.errors),
    el('pre', {tabindex: 0}, typeof one.payload === 'string' ? one.payload : JSON.stringify(one.payload, null, 2)),
    el('p', {class: 'soft'}, 'Correlation id ', el('code', {}, one.correlationId ?? ''), el('br'), 'Letter ', el('code', {}, one.id)));
  $('detail').showModal();
}

function imports(items) {
  $('s-imports').hidden = !items;
  if (!items) return;
  if (items.length === 0) return show('imports', empty('Nothing was imported yet.'));
  show('imports', table('Imports', [
    ['File', i => i.fileName ?? i.id, 'text'],
    ['Status', i => el('span', {class: 'tag'}, i.status)],
    ['Progress', i => progress(i.progress)],
    ['Rows', i => n(i.progress?.rowsDone ?? 0), 'n'],
    ['Rows/s', i => i.progress?.rowsPerSecond ? n(i.progress.rowsPerSecond) : '–', 'n'],
  ], items.slice(0, 8)));
}

function progress(p) {
  const rows = p?.rowsTotal;
  const [done, all] = rows ? [p.rowsDone, rows] : [p?.bytesDone ?? 0, p?.bytesTotal ?? 0];
  if (!all) return el('span', {class: 'soft'}, '–');
  const percent = Math.min(100, Math.floor(100 * done / all));
  return el('progress', {value: done, max: all, 'aria-label': percent + ' %'}, percent + ' %');
}

function gaps(details) {
  const senders = [];
  for (const detail of details.values()) {
    for (const one of detail.sequences ?? []) senders.push({feed: detail.name, ...one});
  }
  const known = [...details.values()].some(detail => Array.isArray(detail.sequences));
  $('s-gaps').hidden = !known;
  if (!known) return;
  const odd = senders.filter(s => s.missingCount > 0 || s.silentSince);
  if (odd.length === 0) return show('gaps', empty('No gaps: every sender’s numbers are complete.'));
  show('gaps', table('Sequence gaps', [
    ['Feed', s => s.feed, 'text'],
    ['Sender', s => s.source ?? '', 'text'],
    ['Missing', s => el('span', {class: s.missingCount ? 'bad' : null}, n(s.missingCount)), 'n'],
    ['First', s => (s.missing ?? []).slice(0, 3).map(([a, b]) => a === b ? a : a + '–' + b).join(', '), 'text'],
    ['Silent for', s => s.silentSince ? ago(s.silentSince) : '', 'n'],
  ], odd));
}

function runs(items) {
  if (!items) return show('runs', empty('Runs are not shown to this caller.'));
  if (items.length === 0) return show('runs', empty('Nothing ran yet.'));
  show('runs', table('Runs', [
    ['Run', r => el('span', {}, el('strong', {}, r.name), el('span', {class: 'soft'}, ` ${r.kind} ${r.period ?? ''}`)), 'text'],
    ['Status', r => el('span', {class: 'tag'}, r.status)],
    ['Received', r => n(r.books.received), 'n'],
    ['Stored', r => n(r.books.stored), 'n'],
    ['Duplicate', r => n(r.books.duplicate), 'n'],
    ['Rejected', r => el('span', {class: r.books.rejected ? 'bad' : null}, n(r.books.rejected)), 'n'],
    ['Dead', r => el('span', {class: r.books.dead ? 'bad' : null}, n(r.books.dead)), 'n'],
    ['In flight', r => n(r.books.inFlight), 'n'],
  ], items.slice(0, 12)));
}

// --- keeping it current ----------------------------------------------------------------------------------------------

let streaming = false;
let turn = 0;
let busy = false;
let again = false;

function state(name, text) {
  const place = $('connection');
  place.dataset.state = name;
  if (place.textContent !== text) place.textContent = text;
}

async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    const [b, f, q, r, l, g, i] = await Promise.all([
      get('api/books'), get('api/feeds'), get('api/queues'), get('api/runs?limit=12'),
      get('api/dead-letters?state=open&limit=6'), get('api/dead-letters/groups?state=open&limit=6').catch(() => null),
      get('api/imports?limit=8').catch(() => null)]);
    const details = new Map();
    for (const feed of (f?.items ?? []).slice(0, 20)) {
      const detail = await get('api/feeds/' + encodeURIComponent(feed.name));
      if (detail) details.set(feed.name, detail);
    }
    signedIn();
    books(b); feeds(f?.items, details); queues(q?.items); runs(r?.items);
    letters(g?.items, l?.items); imports(i?.items); gaps(details);
    state(streaming ? 'live' : 'polling', streaming ? 'live' : 'every few seconds');
  } catch (e) {
    if (e instanceof Refused) signedOut();
    else state('away', 'the server does not answer; what is shown may be old');
  } finally {
    busy = false;
    if (again) { again = false; setTimeout(refresh, 1000); }
  }
}

/** Events only say that something changed; what it is now is read as always. */
async function listen() {
  while (true) {
    if (!$('main').hidden && !document.hidden) {
      try {
        const response = await fetch('api/live?topics=runs,queues', {headers: headers({Accept: 'text/event-stream'})});
        if (response.ok && response.body) {
          const reader = response.body.getReader();
          streaming = true;
          for (let part = await reader.read(); !part.done; part = await reader.read()) {
            if (part.value.length > 3 && !document.hidden) soon();
          }
        }
      } catch (e) {
        // Polling goes on.
      }
      streaming = false;
    }
    await new Promise(resolve => setTimeout(resolve, 3000));
  }
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  setTimeout(() => { waiting = false; refresh(); }, 500);
}

function signedIn() {
  $('main').hidden = false;
  $('login').hidden = true;
  $('leave').hidden = !sessionStorage.getItem(KEY);
  // A link cannot sign in.
  $('contract').hidden = !$('leave').hidden;
}

function signedOut() {
  $('main').hidden = true;
  const form = $('login');
  if (form.hidden) {
    form.hidden = false;
    $('secret').focus();
  }
  $('refused').textContent = sessionStorage.getItem(KEY) ? 'That was refused.' : '';
  sessionStorage.removeItem(KEY);
  $('leave').hidden = true;
  $('contract').hidden = true;
  state('waiting', 'not signed in');
}

$('login').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(KEY, $('secret').value.trim());
  $('secret').value = '';
  refresh();
});
$('leave').addEventListener('click', () => { sessionStorage.removeItem(KEY); signedOut(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
setInterval(() => {
  turn++;
  // With events a slow turn is enough for what no event tells.
  if (!document.hidden && $('login').hidden && (!streaming || turn % 3 === 0)) refresh();
}, 2000);
refresh();
listen();
