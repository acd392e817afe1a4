import type { MatrixSeries, QueryData } from '../data/model';

const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One line a sample: labels in columns of their own, then time and value as the server wrote it. */
export function toCsv(series: readonly MatrixSeries[]): string {
  const names = [...new Set(series.flatMap((one) => Object.keys(one.metric)))].sort();
  const lines = [[...names, 'time', 'value'].map(quote).join(',')];
  for (const { metric, values = [], histograms = [] } of series) {
    const labels = names.map((name) => quote(metric[name] ?? ''));
    for (const [seconds, text] of [
      ...values,
      ...histograms.map(([time, histogram]) => [time, histogram.count] as const),
    ]) {
      lines.push([...labels, new Date(seconds * 1000).toISOString(), text].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The series of any answer, for a file. */
export function seriesOf(data: QueryData): MatrixSeries[] {
  switch (data.resultType) {
    case 'matrix':
      return data.result;
    case 'vector':
      return data.result.map(({ metric, value, histogram }) => ({
        metric,
        ...(value && { values: [value] }),
        ...(histogram && { histograms: [histogram] }),
      }));
    case 'scalar':
    case 'string':
      return [{ metric: {}, values: [data.result] }];
  }
}

/** Gives the browser a file to keep. */
export function download(name: string, type: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** How many numbers an answer holds. */
export function countSamples(data: QueryData): number {
  return seriesOf(data).reduce(
    (sum, one) => sum + (one.values?.length ?? 0) + (one.histograms?.length ?? 0),
    0,
  );
}
