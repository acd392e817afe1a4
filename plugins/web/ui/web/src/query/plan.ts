import type { PlanNode } from '../data/model';

/** A node of a plan as a line of its tree. */
export interface PlanLine {
  key: string;
  node: PlanNode;
  depth: number;
  /** For each level above: whether its line goes on below. */
  rails: boolean[];
  /** Whether it is the last of its siblings. */
  last: boolean;
  /** Its own share of the work of the whole query, undefined where nothing was measured. */
  share: number | undefined;
  /** Whether it took the most. */
  slowest: boolean;
}

/** The tree from the root down, operands in the order of the text. */
export function toLines(root: PlanNode): PlanLine[] {
  const lines: PlanLine[] = [];
  const whole = root.cost?.time ?? 0;
  const visit = (node: PlanNode, key: string, rails: boolean[], last: boolean) => {
    lines.push({
      key,
      node,
      depth: rails.length,
      rails,
      last,
      share: node.cost && whole > 0 ? node.cost.selfTime / whole : undefined,
      slowest: false,
    });
    node.children.forEach((child, i) => {
      const end = i === node.children.length - 1;
      visit(child, `${key}.${i}`, key === '0' ? [] : [...rails, !last], end);
    });
  };
  visit(root, '0', [], true);
  const measured = lines.filter(({ share }) => share !== undefined);
  const most = Math.max(...measured.map(({ share }) => share ?? 0));
  if (measured.length > 1 && most > 0) {
    const slowest = measured.find(({ share }) => share === most);
    if (slowest) {
      slowest.slowest = true;
    }
  }
  return lines;
}

/** Kinds of nodes in words. */
export const KINDS: Record<string, string> = {
  aggregation: 'aggregation',
  binaryExpr: 'operator',
  call: 'function',
  matrixSelector: 'samples of a range',
  numberLiteral: 'number',
  stringLiteral: 'text',
  subquery: 'subquery',
  unaryExpr: 'sign',
  vectorSelector: 'series',
};
