/** Line icons on a grid of 16; they only stand beside or in place of a word that is said too. */
const PATHS = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.5 10.5 14 14',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
  auto: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 2v12M8 5h4.8M8 8h6M8 11h4.8',
  chevron: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4 6 8l4 4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  warning: 'M8 2 1.5 13.5h13L8 2ZM8 6.5v3.5M8 12v.2',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 7v4M8 4.8V5',
  question:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM6 6.3a2 2 0 1 1 2.8 1.8c-.5.3-.8.6-.8 1.2M8 11.3v.2',
  play: 'M5 3l8 5-8 5V3Z',
  stop: 'M4 4h8v8H4z',
  dots: 'M3 8h.01M8 8h.01M13 8h.01',
  copy: 'M6 6h7v7H6zM3 10V3h7',
  history: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1L2.5 5.5M2.5 2.5v3h3M8 5v3l2 1.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  refresh: 'M13.5 8A5.5 5.5 0 1 1 11.7 3.9L13.5 5.5M13.5 2.5v3h-3',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'dots' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
