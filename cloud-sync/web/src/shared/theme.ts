/** Light or dark: what the device prefers, until the person chooses. */

const KEY = 'fastops.theme';

export type Theme = 'light' | 'dark';

function preferred(): Theme {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function apply(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', theme === 'dark' ? '#0c0e11' : '#f6f3ee');
}

export function startTheme(): void {
  apply(preferred());
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply(preferred()));
}

export function toggleTheme(): void {
  const theme: Theme = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEY, theme);
  apply(theme);
}
