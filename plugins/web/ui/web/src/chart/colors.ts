/**
 * Series colours that people with a colour vision deficiency can tell apart, after the palettes of Okabe and
 * Ito and of Tol, each with enough contrast to its background.
 */
const LIGHT = [
  '#0072b2',
  '#d55e00',
  '#008f6a',
  '#c2528f',
  '#a87400',
  '#3a9bd9',
  '#882255',
  '#4b3fae',
  '#9c4dbd',
  '#6b7780',
];
const DARK = [
  '#4aa3df',
  '#ff8f4d',
  '#2fc99a',
  '#f099cb',
  '#e8b23a',
  '#a5dcfb',
  '#d9709c',
  '#9a91f5',
  '#cf95e8',
  '#a9b4bf',
];

export const COLORS = LIGHT.length;

export function color(index: number, dark: boolean): string {
  return (dark ? DARK : LIGHT)[index % COLORS] ?? '#5f6b76';
}

/** FNV-1a, so that a label set keeps its colour across reloads. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return h >>> 0;
}

/** Gives each key its own colour as long as there are enough, the same for the same set of keys. */
export function assignColors(keys: readonly string[]): number[] {
  const used = new Array<number>(COLORS).fill(0);
  const chosen = new Map<string, number>();
  for (const key of [...keys].sort()) {
    const wanted = hash(key) % COLORS;
    const least = Math.min(...used);
    let index = wanted;
    while (used[index] !== least) {
      index = (index + 1) % COLORS;
    }
    used[index] = (used[index] ?? 0) + 1;
    chosen.set(key, index);
  }
  return keys.map((key) => chosen.get(key) ?? 0);
}
