import { formatDuration, formatTime, parseDuration, parseTime } from '../data/time';

export type Tab = 'graph' | 'table' | 'explain';
export type DisplayMode = 'lines' | 'stacked';
export type Density = 'low' | 'medium' | 'high';

export type Resolution =
  { type: 'auto'; density: Density } | { type: 'fixed' | 'custom'; stepMillis: number };

/** One panel of the query page; all of it is in the URL. */
export interface PanelState {
  expr: string;
  tab: Tab;
  displayMode: DisplayMode;
  yAxisFromZero: boolean;
  rangeMillis: number;
  /** End of the graph, null for now. */
  endMillis: number | null;
  /** Moment of the table, null for now. */
  momentMillis: number | null;
  resolution: Resolution;
}

export const HOUR = 3_600_000;

export const NEW_PANEL: PanelState = {
  expr: '',
  tab: 'graph',
  displayMode: 'lines',
  yAxisFromZero: false,
  rangeMillis: HOUR,
  endMillis: null,
  momentMillis: null,
  resolution: { type: 'auto', density: 'medium' },
};

const POINTS: Record<Density, number> = { low: 100, medium: 250, high: 750 };

/** The API refuses more steps than this. */
const MAX_STEPS = 11_000;

export function stepMillis(state: Pick<PanelState, 'rangeMillis' | 'resolution'>): number {
  const { resolution, rangeMillis } = state;
  if (resolution.type === 'auto') {
    return Math.max(1000, Math.floor(rangeMillis / POINTS[resolution.density] / 1000) * 1000);
  }
  return Math.max(resolution.stepMillis, Math.ceil(rangeMillis / MAX_STEPS));
}

/** Reads the panels `g0.`, `g1.`, ...; the first without an expression ends them. */
export function parsePanels(search: string): PanelState[] {
  const params = new URLSearchParams(search);
  const panels: PanelState[] = [];
  for (let i = 0; params.has(`g${i}.expr`); i++) {
    panels.push(parsePanel((name) => params.get(`g${i}.${name}`)));
  }
  return panels;
}

function parsePanel(get: (name: string) => string | null): PanelState {
  const time = (name: string) => {
    const text = get(name);
    return text ? (parseTime(text, 'utc') ?? null) : null;
  };
  return {
    expr: get('expr') ?? '',
    tab: parseTab(get('tab')),
    displayMode: get('display_mode') === 'stacked' || get('stacked') === '1' ? 'stacked' : 'lines',
    yAxisFromZero: get('y_axis_min') === '0' || get('y_axis_min') === 'zero',
    rangeMillis: Math.max(1, parseDuration(get('range_input') ?? '') ?? HOUR),
    endMillis: time('end_input'),
    momentMillis: time('moment_input'),
    resolution: parseResolution(get),
  };
}

function parseTab(text: string | null): Tab {
  switch (text) {
    case '0':
    case 'graph':
      return 'graph';
    case 'explain':
      return 'explain';
    default:
      // as the original: a link that does not say shows the table
      return 'table';
  }
}

function parseResolution(get: (name: string) => string | null): Resolution {
  const type = get('res_type');
  const step = Number(get('res_step') ?? get('step_input') ?? '') * 1000;
  if (type !== 'auto' && step > 0) {
    return { type: type === 'fixed' ? 'fixed' : 'custom', stepMillis: step };
  }
  const density = get('res_density');
  return { type: 'auto', density: density === 'low' || density === 'high' ? density : 'medium' };
}

/** The opposite of {@link parsePanels}; parameters of others stay. */
export function formatPanels(panels: readonly PanelState[], search: string): string {
  const params = new URLSearchParams(search);
  for (const name of [...params.keys()]) {
    if (/^g\d+\./.test(name)) {
      params.delete(name);
    }
  }
  panels.forEach((panel, i) => {
    for (const [name, value] of Object.entries(panelParams(panel))) {
      params.set(`g${i}.${name}`, value);
    }
  });
  return params.toString();
}

/** The way to an expression on the query page. */
export function queryLink(expr: string, part: Partial<PanelState> = {}): string {
  return `/query?${formatPanels([{ ...NEW_PANEL, ...part, expr }], '')}`;
}

function panelParams(panel: PanelState): Record<string, string> {
  const { resolution } = panel;
  return {
    expr: panel.expr,
    tab: panel.tab,
    display_mode: panel.displayMode,
    ...(panel.yAxisFromZero && { y_axis_min: '0' }),
    range_input: formatDuration(panel.rangeMillis),
    ...(panel.endMillis !== null && { end_input: formatTime(panel.endMillis, 'utc') }),
    ...(panel.momentMillis !== null && { moment_input: formatTime(panel.momentMillis, 'utc') }),
    res_type: resolution.type,
    ...(resolution.type === 'auto'
      ? { res_density: resolution.density }
      : { res_step: String(resolution.stepMillis / 1000) }),
  };
}
