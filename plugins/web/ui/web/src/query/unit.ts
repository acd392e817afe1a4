import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { NO_UNIT, unitOfMetric, type Unit } from '../chart/units';

/** Functions whose result counts something else than their argument. */
const COUNTING = new Set([
  'absent',
  'absent_over_time',
  'changes',
  'resets',
  'count_over_time',
  'present_over_time',
  'sgn',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'hour',
  'minute',
  'month',
  'year',
  'exp',
  'ln',
  'log2',
  'log10',
  'stdvar_over_time',
  'histogram_count',
  'histogram_stdvar',
  'scalar_count',
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'cos',
  'cosh',
  'sin',
  'sinh',
  'tan',
  'tanh',
  'deg',
  'rad',
]);
const PER_SECOND = new Set(['rate', 'irate', 'deriv']);
const COUNTING_AGGREGATES = new Set(['count', 'count_values', 'group', 'stdvar']);

/** What the result of an expression counts, as far as names of metrics say. */
export function unitOfExpression(expr: string): Unit {
  const top = parser.parse(expr).topNode.firstChild;
  const unit = (top && unitOf(top, expr)) ?? NO_UNIT;
  // seconds per second are a share of time, read as a plain number of, say, cores
  return unit.base === 'seconds' && unit.perSecond ? NO_UNIT : unit;
}

/** Null is a plain number, which takes the unit of what it meets. */
function unitOf(node: SyntaxNode, expr: string): Unit | null {
  switch (node.name) {
    case 'NumberDurationLiteral':
      return null;
    case 'VectorSelector':
      return unitOfMetric(metricName(node, expr));
    case 'BinaryExpr':
      return ofBinary(node, expr);
    case 'FunctionCall':
      return ofFunction(node, expr);
    case 'AggregateExpr':
      return ofAggregate(node, expr);
    default: {
      // brackets, signs, offsets, ranges and subqueries keep the unit of what stands in them
      const inner = operands(node)[0];
      return inner ? unitOf(inner, expr) : NO_UNIT;
    }
  }
}

function metricName(selector: SyntaxNode, expr: string) {
  const identifier = selector.getChild('Identifier');
  if (identifier) {
    return expr.slice(identifier.from, identifier.to);
  }
  const quoted = selector.getChild('LabelMatchers')?.getChild('QuotedLabelName');
  return quoted ? expr.slice(quoted.from + 1, quoted.to - 1) : '';
}

const OPERAND =
  /^(NumberDurationLiteral|StringLiteral|VectorSelector|MatrixSelector|SubqueryExpr|BinaryExpr|UnaryExpr|ParenExpr|FunctionCall|AggregateExpr|OffsetExpr|StepInvariantExpr)$/;

function operands(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (OPERAND.test(child.name)) {
      found.push(child);
    }
  }
  return found;
}

function ofBinary(node: SyntaxNode, expr: string): Unit | null {
  const [left, right] = operands(node);
  if (!left || !right) {
    return NO_UNIT;
  }
  if (node.getChild('BoolModifier')) {
    return NO_UNIT;
  }
  const l = unitOf(left, expr);
  const r = unitOf(right, expr);
  if (node.getChild('Div')) {
    return divide(l, r);
  }
  if (node.getChild('Mul')) {
    return l === null ? r : r === null || isPlain(r) ? l : isPlain(l) ? r : NO_UNIT;
  }
  if (node.getChild('Pow') || node.getChild('Atan2')) {
    return NO_UNIT;
  }
  if (node.getChild('Sub') && (l?.base === 'timestamp' || r?.base === 'timestamp')) {
    return { base: 'seconds' };
  }
  return l ?? r;
}

function divide(l: Unit | null, r: Unit | null): Unit | null {
  if (r === null) {
    return l;
  }
  if (l !== null && l.base === r.base && Boolean(l.perSecond) === Boolean(r.perSecond)) {
    return l.base === 'none' ? NO_UNIT : { base: 'ratio' };
  }
  if (l !== null && r.base === 'none' && Boolean(l.perSecond) === Boolean(r.perSecond)) {
    // seconds per second by requests per second: seconds for each
    return { base: l.base };
  }
  return l !== null && isPlain(r) ? l : NO_UNIT;
}

const isPlain = (unit: Unit) => unit.base === 'none' && !unit.perSecond;

function ofFunction(node: SyntaxNode, expr: string): Unit | null {
  const name = expr.slice(node.from, node.getChild('FunctionIdentifier')?.to ?? node.from);
  const body = node.getChild('FunctionCallBody');
  const args = body ? operands(body) : [];
  if (name === 'time' || name === 'timestamp') {
    return { base: 'timestamp' };
  }
  if (name === 'pi' || name === 'vector') {
    return null;
  }
  if (COUNTING.has(name)) {
    return NO_UNIT;
  }
  if (name === 'histogram_quantile') {
    return args[1] ? ofBuckets(args[1], expr) : NO_UNIT;
  }
  const arg = args.find((one) => !one.name.endsWith('Literal'));
  const unit = (arg && unitOf(arg, expr)) ?? NO_UNIT;
  return PER_SECOND.has(name) ? { base: unit.base, perSecond: true } : unit;
}

/** The unit of what the buckets below a quantile observe. */
function ofBuckets(node: SyntaxNode, expr: string): Unit {
  let name = '';
  node.cursor().iterate((inner) => {
    if (inner.name === 'VectorSelector' && name === '') {
      name = metricName(inner.node, expr);
    }
  });
  return unitOfMetric(name.replace(/_bucket$/, ''));
}

function ofAggregate(node: SyntaxNode, expr: string): Unit | null {
  const op = node.getChild('AggregateOp');
  if (op && COUNTING_AGGREGATES.has(expr.slice(op.from, op.to).toLowerCase())) {
    return NO_UNIT;
  }
  const body = node.getChild('FunctionCallBody');
  const arg = body ? operands(body).findLast((one) => !one.name.endsWith('Literal')) : undefined;
  return arg ? unitOf(arg, expr) : NO_UNIT;
}
