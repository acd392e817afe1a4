import {
  createTheme,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** The one accent: the green-blue of the sea below a lighthouse. */
const sea: MantineColorsTuple = [
  '#e6f7fa',
  '#d0ecf1',
  '#a3dae3',
  '#72c6d4',
  '#4ab4c6',
  '#2ba5ba',
  '#12889d',
  '#0b7285',
  '#075e6e',
  '#034a57',
];

/** Greys of the dark scheme, with a little of the accent in them. */
const dark: MantineColorsTuple = [
  '#dbe3e7',
  '#b7c4cb',
  '#97a6af',
  '#6b7a83',
  '#33404a',
  '#28333a',
  '#202a30',
  '#192126',
  '#12181c',
  '#0c1013',
];

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 7 },
  colors: { sea, dark },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.4', xl: '1.3' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 'sm',
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  components: {
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, withArrow: true, fz: 'xs', multiline: true, maw: 480 },
    }),
  },
});

/** Colours of our own that both schemes define; see base.css for their use. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f8f9',
    '--mantine-color-text': '#1b2327',
    '--mantine-color-dimmed': '#57646c',
    '--mantine-color-default-border': '#d4dbdf',
    '--surface': '#ffffff',
    '--surface-raised': '#f1f4f5',
    '--row-hover': '#edf3f5',
    '--ok': '#177245',
    '--bad': '#b3261e',
    '--warn': '#8a5a00',
    '--ok-soft': '#e0f2e8',
    '--bad-soft': '#fce8e6',
    '--warn-soft': '#fdf1d8',
    '--accent': '#0b7285',
    '--mantine-color-anchor': '#0b7285',
    '--chart-grid': '#e6ebee',
    '--chart-text': '#57646c',
    '--syntax-metric': '#0b6b3a',
    '--syntax-function': '#0a5fb4',
    '--syntax-keyword': '#8a2a8a',
    '--syntax-number': '#a3460b',
    '--syntax-string': '#a31515',
    '--syntax-label': '#6b4a00',
  },
  dark: {
    '--mantine-color-body': '#12181c',
    '--mantine-color-text': '#dbe3e7',
    '--mantine-color-dimmed': '#97a6af',
    '--mantine-color-default': '#1f282e',
    '--mantine-color-default-hover': '#28333a',
    '--mantine-color-default-border': '#33404a',
    '--mantine-color-placeholder': '#84939c',
    '--surface': '#192126',
    '--surface-raised': '#202a30',
    '--row-hover': '#222d34',
    '--ok': '#5cd39a',
    '--bad': '#ff9188',
    '--warn': '#f1bd5b',
    '--ok-soft': '#15352a',
    '--bad-soft': '#43211f',
    '--warn-soft': '#3a2e14',
    '--accent': '#4ab4c6',
    '--mantine-color-anchor': '#4ab4c6',
    '--chart-grid': '#29343b',
    '--chart-text': '#97a6af',
    '--syntax-metric': '#7fd6a4',
    '--syntax-function': '#7cbcf5',
    '--syntax-keyword': '#d59be0',
    '--syntax-number': '#f0a36b',
    '--syntax-string': '#f2928c',
    '--syntax-label': '#e2c277',
  },
});
