export interface Example {
  title: string;
  expr: string;
  stacked?: boolean;
}

interface Draft extends Example {
  /** Metrics that must be there. */
  needs: readonly string[];
}

/** Questions that people ask of what is usually scraped first, the most telling ones on top. */
function drafts(window: string): Draft[] {
  return [
    { title: 'Targets that answer', expr: 'up', needs: ['up'] },
    {
      title: 'CPU in use, by mode',
      expr: `sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[${window}]))`,
      needs: ['node_cpu_seconds_total'],
      stacked: true,
    },
    {
      title: 'Memory in use',
      expr: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
      needs: ['node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes'],
    },
    {
      title: 'Network received',
      expr: `sum by (device) (rate(node_network_receive_bytes_total[${window}]))`,
      needs: ['node_network_receive_bytes_total'],
    },
    {
      title: 'Disk written',
      expr: `sum by (device) (rate(node_disk_written_bytes_total[${window}]))`,
      needs: ['node_disk_written_bytes_total'],
    },
    {
      title: 'File systems, space in use',
      expr: '1 - node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs"} / node_filesystem_size_bytes',
      needs: ['node_filesystem_avail_bytes', 'node_filesystem_size_bytes'],
    },
    {
      title: 'How long scrapes take',
      expr: 'scrape_duration_seconds',
      needs: ['scrape_duration_seconds'],
    },
    {
      title: 'Samples per scrape',
      expr: 'sum by (job) (scrape_samples_scraped)',
      needs: ['scrape_samples_scraped'],
      stacked: true,
    },
    {
      title: 'Series in memory',
      expr: 'prometheus_tsdb_head_series',
      needs: ['prometheus_tsdb_head_series'],
    },
    {
      title: 'Samples stored',
      expr: `sum(rate(prometheus_tsdb_head_samples_appended_total[${window}]))`,
      needs: ['prometheus_tsdb_head_samples_appended_total'],
    },
    {
      title: 'Slowest requests, 95th percentile',
      expr: `histogram_quantile(0.95, sum by (le, handler) (rate(prometheus_http_request_duration_seconds_bucket[${window}])))`,
      needs: ['prometheus_http_request_duration_seconds_bucket'],
    },
    {
      title: 'Memory by process',
      expr: 'process_resident_memory_bytes',
      needs: ['process_resident_memory_bytes'],
    },
    {
      title: 'CPU by process',
      expr: `rate(process_cpu_seconds_total[${window}])`,
      needs: ['process_cpu_seconds_total'],
    },
    { title: 'Load', expr: 'node_load1', needs: ['node_load1'] },
  ];
}

const COUNT = 9;

/** Examples over metrics that exist; `window` is wide enough for a few scrapes. */
export function examplesFor(metrics: readonly string[], window: string): Example[] {
  const known = new Set(metrics);
  const found: Example[] = drafts(window)
    .filter(({ needs }) => needs.every((name) => known.has(name)))
    .slice(0, COUNT);
  if (found.length > 0) {
    return found;
  }
  // nothing that is known here: some of what there is
  return metrics
    .filter((name) => !/_(bucket|info|created)$/.test(name))
    .slice(0, COUNT)
    .map((name) =>
      /_(total|count|sum)$/.test(name)
        ? { title: name, expr: `rate(${name}[${window}])` }
        : { title: name, expr: name },
    );
}
