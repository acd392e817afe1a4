// The page of notifications: alert groups as receivers are told of them, silences, and the state of the alertmanager. No framework;
// see docs/plugins/web-pages.md for what a page is lent.

const REFRESH_MILLIS = 10_000;
const CREATOR = 'pharos.silence.creator';

const TABS = [
  ['', 'Alert groups'],
  ['silences', 'Silences'],
  ['new', 'New silence'],
  ['status', 'Status'],
];

export function mount(element, host) {
  const { h } = host;
  const bar = h('div', { class: 'host-tools', role: 'group', 'aria-label': 'Views' });
  const place = h('div', { class: 'host-list' });
  element.append(h('div', { class: 'host-page' }, bar, place));
  let view;
  let shown;

  function draw() {
    const tab = host.navigation.parameter('tab');
    bar.replaceChildren(
      ...TABS.map(([name, title]) =>
        h(
          'button',
          {
            type: 'button',
            class: 'host-button',
            'aria-pressed': String(name === tab),
            onclick: () => host.navigation.setParameter('tab', name),
          },
          title,
        ),
      ),
    );
    if (shown !== tab) {
      view?.end();
      shown = tab;
      place.replaceChildren();
      view = (VIEWS[tab] ?? groupsView)(place, host);
    }
    view.draw();
  }

  const forget = host.onChange(draw);
  draw();
  return () => {
    forget();
    view.end();
  };
}

const VIEWS = { silences: silencesView, new: formView, status: statusView };

/** Asks again and again, and draws what is answered or why it is not. */
function polled(place, host, paths, drawData) {
  const { h } = host;
  const asked = new AbortController();
  const body = h('div', { class: 'host-list' });
  place.append(body);
  let data;

  async function load() {
    try {
      data = await Promise.all(paths().map((path) => ask(host, path, { signal: asked.signal })));
      draw();
    } catch (e) {
      if (!asked.signal.aborted) {
        body.replaceChildren(h('p', { class: 'host-bad', role: 'alert' }, e.message));
      }
    }
  }
  function draw() {
    if (data) {
      body.replaceChildren(...drawData(...data));
    }
  }
  const timer = setInterval(load, REFRESH_MILLIS);
  void load();
  return {
    load,
    draw,
    end: () => {
      clearInterval(timer);
      asked.abort();
    },
  };
}

async function ask(host, path, init) {
  let answer;
  try {
    answer = await host.api.fetch(`/api/v2/${path}`, init);
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Error('The server does not answer. Is it running?');
  }
  const text = await answer.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (!answer.ok) {
    const said = typeof json === 'string' ? json : (json?.message ?? json?.error);
    throw new Error(said ?? (text.slice(0, 300) || `HTTP ${answer.status}`));
  }
  return json;
}

// --- alert groups

const KINDS = ['silenced', 'inhibited', 'muted'];

function groupsView(place, host) {
  const { h } = host;
  const filter = matcherField(host, () => view.load());
  const boxes = KINDS.map((kind) => {
    const box = h('input', {
      type: 'checkbox',
      onchange: () => {
        host.navigation.setParameter(kind, box.checked ? 'true' : '');
        void view.load();
      },
    });
    box.checked = host.navigation.parameter(kind) === 'true';
    return h('label', null, box, ` ${kind}`);
  });
  const receiver = host.navigation.parameter('receiver');
  const summary = h('span', { class: 'dim', role: 'status' });
  place.append(
    h(
      'div',
      { class: 'host-tools' },
      filter,
      boxes,
      receiver && h('span', { class: 'mono host-chip' }, `receiver=${JSON.stringify(receiver)}`),
      summary,
    ),
  );
  const path = () => {
    const params = new URLSearchParams({ active: 'true' });
    matchersOf(host.navigation.parameter('filter')).forEach((one) => params.append('filter', textOf(one)));
    KINDS.forEach((kind) => params.set(kind, String(host.navigation.parameter(kind) === 'true')));
    if (receiver) {
      params.set('receiver', receiver);
    }
    return [`alerts/groups?${params}`];
  };
  const view = polled(place, host, path, (groups) => {
    const count = groups.reduce((sum, { alerts }) => sum + alerts.length, 0);
    summary.textContent = `${count} ${count === 1 ? 'alert' : 'alerts'} in ${groups.length} ${
      groups.length === 1 ? 'group' : 'groups'
    }`;
    return groups.length > 0 ? groups.map((group) => groupCard(group, host)) : [noGroups(host)];
  });
  return view;
}

function noGroups(host) {
  const filtered = host.navigation.parameter('filter') !== '';
  return host.h(
    'p',
    { class: 'dim' },
    filtered
      ? 'No alert passes this filter: none is firing, or it is silenced, inhibited or muted; tick those to see.'
      : 'Nobody is told of anything now: no alert is firing, or all are silenced, inhibited or muted; tick those to see.',
  );
}

function groupCard({ labels, receiver, alerts }, host) {
  const { h } = host;
  return h(
    'section',
    { class: 'card', 'aria-label': `Group of ${receiver.name}` },
    h(
      'div',
      { class: 'host-head' },
      h('span', { class: 'host-name' }, receiver.name),
      Object.keys(labels).length > 0 ? chips(labels, host) : h('span', { class: 'dim' }, 'all alerts together'),
      h('span', { class: 'host-end dim' }, `${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'}`),
    ),
    h(
      'div',
      { class: 'host-body' },
      h('table', { class: 'dense' }, alerts.map((alert) => alertRow(alert, labels, host))),
    ),
  );
}

function alertRow(alert, without, host) {
  const { h } = host;
  const own = Object.fromEntries(Object.entries(alert.labels).filter(([name]) => without[name] === undefined));
  const since = Date.parse(alert.startsAt);
  const filter = `{${Object.entries(alert.labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
  return h(
    'tr',
    null,
    h('td', { class: 'nowrap' }, stateMark(alert.status, host)),
    h(
      'td',
      null,
      chips(own, host),
      h('div', { class: 'dim' }, Object.values(alert.annotations).join(' · ')),
    ),
    h('td', { class: 'number nowrap', title: host.time.format(since) }, host.time.ago(since)),
    h(
      'td',
      { class: 'number nowrap' },
      alert.generatorURL && [h('a', { href: alert.generatorURL }, 'expression'), ' '],
      h(
        'a',
        { href: host.navigation.href(`/notifications?${new URLSearchParams({ tab: 'new', filter })}`) },
        'silence',
      ),
    ),
  );
}

/** Whether people are told, and if not, who prevents it. */
function stateMark({ silencedBy, inhibitedBy, mutedBy }, { h }) {
  if (silencedBy.length > 0) {
    return h('span', { class: 'host-mark', title: silencedBy.join(', ') }, '– silenced');
  }
  if (inhibitedBy.length > 0) {
    return h('span', { class: 'host-mark', title: `by the alert ${inhibitedBy.join(', ')}` }, '– inhibited');
  }
  if (mutedBy.length > 0) {
    return h('span', { class: 'host-mark', title: `by the time interval ${mutedBy.join(', ')}` }, '– muted');
  }
  return h('span', { class: 'host-mark', 'data-mood': 'bad' }, '✕ firing');
}

// --- silences

function silencesView(place, host) {
  const { h } = host;
  const filter = matcherField(host, () => view.load());
  const message = h('p', { class: 'host-bad', role: 'alert', hidden: true });
  place.append(h('div', { class: 'host-tools' }, filter), message);

  async function expire(silence) {
    try {
      await ask(host, `silence/${silence.id}`, { method: 'DELETE' });
      message.hidden = true;
    } catch (e) {
      message.textContent = `The silence was not ended: ${e.message}`;
      message.hidden = false;
    }
    await view.load();
  }

  const path = () => {
    const params = new URLSearchParams();
    matchersOf(host.navigation.parameter('filter')).forEach((one) => params.append('filter', textOf(one)));
    return [`silences?${params}`];
  };
  const view = polled(place, host, path, (all) => {
    const wanted = host.navigation.parameter('id');
    const shown = wanted ? all.filter(({ id }) => id === wanted) : all;
    if (shown.length === 0) {
      return [
        h(
          'p',
          { class: 'dim' },
          wanted
            ? `There is no silence ${wanted}; ended ones are forgotten after a while.`
            : 'There are no silences. Make one here, or from an alert in its group.',
        ),
      ];
    }
    return [
      h(
        'div',
        { class: 'card host-body', role: 'region', 'aria-label': 'Silences', tabindex: 0 },
        h('table', { class: 'dense' }, shown.map((silence) => silenceRow(silence, host, expire))),
      ),
    ];
  });
  return view;
}

const SILENCE_MOODS = { active: 'ok', pending: 'warn' };

function silenceRow(silence, host, expire) {
  const { h } = host;
  const { state } = silence.status;
  const start = Date.parse(silence.startsAt);
  const end = Date.parse(silence.endsAt);
  const sign = { active: '✓', pending: '⚠', expired: '–' }[state] ?? '';
  const filter = `{${silence.matchers.map(textOf).join(',')}}`;
  const again = new URLSearchParams({ tab: 'new', filter, comment: silence.comment });
  return h(
    'tr',
    null,
    h('td', { class: 'nowrap' }, h('span', { class: 'host-mark', 'data-mood': SILENCE_MOODS[state] }, `${sign} ${state}`)),
    h(
      'td',
      null,
      h('span', { class: 'host-labels' }, silence.matchers.map((one) => h('span', { class: 'mono host-chip' }, textOf(one)))),
      h('div', { class: 'dim' }, `${silence.createdBy}: ${silence.comment}`),
    ),
    h(
      'td',
      { class: 'number', title: `${host.time.format(start)} to ${host.time.format(end)}` },
      state === 'pending' ? `begins ${host.time.format(start)}` : state === 'active' ? `ends ${host.time.format(end)}` : `ended ${host.time.format(end)}`,
    ),
    h(
      'td',
      { class: 'number nowrap' },
      state === 'expired'
        ? h('a', { href: host.navigation.href(`/notifications?${again}`) }, 'make it again')
        : h('button', { type: 'button', class: 'host-button', onclick: () => void expire(silence) }, 'End now'),
    ),
  );
}

// --- a new silence

function formView(place, host) {
  const { h } = host;
  const field = (label, value, more) => {
    const input = h('input', { class: 'host-field', 'aria-label': label, ...more });
    input.value = value;
    return input;
  };
  const matchers = field('Matchers', host.navigation.parameter('filter') || '{alertname=""}', {
    class: 'host-field mono',
    'data-filter': true,
    oninput: () => void preview(),
  });
  const duration = field('Duration', '2h');
  const creator = field('Creator', stored());
  const comment = field('Comment', host.navigation.parameter('comment'));
  const message = h('p', { class: 'host-bad', role: 'alert', hidden: true });
  const effect = h('div', { class: 'dim', role: 'status' });

  async function preview() {
    const list = matchersOf(matchers.value);
    if (list.length === 0) {
      effect.textContent = 'Matchers are written as {alertname="Down", instance=~"web.*"}.';
      return;
    }
    const params = new URLSearchParams();
    list.forEach((one) => params.append('filter', textOf(one)));
    try {
      const alerts = await ask(host, `alerts?${params}`, {});
      effect.textContent =
        alerts.length === 0
          ? 'No alert is muted by this now.'
          : `Mutes ${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'} now: ${[
              ...new Set(alerts.map(({ labels }) => labels.alertname ?? '')),
            ].join(', ')}.`;
    } catch (e) {
      effect.textContent = e.message;
    }
  }

  async function create(event) {
    event.preventDefault();
    const millis = millisOf(duration.value);
    const list = matchersOf(matchers.value);
    try {
      if (list.length === 0) {
        throw new Error('matchers cannot be read: they are written as {alertname="Down", instance=~"web.*"}');
      }
      if (!(millis > 0)) {
        throw new Error('the duration cannot be read: it is written as 2h or 1d12h');
      }
      const now = Date.now();
      await ask(host, 'silences', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          matchers: list.map(({ name, operator, value }) => ({
            name,
            value,
            isRegex: operator.endsWith('~'),
            isEqual: operator.startsWith('='),
          })),
          startsAt: new Date(now).toISOString(),
          endsAt: new Date(now + millis).toISOString(),
          createdBy: creator.value.trim(),
          comment: comment.value.trim(),
        }),
      });
      localStorage.setItem(CREATOR, creator.value.trim());
      host.navigation.go('/notifications?tab=silences');
    } catch (e) {
      message.textContent = `The silence was not made: ${e.message}`;
      message.hidden = false;
    }
  }

  const row = (input) => [h('span', { class: 'dim' }, input.getAttribute('aria-label')), input];
  place.append(
    h(
      'form',
      { class: 'card host-form', onsubmit: create },
      row(matchers),
      h('span', null),
      effect,
      row(duration),
      row(creator),
      row(comment),
      h('span', null),
      h('span', null, h('button', { type: 'submit', class: 'host-button' }, 'Silence')),
      h('span', null),
      message,
    ),
  );
  void preview();
  return { draw: () => undefined, end: () => undefined };
}

function stored() {
  try {
    return localStorage.getItem(CREATOR) ?? '';
  } catch {
    return '';
  }
}

const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** Milliseconds of 1d12h, NaN for what is no duration. */
function millisOf(text) {
  const trimmed = text.trim();
  return /^(\d+[wdhms])+$/.test(trimmed)
    ? [...trimmed.matchAll(/(\d+)([wdhms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit], 0)
    : NaN;
}

// --- state

function statusView(place, host) {
  const { h } = host;
  return polled(place, host, () => ['status', 'receivers'], (status, receivers) => {
    const started = Date.parse(status.uptime);
    const facts = [
      ['Version', status.versionInfo.version],
      ['Started', `${host.time.format(started)} (${host.time.ago(started)})`],
      ['Cluster', status.cluster.status],
      ['Receivers', receivers.map(({ name }) => name).join(', ')],
    ];
    return [
      h(
        'section',
        { class: 'card host-body', 'aria-label': 'Alertmanager' },
        h(
          'table',
          { class: 'dense' },
          facts.map(([name, value]) => h('tr', null, h('th', { scope: 'row' }, name), h('td', null, value))),
        ),
      ),
      h(
        'section',
        { class: 'card', 'aria-label': 'Configuration of the alertmanager' },
        h('div', { class: 'host-head host-name' }, 'Configuration'),
        h('pre', { class: 'host-code host-body', tabindex: 0 }, status.config.original),
      ),
    ];
  });
}

// --- parts

function matcherField(host, onChange) {
  const input = host.h('input', {
    type: 'search',
    class: 'host-field mono',
    'data-filter': true,
    'aria-label': 'Matchers',
    placeholder: '{alertname="Down", instance=~"web.*"}',
    onchange: () => {
      host.navigation.setParameter('filter', input.value.trim());
      onChange();
    },
  });
  input.value = host.navigation.parameter('filter');
  return input;
}

function chips(labels, { h }) {
  const { alertname, ...rest } = labels;
  return h(
    'span',
    { class: 'host-labels' },
    alertname !== undefined && h('span', { class: 'host-name' }, alertname),
    Object.entries(rest).map(([name, value]) =>
      h('span', { class: 'mono host-chip' }, `${name}=${JSON.stringify(value)}`),
    ),
  );
}

/** The matchers of a text such as {a="b", c=~"d.*"}; braces may be missing. Empty ones match nothing that people mean. */
function matchersOf(text) {
  return [...text.matchAll(/("(?:[^"\\]|\\.)*"|[\w:.-]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s,{}"]+)/g)].map(
    ([, name, operator, value]) => ({ name: plain(name), operator, value: plain(value) }),
  ).filter(({ value }) => value !== '');
}

function plain(text) {
  if (!text.startsWith('"')) {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(1, -1);
  }
}

/** A matcher, or one of the API's silences, as text. */
function textOf({ name, operator, value, isRegex, isEqual = true }) {
  const sign = operator ?? (isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=');
  return `${/^[a-zA-Z_:][\w:]*$/.test(name) ? name : JSON.stringify(name)}${sign}${JSON.stringify(value)}`;
}
