/** Which screen a person lands on. The box decides what they may do there. */

import type { Role } from '@fastops/client/api';

export function maySell(roles: readonly Role[]): boolean {
  return roles.includes('admin') || roles.includes('cashier');
}

export function landingPath(roles: readonly Role[]): '/caja' | '/cocina' {
  return maySell(roles) ? '/caja' : '/cocina';
}
