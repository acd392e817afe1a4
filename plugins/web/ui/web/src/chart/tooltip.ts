import type uPlot from 'uplot';
import { formatTime, zoneName, type Zone } from '../data/time';
import type { Line } from './columns';
import { color } from './colors';
import styles from './graph.module.css';
import { formatValue, type Unit } from './units';

/** More lines than this are not read at a glance; the nearest ones are shown. */
const ROWS = 10;

export interface TooltipContent {
  lines: readonly Line[];
  names: readonly string[];
  unit: Unit;
  zone: Zone;
  dark: boolean;
}

/** A box beside the cross-hair with the values there, written without React for speed. */
export function tooltip(content: () => TooltipContent): uPlot.Plugin {
  const box = document.createElement('div');
  box.className = styles.tooltip ?? '';
  box.setAttribute('aria-hidden', 'true');
  const hide = () => {
    box.style.display = 'none';
  };

  function draw(u: uPlot) {
    const { idx, left = -1, top = -1 } = u.cursor;
    if (idx === null || idx === undefined || left < 0 || u.select.width > 0) {
      hide();
      return;
    }
    const { lines, names, unit, zone, dark } = content();
    const shown = lines
      .map((line, i) => ({ line, i, value: line.values[idx], drawn: u.data[i + 1]?.[idx] }))
      .filter(({ value, i }) => typeof value === 'number' && u.series[i + 1]?.show !== false)
      .map((row) => ({ ...row, distance: Math.abs(u.valToPos(row.drawn ?? 0, 'y') - top) }))
      .sort((a, b) => a.distance - b.distance);
    const nearest = shown.slice(0, ROWS).sort((a, b) => (b.drawn ?? 0) - (a.drawn ?? 0));
    const time = (u.data[0][idx] ?? 0) * 1000;
    box.replaceChildren(
      element('div', styles.tooltipTime, `${formatTime(time, zone)} ${zoneName(time, zone)}`),
      ...nearest.map(({ line, i, value }) => {
        const row = element('div', styles.tooltipRow);
        const chip = element('span', styles.chip);
        chip.style.background = color(line.colorIndex, dark);
        row.append(
          chip,
          element('span', styles.tooltipName, names[i] ?? ''),
          element('span', styles.tooltipValue, formatValue(value ?? NaN, unit)),
        );
        row.toggleAttribute('data-focused', i === shown[0]?.i && nearest.length > 1);
        return row;
      }),
    );
    if (shown.length > nearest.length) {
      box.append(element('div', styles.tooltipMore, `and ${shown.length - nearest.length} more`));
    }
    place(u, left, top);
  }

  function place(u: uPlot, left: number, top: number) {
    box.style.display = 'block';
    const width = box.offsetWidth;
    const height = box.offsetHeight;
    const over = u.over;
    const right = left + 16 + width < over.clientWidth;
    const x = right ? left + 16 : Math.max(left - width - 16, -over.offsetLeft);
    const y = Math.min(Math.max(top - height / 2, 0), Math.max(0, over.clientHeight - height));
    box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  return {
    hooks: {
      init: (u) => {
        hide();
        u.over.append(box);
        u.over.addEventListener('mouseleave', hide);
      },
      // a cross-hair that comes from another panel draws no box
      setCursor: (u) => (u.cursor.event ? draw(u) : hide()),
    },
  };
}

function element(tag: string, className: string | undefined, text = '') {
  const made = document.createElement(tag);
  made.className = className ?? '';
  made.textContent = text;
  return made;
}
