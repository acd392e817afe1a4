/** What the HTTP API answers with; names are the API's own. */

export type Labels = Readonly<Record<string, string>>;

/** A bucket of a native histogram: which bounds are open, lower, upper, count. */
export type Bucket = [boundaries: number, lower: string, upper: string, count: string];

export interface Histogram {
  count: string;
  sum: string;
  buckets?: Bucket[];
}

export type Point = [seconds: number, value: string];
export type HistogramPoint = [seconds: number, histogram: Histogram];

export interface VectorSeries {
  metric: Labels;
  value?: Point;
  histogram?: HistogramPoint;
}

export interface MatrixSeries {
  metric: Labels;
  values?: Point[];
  histograms?: HistogramPoint[];
}

export interface QueryStats {
  timings?: Record<string, number>;
  samples?: Record<string, number>;
}

export type QueryData = { stats?: QueryStats } & (
  | { resultType: 'vector'; result: VectorSeries[] }
  | { resultType: 'matrix'; result: MatrixSeries[] }
  | { resultType: 'scalar' | 'string'; result: Point }
);

export interface MatrixData {
  resultType: 'matrix';
  result: MatrixSeries[];
  stats?: QueryStats;
}

/** An operator of a query's plan; `query.slice(start, end)` is the part that it stands for. */
export interface PlanNode {
  type: string;
  name: string;
  expression: string;
  start: number;
  end: number;
  /** At how many moments it is computed. */
  steps: number;
  details: Readonly<Record<string, string>>;
  /** Where it was measured alone; times in seconds. */
  cost?: {
    time: number;
    selfTime: number;
    series: number;
    samples: number;
    samplesRead: number;
    bytes: number;
  };
  children: PlanNode[];
}

export interface ExplainData {
  query: string;
  resultType: string;
  analyzed: boolean;
  plan: PlanNode;
  stats?: QueryStats;
  /** What the query gave. */
  result?: { series: number; samples: number };
}

export interface ActiveTarget {
  discoveredLabels: Labels;
  labels: Labels;
  scrapePool: string;
  scrapeUrl: string;
  globalUrl: string;
  lastError: string;
  lastScrape: string;
  lastScrapeDuration: number;
  health: 'up' | 'down' | 'unknown';
  scrapeInterval: string;
  scrapeTimeout: string;
}

export interface DroppedTarget {
  discoveredLabels: Labels;
  scrapePool?: string;
}

export interface TargetsData {
  activeTargets: ActiveTarget[] | null;
  droppedTargets: DroppedTarget[] | null;
  droppedTargetCounts?: Record<string, number> | null;
}

export type AlertState = 'firing' | 'pending' | 'inactive' | 'unknown';

/** An alert that is pending or firing. */
export interface ActiveAlert {
  labels: Labels;
  annotations: Labels;
  state: AlertState;
  activeAt: string;
  /** Since when its expression is no longer met, while it is kept firing. */
  keepFiringSince?: string;
  value: string;
}

interface RuleFacts {
  name: string;
  query: string;
  labels: Labels;
  health: 'ok' | 'err' | 'unknown';
  lastError?: string;
  /** Seconds. */
  evaluationTime: number;
  lastEvaluation: string;
}

export interface AlertingRule extends RuleFacts {
  type: 'alerting';
  state: AlertState;
  /** Seconds. */
  duration: number;
  /** Seconds. */
  keepFiringFor: number;
  annotations: Labels;
  /** Null where they were not asked for. */
  alerts: ActiveAlert[] | null;
}

export interface RecordingRule extends RuleFacts {
  type: 'recording';
}

export type Rule = AlertingRule | RecordingRule;

export interface RuleGroup {
  name: string;
  file: string;
  rules: Rule[];
  /** Seconds. */
  interval: number;
  limit: number;
  /** Seconds. */
  evaluationTime: number;
  lastEvaluation: string;
}

export interface RulesData {
  groups: RuleGroup[];
}

export interface Metadata {
  type: string;
  help: string;
  unit: string;
}

export interface PluginStatus {
  id: string;
  version: string;
  provider: string;
  description: string;
  /** What it offers, as `kind:type`. */
  extensions: string[];
  /** `held`: unloaded, but its work is still running. */
  state: 'loaded' | 'disabled' | 'failed' | 'held';
  health: 'up' | 'failing' | 'hanging';
  /** Why it failed, or how it failed last; empty if it never did. */
  error: string;
  failures: number;
  seconds: number;
  /** Calls and tasks that are running now. */
  running: number;
  keys: string[];
  flags: string[];
}

export interface NameValue {
  name: string;
  value: number;
}

export interface TsdbStatus {
  headStats: {
    numSeries: number;
    numLabelPairs?: number;
    chunkCount: number;
    minTime: number;
    maxTime: number;
  };
  seriesCountByMetricName: NameValue[] | null;
  labelValueCountByLabelName: NameValue[] | null;
  memoryInBytesByLabelName: NameValue[] | null;
  seriesCountByLabelValuePair: NameValue[] | null;
}
