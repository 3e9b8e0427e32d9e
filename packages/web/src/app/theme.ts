// The look: one accent, cool greys, dense type. Contrast repairs are here too, because they belong to colours.
import { Badge, Button, type CSSVariablesResolver, type MantineColorsTuple, Menu, Modal, Notification, Tooltip, createTheme } from '@mantine/core';

const iris: MantineColorsTuple = ['#eef1fc', '#dde3f8', '#bac5ef', '#95a5e6', '#7589de', '#6076d9', '#556cd8', '#4459c0', '#3a4fac', '#2c3f95'];
const gray: MantineColorsTuple = ['#f7f8fa', '#eff1f4', '#e4e7ec', '#d5dae1', '#b9c0ca', '#98a1ae', '#717b8a', '#525c6b', '#373f4c', '#1f2630'];
const dark: MantineColorsTuple = ['#d9dde4', '#aeb6c2', '#8d96a5', '#67707f', '#3d4552', '#2c333f', '#1f252f', '#151a22', '#10141b', '#0b0e13'];

const green: MantineColorsTuple = ['#e9f6ef', '#d3ecde', '#a9dabf', '#7cc79d', '#54b680', '#3dab70', '#37a169', '#278254', '#1c6a43', '#124f31'];
const orange: MantineColorsTuple = ['#fcf2e6', '#f8e3c9', '#f0c797', '#e8ab64', '#e09641', '#db8b32', '#d9822b', '#b0671c', '#8c5013', '#66390b'];
const red: MantineColorsTuple = ['#fcefee', '#f8dbda', '#efb2b0', '#e68884', '#de655f', '#d8524b', '#d14a43', '#b23933', '#922c27', '#6e1e1a'];

export const theme = createTheme({
  colors: { iris, gray, dark, green, orange, red },
  primaryColor: 'iris',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  radius: { sm: '6px', md: '8px' },
  fontFamily: 'Inter, ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '14px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500 }, styles: { root: { maxWidth: 'none', overflow: 'visible' }, label: { overflow: 'visible' } } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }), // an element without a name in the list
    Modal: Modal.extend({
      defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' }, overlayProps: { backgroundOpacity: 0.4 } },
      styles: { title: { fontWeight: 600 } },
    }),
    Notification: Notification.extend({
      defaultProps: { withBorder: true, closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 320 } }),
  },
});

/**
 * Out of the box the dimmed text and the "light" badges of the library miss the contrast of WCAG AA; these shades
 * reach it on both backgrounds.
 */
export const cssVariablesResolver: CSSVariablesResolver = (current) => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': gray[7],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': red[8],
    '--callgres-page': gray[0],
    '--callgres-panel': '#ffffff',
    '--callgres-line': gray[2],
    '--callgres-hover': gray[0],
    '--callgres-selected': iris[0],
    '--callgres-bubble': gray[1],
  };
  const darkScheme: Record<string, string> = {
    '--mantine-color-dimmed': dark[1],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': red[3],
    '--callgres-page': dark[8],
    '--callgres-panel': dark[7],
    '--callgres-line': dark[5],
    '--callgres-hover': dark[6],
    '--callgres-selected': '#222b47',
    '--callgres-bubble': dark[6],
  };
  for (const [name, shades] of Object.entries(current.colors)) {
    if (name === 'dark') continue;
    light[`--mantine-color-${name}-text`] = light[`--mantine-color-${name}-light-color`] = shades[9];
    light[`--mantine-color-${name}-light`] = shades[name === 'gray' ? 1 : 0];
    darkScheme[`--mantine-color-${name}-text`] = shades[3];
    darkScheme[`--mantine-color-${name}-light-color`] = shades[2];
    darkScheme[`--mantine-color-${name}-light`] = `color-mix(in srgb, ${shades[5]} 18%, transparent)`;
  }
  return { variables: {}, light, dark: darkScheme };
};
