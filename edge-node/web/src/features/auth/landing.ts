/** Which screen a person lands on. The box decides what they may do there. */

import type { Role } from '@/shared/api/model.ts';

export function maySell(roles: readonly Role[]): boolean {
  return roles.includes('admin') || roles.includes('cashier');
}

export function landingPath(roles: readonly Role[]): '/caja' | '/cocina' {
  return maySell(roles) ? '/caja' : '/cocina';
}
