import { Spotlight, type SpotlightActionData, createSpotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useMetadata, useMetricNames, usePlugins, useRules, useTargets } from '../data/queries';
import { queryLink } from '../query/state';
import { Icon } from './icons';
import { PAGES } from './pages';

const [store, spotlight] = createSpotlight();

/** How many finds of a sort are listed. */
const LIMIT = 12;

/** Finds pages, metrics, rules, targets and plugins. */
export default function Palette({ onReady }: { onReady: (open: () => void) => void }) {
  const [, navigate] = useLocation();
  const [query, setQuery] = useState('');
  const metrics = useMetricNames();
  const metadata = useMetadata();
  const targets = useTargets();
  const rules = useRules();
  const plugins = usePlugins();
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
        onClick: () => navigate(queryLink(name)),
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
    const ruleActions =
      words.length === 0
        ? []
        : (rules.data?.data.groups ?? [])
            .flatMap((group) => group.rules.map((rule) => ({ group, rule })))
            .filter(({ rule }) => fits(rule.name))
            .slice(0, LIMIT)
            .map(({ group, rule }, i): SpotlightActionData => ({
              id: `rule ${i} ${rule.name}`,
              label: rule.name,
              description:
                rule.type === 'alerting'
                  ? `alert, ${rule.state}; group ${group.name}`
                  : `recording rule of the group ${group.name}`,
              onClick: () =>
                navigate(
                  `${rule.type === 'alerting' ? '/alerts' : '/rules'}?${new URLSearchParams({
                    search: rule.name,
                  })}`,
                ),
            }));
    const pluginActions =
      words.length === 0
        ? []
        : (plugins.data?.data.plugins ?? [])
            .filter(({ id, description }) => fits(`${id} ${description}`))
            .slice(0, LIMIT)
            .map(({ id, description }): SpotlightActionData => ({
              id: `plugin ${id}`,
              label: id,
              description,
              onClick: () => navigate(`/plugins?${new URLSearchParams({ search: id })}`),
            }));
    return [
      { group: 'Pages', actions: pages },
      { group: `Metrics (${found.length})`, actions: metricActions },
      { group: 'Alerts and rules', actions: ruleActions },
      { group: 'Targets', actions: targetActions },
      { group: 'Plugins', actions: pluginActions },
    ].filter((group) => group.actions.length > 0);
  }, [query, metrics.data, metadata.data, targets.data, rules.data, plugins.data, navigate]);

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
        placeholder: 'Page, metric, alert, target or plugin',
        'aria-label': 'Find a page, metric, alert, target or plugin',
      }}
    />
  );
}
