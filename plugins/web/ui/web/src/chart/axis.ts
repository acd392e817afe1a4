import { fields, type Zone } from '../data/time';

const pad = (n: number) => String(n).padStart(2, '0');

/** Words for the ticks of a time axis: clock times, with the date where a new day begins. */
export function timeTicks(zone: Zone) {
  return (_: unknown, splits: number[], __: number, ___: number, increment: number): string[] => {
    let lastDay = '';
    return splits.map((seconds) => {
      const f = fields(seconds * 1000, zone);
      const day = `${f.year}-${pad(f.month)}-${pad(f.day)}`;
      const clock = `${pad(f.hour)}:${pad(f.minute)}${increment < 60 ? `:${pad(f.second)}` : ''}`;
      const newDay = lastDay !== '' && day !== lastDay;
      lastDay = day;
      if (increment >= 86_400) {
        return day.slice(5);
      }
      return newDay ? `${clock}\n${day.slice(5)}` : clock;
    });
  };
}
