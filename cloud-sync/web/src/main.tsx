import '@fontsource-variable/figtree';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { Toasts } from '@fastops/ui/toasts';
import { startTexts } from '@/shared/i18n/i18n.ts';
import { startTheme } from '@/shared/theme.ts';
import { App } from './router.tsx';
import { createStore } from './store.ts';

startTheme();
await startTexts();
const store = createStore();

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
