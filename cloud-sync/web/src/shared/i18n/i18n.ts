/** Starts the texts: es-CO unless this browser chose English. Both catalogues are small, so they ship together. */

import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { es } from './es.ts';

const LANGUAGE_KEY = 'fastops.language';

export type Language = 'es' | 'en';

declare module 'i18next' {
  // oxlint-disable-next-line consistent-type-definitions -- only an interface can be merged into the library's
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof es };
  }
}

/** The locale dates are written in. */
export function dateLocale(): string {
  return i18next.language === 'en' ? 'en' : 'es-CO';
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { es: { translation: es }, en: { translation: en } },
    lng: localStorage.getItem(LANGUAGE_KEY) === 'en' ? 'en' : 'es',
    fallbackLng: 'es',
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = dateLocale();
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(LANGUAGE_KEY, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = dateLocale();
}
