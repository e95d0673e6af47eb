import '@fontsource-variable/figtree';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { Toaster } from 'sonner';
import { startOutbox } from '@/features/orders/outbox.ts';
import { startTexts } from '@/shared/i18n/i18n.ts';
import { App } from './router.tsx';
import { createStore } from './store.ts';

/** Dark and large, with an undo that a thumb can hit. */
const TOAST = {
  style: { background: 'var(--invert)', color: 'var(--on-invert)', border: 0, borderRadius: 16, padding: '6px 8px 6px 18px', minHeight: 60, fontSize: '1rem', fontFamily: 'inherit' },
  actionButtonStyle: { height: 48, padding: '0 20px', borderRadius: 12, fontSize: '1rem', fontWeight: 700, background: 'color-mix(in oklab, var(--on-invert) 16%, transparent)', color: 'inherit' },
};

await startTexts();
const store = createStore();
startOutbox(store);

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Provider store={store}>
      <App />
      <Toaster position="top-center" duration={4_000} toastOptions={TOAST} />
    </Provider>
  </StrictMode>,
);
