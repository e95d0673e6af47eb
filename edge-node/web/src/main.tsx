import '@fontsource-variable/figtree';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { startOutbox } from '@/features/orders/outbox.ts';
import { startTexts } from '@/shared/i18n/i18n.ts';
import { Toasts } from '@fastops/ui/toasts';
import { App } from './router.tsx';
import { createStore } from './store.ts';

await startTexts();
const store = createStore();
startOutbox(store);

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Provider store={store}>
      <App />
      <Toasts />
    </Provider>
  </StrictMode>,
);
