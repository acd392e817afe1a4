import { ActionIcon, Button, Menu, Popover, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { formatDuration, formatTime, parseDuration, parseTime, zoneName } from '../data/time';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import styles from './query.module.css';
import { stepMillis, type Density, type PanelState, type Resolution } from './state';

const RANGES = [
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '6h',
  '12h',
  '1d',
  '2d',
  '1w',
  '2w',
  '4w',
  '8w',
  '26w',
  '1y',
  '2y',
] as const;
const SMALLER = ['1s', '10s', '1m', ...RANGES];

/** The next range in a direction. */
export function neighbourRange(rangeMillis: number, larger: boolean): number {
  const sizes = SMALLER.map((text) => parseDuration(text) ?? 0);
  return (
    (larger
      ? sizes.find((size) => size > rangeMillis)
      : sizes.findLast((size) => size < rangeMillis)) ?? rangeMillis
  );
}

export function RangeControl({
  rangeMillis,
  onChange,
}: {
  rangeMillis: number;
  onChange: (rangeMillis: number) => void;
}) {
  return (
    <div className={styles.group} role="group" aria-label="Range">
      <Square
        label="Shorter range"
        icon="minus"
        onClick={() => onChange(neighbourRange(rangeMillis, false))}
      />
      <Commit
        key={rangeMillis}
        label="Range"
        width={64}
        initial={formatDuration(rangeMillis)}
        commit={(text) => {
          const parsed = parseDuration(text);
          if (!parsed) {
            return 'a duration such as 1h30m';
          }
          onChange(parsed);
          return undefined;
        }}
      />
      <Square
        label="Longer range"
        icon="plus"
        onClick={() => onChange(neighbourRange(rangeMillis, true))}
      />
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon variant="default" size={28} radius={0} aria-label="Choose a range">
            <Icon name="chevron" size={12} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {RANGES.map((text) => (
            <Menu.Item
              key={text}
              py={3}
              onClick={() => onChange(parseDuration(text) ?? rangeMillis)}
            >
              {text}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** A point in time, or now; the arrows move by half a range. */
export function MomentControl(props: {
  label: string;
  millis: number | null;
  rangeMillis: number;
  onChange: (millis: number | null) => void;
}) {
  const { label, millis, rangeMillis, onChange } = props;
  const { zone } = useSettings();
  const shift = (sign: number) => onChange((millis ?? Date.now()) + (sign * rangeMillis) / 2);
  return (
    <div className={styles.group} role="group" aria-label={label}>
      <Square label={`${label}: earlier`} icon="left" onClick={() => shift(-1)} />
      <Commit
        key={`${millis} ${zone}`}
        label={label}
        width={millis === null ? 72 : 152}
        initial={millis === null ? '' : formatTime(millis, zone)}
        placeholder="now"
        hint={`YYYY-MM-DD HH:MM:SS in ${zoneName(millis ?? 0, zone)}; empty is now`}
        commit={(text) => {
          if (text === '' || text === 'now') {
            onChange(null);
            return undefined;
          }
          const parsed = parseTime(text, zone);
          if (parsed === undefined) {
            return 'a time such as 2026-01-31 12:00:00';
          }
          onChange(parsed);
          return undefined;
        }}
      />
      <Square label={`${label}: later`} icon="right" onClick={() => shift(1)} />
      {millis !== null && (
        <Button
          size="compact-xs"
          h={28}
          variant="default"
          radius={0}
          onClick={() => onChange(null)}
        >
          now
        </Button>
      )}
    </div>
  );
}

const DENSITIES: readonly (readonly [Density, string])[] = [
  ['low', '100 points'],
  ['medium', '250 points'],
  ['high', '750 points'],
];
const FIXED = ['10s', '30s', '1m', '5m', '15m', '1h'];

export function StepControl({
  panel,
  onChange,
}: {
  panel: PanelState;
  onChange: (resolution: Resolution) => void;
}) {
  const [opened, setOpened] = useState(false);
  const { resolution } = panel;
  const text = formatDuration(stepMillis(panel));
  const choose = (next: Resolution) => {
    setOpened(false);
    onChange(next);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          size="compact-xs"
          h={28}
          fw={400}
          variant="default"
          onClick={() => setOpened(!opened)}
          rightSection={<Icon name="chevron" size={12} />}
        >
          <span className="dim">step&nbsp;</span>
          {text}
          {resolution.type === 'auto' && <span className="dim">&nbsp;auto</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Menu.Label>As many steps as fit</Menu.Label>
        {DENSITIES.map(([density, points]) => (
          <Choice
            key={density}
            chosen={resolution.type === 'auto' && resolution.density === density}
            onClick={() => choose({ type: 'auto', density })}
          >
            {points} <span className="dim">{density}</span>
          </Choice>
        ))}
        <Menu.Label>Fixed step</Menu.Label>
        {FIXED.map((fixed) => {
          const millis = parseDuration(fixed) ?? 0;
          return (
            <Choice
              key={fixed}
              chosen={resolution.type !== 'auto' && resolution.stepMillis === millis}
              onClick={() => choose({ type: 'fixed', stepMillis: millis })}
            >
              {fixed}
            </Choice>
          );
        })}
        <Commit
          label="Step"
          width={120}
          initial={resolution.type === 'custom' ? text : ''}
          placeholder="other, as 20s"
          commit={(typed) => {
            const millis = parseDuration(typed);
            if (!millis) {
              return 'a duration such as 20s';
            }
            choose({ type: 'custom', stepMillis: millis });
            return undefined;
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choice(props: { chosen: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <Button
      fullWidth
      size="compact-xs"
      justify="flex-start"
      fw={400}
      variant={props.chosen ? 'light' : 'subtle'}
      color={props.chosen ? 'sea' : 'gray'}
      c="var(--mantine-color-text)"
      aria-pressed={props.chosen}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

function Square(props: {
  label: string;
  icon: 'minus' | 'plus' | 'left' | 'right';
  onClick: () => void;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="default"
        size={28}
        radius={0}
        aria-label={props.label}
        onClick={props.onClick}
      >
        <Icon name={props.icon} size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

interface CommitProps {
  label: string;
  width: number;
  initial: string;
  placeholder?: string;
  hint?: string;
  /** Takes the text, or says what it should be. */
  commit: (text: string) => string | undefined;
}

/** A field whose text counts on Enter or when it is left. */
function Commit({ label, width, initial, placeholder, hint, commit }: CommitProps) {
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const finish = () => {
    if (text.trim() !== initial) {
      setProblem(commit(text.trim()));
    }
  };
  return (
    <Tooltip
      label={problem ? `Not understood: write ${problem}` : hint}
      disabled={!problem && !hint}
    >
      <TextInput
        aria-label={label}
        size="xs"
        w={width}
        radius={0}
        value={text}
        placeholder={placeholder ?? ''}
        error={problem !== undefined}
        styles={{ input: { height: 28, minHeight: 28, textAlign: 'center', paddingInline: 6 } }}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            finish();
          }
        }}
      />
    </Tooltip>
  );
}
