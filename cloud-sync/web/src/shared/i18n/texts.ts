import type { es } from './es.ts';

type SameShape<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> };

/** The keys every language must have. */
export type Texts = SameShape<typeof es>;
