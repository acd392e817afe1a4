/**
 * Where a link of Alertmanager's own page leads here: `#/alerts`, `#/silences`, `#/silences/new`,
 * `#/silences/<id>`, `#/status`. Undefined for what is none. Without the page of notifications what
 * it can show of alerts is on the page of alerts.
 */
export function fromHash(hash: string, hasNotifications: boolean): string | undefined {
  const match = /^#\/(alerts|silences|status|settings)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash);
  if (!match) {
    return undefined;
  }
  const [, page = '', rest = '', query = ''] = match;
  const params = new URLSearchParams(query);
  if (!hasNotifications) {
    const search = params.get('filter') ?? '';
    return `/alerts${search && `?${new URLSearchParams({ search: wordsOf(search) })}`}`;
  }
  if (page === 'silences') {
    params.set('tab', rest === 'new' ? 'new' : 'silences');
    const id = rest.replace(/\/edit$/, '');
    if (id !== '' && id !== 'new') {
      params.set('id', id);
    }
  } else if (page !== 'alerts') {
    params.set('tab', 'status');
  }
  const text = params.toString();
  return `/notifications${text && `?${text}`}`;
}

/** The equality matchers of a filter, as words that the page of alerts looks for. */
function wordsOf(filter: string) {
  return [...filter.matchAll(/([\w:]+)\s*=\s*("(?:[^"\\]|\\.)*")/g)]
    .map(([, name, value]) =>
      name === 'alertname' ? String(JSON.parse(value ?? '""')) : `${name}=${value}`,
    )
    .join(' ');
}
