/**
 * Puts the focus on the sheet itself when it opens, not on its close button: digits and Enter then reach the pad,
 * and no on-screen keyboard jumps up.
 */
export function focusSheet(event: Event): void {
  event.preventDefault();
  if (event.target instanceof HTMLElement) event.target.focus();
}
