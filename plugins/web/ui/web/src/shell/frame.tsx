import {
  ActionIcon,
  Menu,
  Tooltip,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { zoneName } from '../data/time';
import styles from './frame.module.css';
import { Icon, type IconName } from './icons';
import { KeysWindow } from './keys';
import { href, PAGES } from './pages';
import { useSettings } from './settings';

const Palette = lazy(() => import('./palette'));

/** The bar with navigation, around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const [keys, keysWindow] = useDisclosure(false);
  const [path, navigate] = useLocation();
  const palette = usePalette();
  useGoTo(navigate);
  useHotkeys([
    ['mod+K', palette.open],
    ['shift+?', keysWindow.open],
    ['?', keysWindow.open],
    ['/', focusFilter],
  ]);
  const bar = PAGES.filter((page) => page.place === 'bar');
  const status = PAGES.filter((page) => page.place === 'status');
  const inStatus = status.some((page) => page.path === path);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href={`${href(path)}#main`}>
        Skip to the content
      </a>
      <header className={styles.bar}>
        <div className={styles.burger}>
          <Menu position="bottom-start">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label="Pages">
                <Icon name="dots" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {PAGES.map((page) => (
                <Menu.Item key={page.path} component={Link} href={page.path}>
                  {page.title}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
        <Link href="/query" className={styles.brand}>
          <img src={href('/favicon.svg')} width={20} height={20} alt="" />
          Pharos
        </Link>
        <nav className={styles.nav} aria-label="Pages">
          {bar.map((page) => (
            <Link
              key={page.path}
              href={page.path}
              className={styles.link}
              data-active={path === page.path || undefined}
              aria-current={path === page.path ? 'page' : undefined}
            >
              {page.title}
            </Link>
          ))}
          <Menu position="bottom-start" offset={4}>
            <Menu.Target>
              <button type="button" className={styles.link} data-active={inStatus || undefined}>
                Status
                <Icon name="chevron" size={12} />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {status.map((page) => (
                <Menu.Item key={page.path} component={Link} href={page.path}>
                  {page.title}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </nav>
        <div className={styles.space} />
        <button type="button" className={styles.find} onClick={palette.open}>
          <Icon name="search" size={14} />
          <span>Find…</span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </button>
        <ZoneSwitch />
        <SchemeSwitch />
        <Tooltip label="Keys (?)">
          <ActionIcon variant="subtle" color="gray" onClick={keysWindow.open} aria-label="Keys">
            <Icon name="question" />
          </ActionIcon>
        </Tooltip>
      </header>
      <main className={styles.main} id="main" tabIndex={-1}>
        {children}
      </main>
      <KeysWindow opened={keys} onClose={keysWindow.close} />
      {palette.wanted && (
        <Suspense fallback={null}>
          <Palette onReady={palette.ready} />
        </Suspense>
      )}
    </div>
  );
}

/** Loads the palette when it is first asked for. */
function usePalette() {
  const [wanted, setWanted] = useState(false);
  const opener = useRef<(() => void) | null>(null);
  const open = useCallback(() => {
    setWanted(true);
    opener.current?.();
  }, []);
  // the first call opens the palette as soon as it is there
  const ready = useCallback((openNow: () => void) => {
    opener.current = openNow;
    openNow();
  }, []);
  return { wanted, open, ready };
}

/** `g` and a letter go to a page. */
function useGoTo(navigate: (to: string) => void) {
  const armed = useRef(0);
  useEffect(() => {
    const goals: Record<string, string> = {
      q: '/query',
      a: '/alerts',
      r: '/rules',
      t: '/targets',
      p: '/plugins',
    };
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) {
        return;
      }
      const goal = goals[event.key];
      if (event.key === 'g') {
        armed.current = event.timeStamp;
      } else if (goal && event.timeStamp - armed.current < 1500) {
        armed.current = -Infinity;
        navigate(goal);
      }
    };
    armed.current = -Infinity;
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
}

function isTyping(target: HTMLElement) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Each page marks the field that `/` goes to. */
function focusFilter() {
  document.querySelector<HTMLElement>('[data-filter], [data-filter-within] .cm-content')?.focus();
}

function ZoneSwitch() {
  const { zone, setZone } = useSettings();
  const other = zone === 'utc' ? 'local' : 'utc';
  // the offset of today is good enough for a name
  const [now] = useState(() => Date.now());
  const name = zone === 'utc' ? 'UTC' : `Local (${zoneName(now, zone)})`;
  return (
    <Tooltip
      label={`Times are shown in ${zoneName(now, zone)}; switch to ${other === 'utc' ? 'UTC' : 'local time'}`}
    >
      <ActionIcon
        variant="subtle"
        color="gray"
        w="auto"
        px={6}
        fz={12}
        onClick={() => setZone(other)}
        aria-label={`${name}, times of the page; switch to ${other}`}
      >
        {name}
      </ActionIcon>
    </Tooltip>
  );
}

const SCHEMES: Record<
  MantineColorScheme,
  { next: MantineColorScheme; icon: IconName; text: string }
> = {
  auto: { next: 'light', icon: 'auto', text: 'as the system' },
  light: { next: 'dark', icon: 'sun', text: 'light' },
  dark: { next: 'auto', icon: 'moon', text: 'dark' },
};

function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, icon, text } = SCHEMES[colorScheme];
  return (
    <Tooltip label={`Colours: ${text}; switch to ${SCHEMES[next].text}`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={() => setColorScheme(next)}
        aria-label={`Colours ${text}, switch to ${SCHEMES[next].text}`}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
