import type { ComponentProps, CSSProperties } from 'react';
import { Toaster } from 'sonner';
import { useMedia, WIDE } from './use-media.ts';

type ToastOptions = NonNullable<ComponentProps<typeof Toaster>['toastOptions']>;

/** Dark and large, with an undo that a thumb can hit. */
const TOAST: ToastOptions = {
  style: {
    // A modal sheet switches the pointer off for everything outside it.
    pointerEvents: 'auto',
    background: 'var(--invert)', color: 'var(--on-invert)', border: 0, borderRadius: 16, padding: '6px 8px 6px 18px', minHeight: 60, fontSize: '1rem',
    fontFamily: '"Figtree Variable", system-ui, sans-serif',
  },
  actionButtonStyle: { height: 48, padding: '0 20px', borderRadius: 12, fontSize: '1rem', fontWeight: 700, background: 'color-mix(in oklab, var(--on-invert) 16%, transparent)', color: 'inherit' },
};

/** Over the products on a tablet and over the header on a phone, so never over the way to charge. */
export function Toasts() {
  const wide = useMedia(WIDE);
  return <Toaster position={wide ? 'bottom-left' : 'top-center'} duration={4_000} style={{ '--width': '26rem' } as CSSProperties} toastOptions={TOAST} />;
}
