import { formatAgo, formatTime, zoneName, type Zone } from '../data/time';
import { useStatus } from '../data/queries';
import page from '../shell/page.module.css';
import { useSettings } from '../shell/settings';
import { StateMark } from '../shell/state-mark';
import { Answered } from '../shell/waiting';
import { Facts } from './facts';

type Values = Record<string, string | number | boolean>;

/** Names of the API in words; what is not here stands under its own name. */
const WORDS: Record<string, string> = {
  startTime: 'Started',
  CWD: 'Working folder',
  hostname: 'Host',
  serverTime: "Server's clock",
  reloadConfigSuccess: 'Last reload of the configuration',
  lastConfigTime: 'Configuration loaded',
  corruptionCount: 'Corruptions found in the WAL',
  goroutineCount: 'Threads',
  storageRetention: 'Samples are kept for',
  version: 'Version',
  revision: 'Revision',
  branch: 'Branch',
  buildUser: 'Built by',
  buildDate: 'Built',
  goVersion: 'Runtime',
};

/** How this server was built and how it runs. */
export default function RuntimePage() {
  const runtime = useStatus<Values>('runtimeinfo');
  const build = useStatus<Values>('buildinfo', false);
  const { zone } = useSettings();
  return (
    <div className={page.columns}>
      <Answered query={runtime}>
        {(values) => <Facts title="Runtime" facts={toFacts(values, zone, runtime.dataUpdatedAt)} />}
      </Answered>
      <Answered query={build}>
        {(values) => <Facts title="Build" facts={toFacts(values, zone, build.dataUpdatedAt)} />}
      </Answered>
    </div>
  );
}

function toFacts(values: Values, zone: Zone, nowMillis: number) {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [WORDS[name] ?? name, show(name, value, zone, nowMillis)] as const);
}

function show(name: string, value: string | number | boolean, zone: Zone, nowMillis: number) {
  if (name === 'reloadConfigSuccess') {
    return <StateMark mood={value ? 'ok' : 'bad'}>{value ? 'succeeded' : 'failed'}</StateMark>;
  }
  const millis = name.endsWith('Time') && typeof value === 'string' ? Date.parse(value) : NaN;
  if (millis > 0) {
    const whole = Math.floor(millis / 1000) * 1000;
    return `${formatTime(whole, zone)} ${zoneName(whole, zone)} (${formatAgo(whole, Math.max(whole, nowMillis))})`;
  }
  return String(value);
}
