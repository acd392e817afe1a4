import { useLocalStorage } from '@mantine/hooks';
import { createContext, use, useMemo, type ReactNode } from 'react';
import type { Zone } from '../data/time';

interface Settings {
  zone: Zone;
  setZone: (zone: Zone) => void;
}

const SettingsContext = createContext<Settings | null>(null);

/** What a user chose for this browser. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [zone, setZone] = useLocalStorage<Zone>({
    key: 'pharos.zone',
    defaultValue: 'local',
    getInitialValueInEffect: false,
  });
  const settings = useMemo(() => ({ zone, setZone }), [zone, setZone]);
  return <SettingsContext value={settings}>{children}</SettingsContext>;
}

export function useSettings(): Settings {
  const settings = use(SettingsContext);
  if (!settings) {
    throw new Error('no settings above this component');
  }
  return settings;
}
