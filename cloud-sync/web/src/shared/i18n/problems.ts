/** What a refusal of the cloud means to the person at the screen, by the problem's closed `code`. */

import { isApiProblem, type FieldError, type UNKNOWN, type UNREACHABLE } from '@fastops/client/problem';
import i18next from 'i18next';
import type { CloudProblemCode } from '@/shared/api/model.ts';

/** Every code of the cloud's document, and the two a screen finds out by itself; one without a text does not compile. */
export type ProblemCode = CloudProblemCode | typeof UNREACHABLE | typeof UNKNOWN;

const ES: Record<ProblemCode, string> = {
  'box-unreachable': 'No hay conexión con FastOps. Revise su internet; las sucursales siguen vendiendo.',
  unknown: 'Algo salió mal. Intente otra vez.',
  'bad-request': 'La página está desactualizada. Actualícela.',
  'bad-json': 'La página está desactualizada. Actualícela.',
  'body-too-large': 'Es demasiado grande para enviarlo.',
  'unsupported-media-type': 'Ese formato no se acepta.',
  'method-not-allowed': 'Esa acción no se permite.',
  'not-found': 'Ya no existe.',
  'invalid-field': 'Revise los datos marcados.',
  unauthorized: 'La sesión terminó. Entre otra vez.',
  'bad-credentials': 'Empresa, usuario o contraseña incorrectos.',
  forbidden: 'Su usuario no puede hacer esto. Pida ayuda a quien administra.',
  'account-locked': 'Demasiados intentos. Espere unos minutos y vuelva a entrar.',
  'too-many-requests': 'Demasiadas solicitudes. Espere un momento.',
  'company-inactive': 'El negocio está desactivado. Escriba a soporte.',
  'subscription-lapsed': 'La suscripción venció. Renuévela para usar esto; las sucursales siguen vendiendo.',
  'plan-limit': 'Su plan no permite más. Cambie de plan o retire algo.',
  'plan-not-available': 'Ese plan no se puede elegir así. Escriba a soporte.',
  'payments-unavailable': 'Todavía no hay pagos en línea. Escriba a soporte.',
  'slug-taken': 'Ese nombre corto ya está en uso. Elija otro.',
  'email-taken': 'Ese correo ya tiene un negocio. Entre o recupere la contraseña.',
  'reset-link-invalid': 'El enlace ya no sirve. Pida uno nuevo.',
  'idempotency-key-missing': 'La página está desactualizada. Actualícela.',
  'idempotency-key-reused': 'Esto ya se envió con otros datos. Actualice la página.',
  'precondition-required': 'La página está desactualizada. Actualícela.',
  'precondition-failed': 'Alguien más lo cambió. Revise y guarde otra vez.',
  'already-exists': 'Ya existe.',
  'last-admin': 'Es la última persona que administra. Nombre otra primero.',
  'last-branch': 'Es la última sucursal del negocio.',
  'branch-in-use': 'Una caja todavía vende ahí. Retírela primero.',
  busy: 'FastOps está ocupado. Intente en un momento.',
  'storage-full': 'FastOps no puede guardar ahora. Intente más tarde.',
  'storage-read-only': 'FastOps no puede guardar ahora. Intente más tarde.',
  'storage-failed': 'FastOps no puede guardar ahora. Intente más tarde.',
  internal: 'Algo falló de nuestro lado. No se guardó; intente otra vez.',
};

const EN: Record<ProblemCode, string> = {
  'box-unreachable': 'FastOps cannot be reached. Check your internet; branches keep selling.',
  unknown: 'Something went wrong. Try again.',
  'bad-request': 'The page is out of date. Reload it.',
  'bad-json': 'The page is out of date. Reload it.',
  'body-too-large': 'It is too large to be sent.',
  'unsupported-media-type': 'That format is not accepted.',
  'method-not-allowed': 'That action is not allowed.',
  'not-found': 'It no longer exists.',
  'invalid-field': 'Check the marked values.',
  unauthorized: 'The session is over. Sign in again.',
  'bad-credentials': 'Wrong company, user or password.',
  forbidden: 'Your user may not do this. Ask an administrator.',
  'account-locked': 'Too many attempts. Wait a few minutes and sign in again.',
  'too-many-requests': 'Too many requests. Wait a moment.',
  'company-inactive': 'The business is deactivated. Write to support.',
  'subscription-lapsed': 'The subscription has lapsed. Renew it to use this; branches keep selling.',
  'plan-limit': 'Your plan allows no more. Change the plan or remove something.',
  'plan-not-available': 'That plan cannot be chosen like this. Write to support.',
  'payments-unavailable': 'There are no online payments yet. Write to support.',
  'slug-taken': 'That short name is in use already. Choose another.',
  'email-taken': 'That e-mail has a business already. Sign in or reset the password.',
  'reset-link-invalid': 'The link is no longer good. Ask for a new one.',
  'idempotency-key-missing': 'The page is out of date. Reload it.',
  'idempotency-key-reused': 'This was already sent with other contents. Reload the page.',
  'precondition-required': 'The page is out of date. Reload it.',
  'precondition-failed': 'Someone else changed it. Check and save again.',
  'already-exists': 'It already exists.',
  'last-admin': 'This is the last administrator. Name another one first.',
  'last-branch': 'This is the last branch of the business.',
  'branch-in-use': 'A box still sells there. Remove it first.',
  busy: 'FastOps is busy. Try again in a moment.',
  'storage-full': 'FastOps cannot save right now. Try again later.',
  'storage-read-only': 'FastOps cannot save right now. Try again later.',
  'storage-failed': 'FastOps cannot save right now. Try again later.',
  internal: 'Something failed on our side. It was not saved; try again.',
};

export const PROBLEM_CODES = Object.keys(ES);

function isKnown(code: string): code is ProblemCode {
  return Object.hasOwn(ES, code);
}

/** The sentence for an error of any call; a code newer than this page falls back to what the cloud wrote. */
export function problemText(error: unknown): string {
  const texts = i18next.language === 'en' ? EN : ES;
  if (!isApiProblem(error)) return texts.unknown;
  if (isKnown(error.code)) return texts[error.code];
  return error.detail ?? error.title ?? texts.unknown;
}

/** What is wrong with a field of the request, if the refusal names it. */
export function fieldProblem(error: unknown, pointer: string): string | undefined {
  if (!isApiProblem(error)) return undefined;
  return error.errors?.find((one: FieldError) => one.pointer === pointer)?.detail;
}
