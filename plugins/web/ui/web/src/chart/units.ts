/** What a number counts; per second where `perSecond`. */
export interface Unit {
  base:
    | 'none'
    | 'bytes'
    | 'seconds'
    | 'ratio'
    | 'celsius'
    | 'volts'
    | 'amperes'
    | 'joules'
    | 'hertz'
    | 'meters'
    | 'watts'
    | 'timestamp';
  perSecond?: boolean;
}

export const NO_UNIT: Unit = { base: 'none' };

const SUFFIXES: Record<string, Unit['base']> = {
  bytes: 'bytes',
  seconds: 'seconds',
  ratio: 'ratio',
  celsius: 'celsius',
  volts: 'volts',
  amperes: 'amperes',
  joules: 'joules',
  hertz: 'hertz',
  meters: 'meters',
  watts: 'watts',
};

/** The unit that a metric's name says, after the endings of its type are taken off. */
export function unitOfMetric(name: string): Unit {
  if (/_(timestamp|boot_time|start_time|created)(_seconds)?$/.test(name)) {
    return { base: 'timestamp' };
  }
  if (/_(bucket|count)$/.test(name)) {
    return NO_UNIT;
  }
  return unitOfSuffix(name.replace(/_(total|sum|info)$/, ''));
}

function unitOfSuffix(name: string): Unit {
  const base = SUFFIXES[name.slice(name.lastIndexOf('_') + 1)];
  return base ? { base } : NO_UNIT;
}

const SYMBOLS: Partial<Record<Unit['base'], string>> = {
  celsius: '°C',
  volts: 'V',
  amperes: 'A',
  joules: 'J',
  hertz: 'Hz',
  meters: 'm',
  watts: 'W',
};

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const SMALL = ['', 'm', 'µ', 'n', 'p'];

/** At most `digits` significant digits, without zeros at the end. */
function short(value: number, digits: number) {
  return String(Number(value.toPrecision(digits)));
}

function scaled(value: number, step: number, prefixes: readonly string[], digits: number) {
  let size = Math.abs(value);
  let power = 0;
  while (size >= step && power < prefixes.length - 1) {
    size /= step;
    power++;
  }
  return [short(value / step ** power, digits), prefixes[power] ?? ''] as const;
}

function plain(value: number, digits: number): readonly [string, string] {
  const size = Math.abs(value);
  if (size >= 10_000) {
    return scaled(value, 1000, DECIMAL, digits);
  }
  if (size >= 0.001 || size === 0) {
    return [short(value, digits), ''];
  }
  return [value.toExponential(Math.max(0, digits - 2)), ''];
}

function duration(value: number, digits: number) {
  const size = Math.abs(value);
  if (size >= 86_400 * 2) {
    return `${short(value / 86_400, digits)} d`;
  }
  if (size >= 7200) {
    return `${short(value / 3600, digits)} h`;
  }
  if (size >= 120) {
    return `${short(value / 60, digits)} min`;
  }
  let small = size;
  let power = 0;
  while (small > 0 && small < 1 && power < SMALL.length - 1) {
    small *= 1000;
    power++;
  }
  return `${short(value * 1000 ** power, digits)} ${SMALL[power] ?? ''}s`;
}

/** A short text for people; the exact value belongs beside it. */
export function formatValue(value: number, unit: Unit = NO_UNIT, digits = 4): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '+Inf' : '-Inf';
  }
  const per = unit.perSecond ? '/s' : '';
  switch (unit.base) {
    case 'bytes': {
      const [number, prefix] = scaled(value, 1024, BINARY, digits);
      return `${number} ${prefix}B${per}`;
    }
    case 'seconds':
      return duration(value, digits) + per;
    case 'ratio':
      return `${short(value * 100, digits)}%${per}`;
    case 'timestamp':
    case 'none': {
      const [number, prefix] = plain(value, digits);
      return `${number}${prefix && ` ${prefix}`}${per}`;
    }
    default: {
      const [number, prefix] = plain(value, digits);
      return `${number} ${prefix}${SYMBOLS[unit.base] ?? ''}${per}`;
    }
  }
}

/** Name of the unit beside an axis, empty for plain counts. */
export function unitLabel(unit: Unit): string {
  const names: Record<Unit['base'], string> = {
    none: '',
    bytes: 'bytes',
    seconds: 'seconds',
    ratio: 'percent',
    timestamp: 'Unix time',
    celsius: '°C',
    volts: 'volts',
    amperes: 'amperes',
    joules: 'joules',
    hertz: 'hertz',
    meters: 'metres',
    watts: 'watts',
  };
  return names[unit.base] + (unit.perSecond ? (names[unit.base] ? '/s' : 'per second') : '');
}
