import { describe, expect, it } from 'vitest';
import { slugOf } from './slug.ts';

describe('slugOf', () => {
  it('keeps what every keyboard has', () => {
    expect(slugOf('La Papa Criolla')).toBe('la-papa-criolla');
    expect(slugOf('  Ñoño & Compañía!  ')).toBe('nono-compania');
  });

  it('never ends in a dash, also when it is cut', () => {
    expect(slugOf(`${'a'.repeat(39)} b`)).toBe('a'.repeat(39));
    expect(slugOf('¡¡¡')).toBe('');
  });
});
