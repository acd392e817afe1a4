/** Durations in Prometheus' words and times in a zone. */

export type Zone = 'utc' | 'local';

const UNITS: readonly (readonly [string, number])[] = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** Milliseconds of a duration such as `1h30m`, undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  const match =
    /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(
      text.trim(),
    );
  if (!match || text.trim() === '') {
    return undefined;
  }
  return UNITS.reduce((sum, [, millis], i) => sum + Number(match[i + 1] ?? 0) * millis, 0);
}

/** The shortest exact form: `1h30m`, `0s`. */
export function formatDuration(millis: number): string {
  let rest = Math.round(millis);
  let text = '';
  for (const [unit, size] of UNITS) {
    // weeks and years only when nothing is left over, so that 8d does not become 1w1d
    if (rest >= size && (size < 604_800_000 || rest % size === 0)) {
      text += `${Math.floor(rest / size)}${unit}`;
      rest %= size;
    }
  }
  return text || '0s';
}

const pad = (n: number, width = 2) => String(n).padStart(width, '0');

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

export function fields(millis: number, zone: Zone): Fields {
  const d = new Date(millis);
  return zone === 'utc'
    ? {
        year: d.getUTCFullYear(),
        month: d.getUTCMonth() + 1,
        day: d.getUTCDate(),
        hour: d.getUTCHours(),
        minute: d.getUTCMinutes(),
        second: d.getUTCSeconds(),
      }
    : {
        year: d.getFullYear(),
        month: d.getMonth() + 1,
        day: d.getDate(),
        hour: d.getHours(),
        minute: d.getMinutes(),
        second: d.getSeconds(),
      };
}

export function formatDate(millis: number, zone: Zone) {
  const f = fields(millis, zone);
  return `${f.year}-${pad(f.month)}-${pad(f.day)}`;
}

/** `2026-01-31 12:00:00`, with fractions of a second only where there are some. */
export function formatTime(millis: number, zone: Zone) {
  const f = fields(millis, zone);
  const fraction = Math.abs(Math.round(millis % 1000));
  const clock = `${pad(f.hour)}:${pad(f.minute)}:${pad(f.second)}`;
  return `${formatDate(millis, zone)} ${clock}${fraction === 0 ? '' : `.${pad(fraction, 3)}`}`;
}

/** The zone's short name at a time: `UTC`, `UTC+02:00`. */
export function zoneName(millis: number, zone: Zone) {
  if (zone === 'utc') {
    return 'UTC';
  }
  const offset = -new Date(millis).getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const size = Math.abs(offset);
  return offset === 0 ? 'UTC' : `UTC${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** Reads what `formatTime` writes, also with a `T` between and without seconds. */
export function parseTime(text: string, zone: Zone): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?$/.exec(
    text.trim(),
  );
  if (!match) {
    return undefined;
  }
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0));
  const millis = Number((match[7] ?? '0').padEnd(3, '0'));
  const time =
    zone === 'utc'
      ? Date.UTC(year, month - 1, day, hour, minute, second, millis)
      : new Date(year, month - 1, day, hour, minute, second, millis).getTime();
  // 2026-02-31 would silently become March
  return Number.isFinite(time) && fields(time, zone).day === day ? time : undefined;
}

/** `3s ago`, `2m ago`, `in 4s`. */
export function formatAgo(millis: number, now: number) {
  const size = Math.abs(now - millis);
  const [unit, length] = UNITS.find(([, l]) => size >= l && l >= 1000) ?? ['s', 1000];
  const text = `${Math.floor(size / length)}${unit}`;
  return millis > now ? `in ${text}` : `${text} ago`;
}
