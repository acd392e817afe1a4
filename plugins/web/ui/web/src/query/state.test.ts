import { describe, expect, it } from 'vitest';
import { formatPanels, HOUR, NEW_PANEL, parsePanels, stepMillis } from './state';

describe('parsePanels', () => {
  it("reads the original's parameters", () => {
    const [first, second] = parsePanels(
      'g0.expr=up&g0.tab=0&g0.range_input=2h&g0.end_input=2026-01-31 12:00:00&g0.step_input=30&g0.stacked=1' +
        '&g1.expr=rate(a[5m])&g1.tab=table&g1.moment_input=2026-02-01 00:00:05&g1.res_type=auto&g1.res_density=high',
    );
    expect(first).toEqual({
      expr: 'up',
      tab: 'graph',
      displayMode: 'stacked',
      yAxisFromZero: false,
      rangeMillis: 2 * HOUR,
      endMillis: Date.UTC(2026, 0, 31, 12),
      momentMillis: null,
      resolution: { type: 'custom', stepMillis: 30_000 },
    });
    expect(second).toMatchObject({
      expr: 'rate(a[5m])',
      tab: 'table',
      momentMillis: Date.UTC(2026, 1, 1, 0, 0, 5),
      resolution: { type: 'auto', density: 'high' },
    });
  });

  it('ends at the first panel without an expression', () => {
    expect(parsePanels('g0.expr=a&g2.expr=b')).toHaveLength(1);
  });

  it('shows the table where a link does not say, and defaults for what is not understood', () => {
    expect(parsePanels('g0.expr=a&g0.range_input=soon&g0.end_input=never')[0]).toMatchObject({
      tab: 'table',
      rangeMillis: HOUR,
      endMillis: null,
    });
  });
});

describe('formatPanels', () => {
  it('is read back as it was, and keeps the parameters of others', () => {
    const panels = [
      { ...NEW_PANEL, expr: 'sum by (job) (up)', displayMode: 'stacked' as const },
      {
        ...NEW_PANEL,
        expr: 'a{b="c&d"}',
        tab: 'table' as const,
        yAxisFromZero: true,
        rangeMillis: 90_000,
        endMillis: Date.UTC(2026, 4, 5, 6, 7, 8),
        momentMillis: Date.UTC(2026, 4, 5),
        resolution: { type: 'fixed' as const, stepMillis: 10_000 },
      },
    ];
    const search = formatPanels(panels, 'g0.expr=old&g5.expr=old&theme=x');
    expect(parsePanels(search)).toEqual(panels);
    expect(new URLSearchParams(search).get('theme')).toBe('x');
    expect(search).not.toContain('g5');
  });
});

describe('stepMillis', () => {
  it('makes about as many steps as the density says, of whole seconds', () => {
    const step = (density: 'low' | 'medium' | 'high') =>
      stepMillis({ rangeMillis: HOUR, resolution: { type: 'auto', density } });
    expect([step('low'), step('medium'), step('high')]).toEqual([36_000, 14_000, 4000]);
  });

  it('never asks for more steps than the server allows', () => {
    const rangeMillis = 7 * 24 * HOUR;
    const step = stepMillis({ rangeMillis, resolution: { type: 'fixed', stepMillis: 1000 } });
    expect(rangeMillis / step).toBeLessThanOrEqual(11_000);
  });
});
