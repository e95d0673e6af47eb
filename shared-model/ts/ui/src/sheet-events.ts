/**
 * Puts the focus on the sheet itself when it opens, not on its close button: digits and Enter then reach the pad,
 * and no on-screen keyboard jumps up.
 */
export function focusSheet(event: Event): void {
  event.preventDefault();
  if (event.target instanceof HTMLElement) event.target.focus();
}

/** An undo on a toast must not close the sheet it belongs to. */
export function keepOpenOutside(event: CustomEvent<{ originalEvent: Event }>): void {
  const { target } = event.detail.originalEvent;
  if (target instanceof Element && target.closest('[data-sonner-toaster]')) event.preventDefault();
}
