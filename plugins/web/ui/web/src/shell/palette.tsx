import { Spotlight, type SpotlightActionData, createSpotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useMetadata, useMetricNames, useTargets } from '../data/queries';
import { formatPanels, NEW_PANEL } from '../query/state';
import { Icon } from './icons';
import { PAGES } from './pages';

const [store, spotlight] = createSpotlight();

/** How many finds of a sort are listed. */
const LIMIT = 12;

/** Finds pages, metrics and targets. */
export default function Palette({ onReady }: { onReady: (open: () => void) => void }) {
  const [, navigate] = useLocation();
  const [query, setQuery] = useState('');
  const metrics = useMetricNames();
  const metadata = useMetadata();
  const targets = useTargets();
  useEffect(() => onReady(spotlight.open), [onReady]);

  const groups = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
    const pages = PAGES.filter((page) => fits(`${page.title} ${page.description}`)).map(
      (page): SpotlightActionData => ({
        id: page.path,
        label: page.title,
        description: page.description,
        onClick: () => navigate(page.path),
      }),
    );
    const found = words.length === 0 ? [] : (metrics.data?.data ?? []).filter(fits);
    const metricActions = found.slice(0, LIMIT).map((name): SpotlightActionData => {
      const about = metadata.data?.data[name]?.[0];
      return {
        id: `metric ${name}`,
        label: name,
        description: about ? `${about.type}: ${about.help}` : '',
        onClick: () => navigate(`/query?${formatPanels([{ ...NEW_PANEL, expr: name }], '')}`),
      };
    });
    const targetActions =
      words.length === 0
        ? []
        : (targets.data?.data.activeTargets ?? [])
            .filter((target) => fits(`${target.scrapePool} ${target.scrapeUrl}`))
            .slice(0, LIMIT)
            .map((target): SpotlightActionData => ({
              id: `target ${target.scrapePool} ${target.scrapeUrl}`,
              label: target.scrapeUrl,
              description: `${target.scrapePool}: ${target.health}`,
              onClick: () =>
                navigate(
                  `/targets?${new URLSearchParams({ search: target.scrapeUrl }).toString()}`,
                ),
            }));
    return [
      { group: 'Pages', actions: pages },
      { group: `Metrics (${found.length})`, actions: metricActions },
      { group: 'Targets', actions: targetActions },
    ].filter((group) => group.actions.length > 0);
  }, [query, metrics.data, metadata.data, targets.data, navigate]);

  return (
    <Spotlight
      store={store}
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      // what fits is decided above
      filter={(_, actions) => actions}
      scrollable
      maxHeight={480}
      shortcut={null}
      nothingFound="Nothing of this name"
      searchProps={{
        leftSection: <Icon name="search" />,
        placeholder: 'Page, metric or target',
        'aria-label': 'Find a page, metric or target',
      }}
    />
  );
}
