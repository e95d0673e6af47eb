/** `La Papa Criolla S.A.S.` becomes `la-papa-criolla-s-a-s`: what can be typed at any keyboard. The cloud checks it again. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{Diacritic}/gu, '').toLowerCase();
  return plain.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 40).replaceAll(/^-+|-+$/g, '');
}
