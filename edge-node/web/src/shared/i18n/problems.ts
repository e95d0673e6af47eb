/** What a refusal of the box means to the person at the counter, by the problem's closed `code`. */

import { isApiProblem } from '@fastops/client/problem';
import i18next from 'i18next';

/** Codes that a screen can meet; the box documents the same list. */
export const PROBLEM_CODES = [
  'box-unreachable', 'unknown', 'bad-request', 'validation-failed', 'unauthorized', 'forbidden', 'not-found', 'method-not-allowed',
  'payload-too-large', 'unsupported-media-type', 'busy', 'internal', 'wrong-credentials', 'wrong-pin', 'pin-locked',
  'idempotency-key-reused', 'idempotency-key-missing', 'idempotency-in-flight', 'nothing-to-send', 'order-not-open', 'product-sold-out',
  'product-unknown', 'modifier-rule', 'payment-too-large', 'reference-required', 'precondition-required', 'precondition-failed',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

const ES: Record<ProblemCode, string> = {
  'box-unreachable': 'La caja no responde. Revise que esté encendida y en la misma red.',
  unknown: 'Algo salió mal. Intente otra vez.',
  'bad-request': 'La caja no entendió el pedido. Actualice la pantalla.',
  'validation-failed': 'Hay un dato que la caja no acepta.',
  unauthorized: 'La sesión terminó. Entre otra vez.',
  forbidden: 'Su rol no permite esto. Pida ayuda a un administrador.',
  'not-found': 'Ya no existe o no es de esta sucursal.',
  'method-not-allowed': 'La caja no permite esta acción.',
  'payload-too-large': 'El pedido es demasiado grande.',
  'unsupported-media-type': 'La caja no entiende este formato.',
  busy: 'La caja está ocupada. Se intenta otra vez en un momento.',
  internal: 'La caja tuvo un error. El pedido no se registró; intente otra vez.',
  'wrong-credentials': 'Empresa, usuario o contraseña incorrectos.',
  'wrong-pin': 'PIN incorrecto.',
  'pin-locked': 'Demasiados intentos. Espere o pida ayuda a un administrador.',
  'idempotency-key-reused': 'Este pedido ya se envió con otros datos. Revise las cuentas abiertas.',
  'idempotency-key-missing': 'La pantalla está desactualizada. Actualícela.',
  'idempotency-in-flight': 'El pedido ya se está registrando.',
  'nothing-to-send': 'Todo lo de esta cuenta ya está en cocina.',
  'order-not-open': 'Esta cuenta ya está cerrada.',
  'product-sold-out': 'Un producto se agotó. Quítelo de la cuenta.',
  'product-unknown': 'Un producto ya no está en el menú.',
  'modifier-rule': 'Falta elegir una opción o sobra alguna.',
  'payment-too-large': 'El pago es mayor que la deuda.',
  'reference-required': 'Escriba la referencia del pago.',
  'precondition-required': 'La pantalla está desactualizada. Actualícela.',
  'precondition-failed': 'Alguien más lo cambió. Revise y guarde otra vez.',
};

const EN: Record<ProblemCode, string> = {
  'box-unreachable': 'The box does not answer. Check that it is on and on the same network.',
  unknown: 'Something went wrong. Try again.',
  'bad-request': 'The box did not understand the request. Reload the screen.',
  'validation-failed': 'The box does not accept one of the values.',
  unauthorized: 'The session is over. Sign in again.',
  forbidden: 'Your role does not allow this. Ask an administrator.',
  'not-found': 'It no longer exists or belongs to another branch.',
  'method-not-allowed': 'The box does not allow this action.',
  'payload-too-large': 'The order is too large.',
  'unsupported-media-type': 'The box does not understand this format.',
  busy: 'The box is busy. It will be tried again in a moment.',
  internal: 'The box had an error. The order was not recorded; try again.',
  'wrong-credentials': 'Wrong company, user or password.',
  'wrong-pin': 'Wrong PIN.',
  'pin-locked': 'Too many attempts. Wait or ask an administrator.',
  'idempotency-key-reused': 'This order was already sent with other contents. Check the open orders.',
  'idempotency-key-missing': 'The screen is out of date. Reload it.',
  'idempotency-in-flight': 'The order is being recorded already.',
  'nothing-to-send': 'Everything on this order is in the kitchen already.',
  'order-not-open': 'This order is already closed.',
  'product-sold-out': 'A product is sold out. Remove it from the order.',
  'product-unknown': 'A product is no longer on the menu.',
  'modifier-rule': 'An option is missing or one too many.',
  'payment-too-large': 'The payment is larger than what is due.',
  'reference-required': 'Enter the reference of the payment.',
  'precondition-required': 'The screen is out of date. Reload it.',
  'precondition-failed': 'Someone else changed it. Check and save again.',
};

function isKnown(code: string): code is ProblemCode {
  return (PROBLEM_CODES as readonly string[]).includes(code);
}

/** The sentence for an error of any call; a code newer than this screen falls back to what the box wrote. */
export function problemText(error: unknown): string {
  const texts = i18next.language === 'en' ? EN : ES;
  if (!isApiProblem(error)) return texts.unknown;
  if (isKnown(error.code)) return texts[error.code];
  return error.detail ?? error.title ?? texts.unknown;
}
