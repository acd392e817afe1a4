// The page of pushed metrics: each group with what was pushed to it and when. No framework; see docs/plugins/web-pages.md for
// what a page is lent.

const REFRESH_MILLIS = 10_000;

export function mount(element, host) {
  const { h } = host;
  const list = h('div', { class: 'host-list' });
  const summary = h('span', { class: 'dim', role: 'status' });
  const filter = h('input', {
    type: 'search',
    class: 'host-field',
    'data-filter': true,
    'aria-label': 'Grouping label or metric',
    placeholder: 'Grouping label or metric',
    oninput: () => host.navigation.setParameter('search', filter.value),
  });
  filter.value = host.navigation.parameter('search');
  element.append(
    h('div', { class: 'host-page' }, h('div', { class: 'host-tools' }, filter, summary), list),
  );

  const open = new Set();
  const asked = new AbortController();
  let groups = [];
  let failure = '';

  async function load() {
    try {
      groups = await host.api.get('push/metrics', {}, asked.signal);
      failure = '';
    } catch (e) {
      if (asked.signal.aborted) {
        return;
      }
      failure = e.message;
    }
    draw();
  }

  function draw() {
    const words = host.navigation.parameter('search').toLowerCase().split(/\s+/).filter(Boolean);
    const shown = groups.filter((group) => {
      const text = textOf(group).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    summary.textContent =
      shown.length === groups.length
        ? `${groups.length} ${groups.length === 1 ? 'group' : 'groups'}`
        : `${shown.length} of ${groups.length} groups`;
    list.replaceChildren(
      ...(failure ? [h('p', { class: 'host-bad', role: 'alert' }, failure)] : []),
      ...shown.map((group) => card(group)),
      ...(shown.length === 0 && !failure ? [nothing(groups.length, host)] : []),
    );
  }

  function card(group) {
    const key = keyOf(group.labels);
    const families = familiesOf(group);
    const pushed = secondsOf(group.push_time_seconds) * 1000;
    const failed = secondsOf(group.push_failure_time_seconds) * 1000;
    return h(
      'details',
      {
        class: 'card',
        open: open.has(key),
        ontoggle: (event) => {
          if (event.target.open) {
            open.add(key);
          } else {
            open.delete(key);
          }
        },
      },
      h(
        'summary',
        { class: 'host-head' },
        labels(group.labels, host),
        h('span', { class: 'dim' }, `${families.length} ${families.length === 1 ? 'metric' : 'metrics'}`),
        !group.last_push_successful &&
          h('span', { class: 'host-bad' }, `⚠ last push refused ${host.time.ago(failed)}`),
        h(
          'span',
          { class: 'host-end dim', title: pushed > 0 ? host.time.format(pushed) : null },
          pushed > 0 ? `pushed ${host.time.ago(pushed)}` : 'never pushed',
        ),
      ),
      h(
        'div',
        { class: 'host-body' },
        h('table', { class: 'dense' }, families.map(([name, family]) => rowsOf(name, family, group.labels, host))),
        h(
          'div',
          { class: 'host-actions' },
          h('a', { href: host.navigation.graph(selectorOf(group.labels)) }, 'Show as a graph'),
          h('button', { type: 'button', class: 'host-button', onclick: () => remove(group) }, 'Delete this group'),
        ),
      ),
    );
  }

  async function remove(group) {
    if (!window.confirm(`Delete the group ${keyOf(group.labels)} and all its metrics?`)) {
      return;
    }
    const answer = await host.api.fetch('/api/v1/push' + pathOf(group.labels), { method: 'DELETE' });
    if (!answer.ok) {
      failure = `The group was not deleted: ${(await answer.text()) || answer.status}`;
    }
    await load();
  }

  const timer = setInterval(load, REFRESH_MILLIS);
  const forget = host.onChange(draw);
  void load();
  return () => {
    clearInterval(timer);
    forget();
    asked.abort();
  };
}

const OWN = new Set(['push_time_seconds', 'push_failure_time_seconds']);

/** The families that were pushed, apart from those that each group has of its own. */
function familiesOf(group) {
  return Object.entries(group).filter(
    ([name, family]) => !OWN.has(name) && family !== null && Array.isArray(family.metrics),
  );
}

const secondsOf = (family) => Number(family?.metrics[0]?.value ?? 0);

const keyOf = (labels) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ');

const selectorOf = (labels) =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${/^[a-zA-Z_]\w*$/.test(name) ? name : JSON.stringify(name)}=${JSON.stringify(value)}`)
    .join(',')}}`;

const textOf = (group) =>
  `${keyOf(group.labels)} ${familiesOf(group)
    .map(([name]) => name)
    .join(' ')}`;

/** The path of a group; every value in base64, for it may be empty or hold a slash. */
function pathOf({ job, ...rest }) {
  const encode = (value) =>
    btoa(String.fromCharCode(...new TextEncoder().encode(value)))
      .replaceAll('+', '-')
      .replaceAll('/', '_') || '=';
  return `/metrics/job@base64/${encode(job)}${Object.entries(rest)
    .map(([name, value]) => `/${encodeURIComponent(name)}@base64/${encode(value)}`)
    .join('')}`;
}

function labels(all, { h }) {
  // the job is what people know a group by
  const { job, ...rest } = all;
  return h(
    'span',
    { class: 'host-labels' },
    Object.entries({ job, ...rest }).map(([name, value]) =>
      h('span', { class: 'mono host-chip' }, `${name}=${JSON.stringify(value)}`),
    ),
  );
}

function rowsOf(name, family, grouping, host) {
  const { h } = host;
  const time = Date.parse(family.time_stamp);
  return family.metrics.map((metric, i) =>
    h(
      'tr',
      null,
      h(
        'td',
        null,
        h('span', { class: 'mono host-name' }, name),
        h('span', { class: 'mono' }, ownLabels(metric.labels, grouping)),
        i === 0 && h('div', { class: 'dim' }, `${family.type.toLowerCase()}${family.help ? `: ${family.help}` : ''}`),
      ),
      h('td', { class: 'number' }, valueOf(name, metric, host)),
      h('td', { class: 'number nowrap', title: host.time.format(time) }, i === 0 && host.time.ago(time)),
    ),
  );
}

/** Labels of a series that its group does not have. */
function ownLabels(all, grouping) {
  const own = Object.entries(all).filter(
    ([name, value]) => grouping[name] === undefined && !(name === 'instance' && value === ''),
  );
  return own.length === 0
    ? ''
    : `{${own.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}

function valueOf(name, metric, host) {
  const { h } = host;
  if (metric.value !== undefined) {
    return h('span', { title: `exactly ${metric.value}` }, host.formatValue(toNumber(metric.value), name));
  }
  const points = metric.quantiles ?? metric.buckets ?? {};
  const sum = host.formatValue(toNumber(metric.sum), name);
  return h(
    'details',
    null,
    h('summary', null, `${metric.count} observations, sum ${sum}`),
    Object.entries(points)
      .sort(([a], [b]) => toNumber(a) - toNumber(b))
      .map(([at, value]) => h('div', { class: 'mono' }, `${metric.quantiles ? 'q' : '≤'} ${at}: ${value}`)),
  );
}

const toNumber = (text) => (text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text));

function nothing(total, host) {
  const { h } = host;
  return total > 0
    ? h('p', { class: 'dim' }, 'No group passes this filter.')
    : h(
        'p',
        { class: 'dim' },
        'Nothing was pushed so far. A job pushes with, for example: ',
        h('code', null, `echo "done 1" | curl --data-binary @- ${location.origin}${host.api.url('/metrics/job/nightly')}`),
      );
}
