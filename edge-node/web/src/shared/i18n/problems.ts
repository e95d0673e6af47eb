/** What a refusal of the box means to the person at the counter, by the problem's closed `code`. */

import { isApiProblem, type UNKNOWN, type UNREACHABLE } from '@fastops/client/problem';
import i18next from 'i18next';
import type { BoxProblemCode } from '@/shared/api/model.ts';

/** Every code of the box's document, and the two a screen finds out by itself; one without a text does not compile. */
export type ProblemCode = BoxProblemCode | typeof UNREACHABLE | typeof UNKNOWN;

const ES: Record<ProblemCode, string> = {
  'box-unreachable': 'La caja no responde. Revise que esté encendida y en la misma red.',
  unknown: 'Algo salió mal. Intente otra vez.',
  'bad-request': 'La caja no entendió la solicitud. Actualice la pantalla.',
  'bad-json': 'La caja no entendió la solicitud. Actualice la pantalla.',
  'body-too-large': 'El pedido es demasiado grande.',
  'unsupported-media-type': 'La caja no entiende este formato.',
  'method-not-allowed': 'La caja no permite esta acción.',
  'not-found': 'Ya no existe o no es de esta sucursal.',
  'invalid-field': 'Hay un dato que la caja no acepta.',
  unauthorized: 'La sesión terminó. Entre otra vez.',
  'bad-credentials': 'Empresa, usuario o contraseña incorrectos.',
  'bad-pin': 'PIN incorrecto.',
  'pin-locked': 'Demasiados intentos. Espere o pida ayuda a un administrador.',
  'device-not-paired': 'Esta tableta aún no está autorizada. Entre con contraseña.',
  forbidden: 'Su rol no permite esto. Pida ayuda a un administrador.',
  'account-locked': 'Demasiados intentos. Espere unos minutos y vuelva a entrar.',
  'too-many-requests': 'Demasiadas solicitudes. Espere un momento.',
  'company-inactive': 'El negocio está desactivado. Escriba a soporte.',
  'subscription-lapsed': 'La suscripción venció. Renuévela para usar esto; la sucursal sigue vendiendo.',
  'plan-limit': 'El plan no permite más. Cambie de plan o retire algo.',
  'plan-not-available': 'Ese plan no se puede elegir así. Escriba a soporte.',
  'payments-unavailable': 'Todavía no hay pagos en línea. Escriba a soporte.',
  'slug-taken': 'Ese nombre corto ya está en uso. Elija otro.',
  'email-taken': 'Ese correo ya tiene un negocio. Entre o recupere la contraseña.',
  'reset-link-invalid': 'El enlace ya no sirve. Pida uno nuevo.',
  'idempotency-key-missing': 'La pantalla está desactualizada. Actualícela.',
  'idempotency-key-reused': 'Esto ya se envió con otros datos. Revise las cuentas abiertas.',
  'precondition-required': 'La pantalla está desactualizada. Actualícela.',
  'precondition-failed': 'Alguien más lo cambió. Revise y guarde otra vez.',
  'already-exists': 'Ya existe.',
  'last-admin': 'Es la última persona que administra. Nombre otra primero.',
  'last-branch': 'Es la última sucursal del negocio.',
  'branch-in-use': 'Una caja todavía vende ahí. Retírela primero.',
  'order-cancelled': 'Este pedido está anulado.',
  'order-delivered': 'Este pedido ya se entregó.',
  'order-paid': 'Esta cuenta ya está pagada.',
  'order-has-payments': 'Esta cuenta ya tiene pagos.',
  'nothing-to-send': 'Todo lo de esta cuenta ya está en cocina.',
  'step-not-allowed': 'Ese paso ya no aplica. La pantalla se actualiza.',
  'line-voided': 'Ese producto ya estaba anulado.',
  'line-not-sellable': 'Un producto no se puede vender así: se agotó o le falta una opción.',
  overpaid: 'El pago es mayor que la deuda.',
  'nothing-due': 'No queda nada por pagar.',
  'reference-missing': 'Escriba la referencia del pago.',
  'reference-used': 'Esa referencia ya se usó en otro pago.',
  'discount-too-large': 'El descuento es mayor que la cuenta.',
  'not-answerable': 'Ese tiquete ya no espera respuesta.',
  'nothing-to-print': 'No hay nada para imprimir.',
  busy: 'La caja está ocupada. Se intenta otra vez en un momento.',
  'storage-full': 'El disco de la caja está lleno. Avise al administrador.',
  'storage-read-only': 'El disco de la caja no acepta cambios. Avise al administrador.',
  'storage-failed': 'El disco de la caja falló. Avise al administrador.',
  internal: 'La caja tuvo un error. No se registró; intente otra vez.',
};

const EN: Record<ProblemCode, string> = {
  'box-unreachable': 'The box does not answer. Check that it is on and on the same network.',
  unknown: 'Something went wrong. Try again.',
  'bad-request': 'The box did not understand the request. Reload the screen.',
  'bad-json': 'The box did not understand the request. Reload the screen.',
  'body-too-large': 'The order is too large.',
  'unsupported-media-type': 'The box does not understand this format.',
  'method-not-allowed': 'The box does not allow this action.',
  'not-found': 'It no longer exists or belongs to another branch.',
  'invalid-field': 'The box does not accept one of the values.',
  unauthorized: 'The session is over. Sign in again.',
  'bad-credentials': 'Wrong company, user or password.',
  'bad-pin': 'Wrong PIN.',
  'pin-locked': 'Too many attempts. Wait or ask an administrator.',
  'device-not-paired': 'This tablet is not paired yet. Sign in with a password.',
  forbidden: 'Your role does not allow this. Ask an administrator.',
  'account-locked': 'Too many attempts. Wait a few minutes and sign in again.',
  'too-many-requests': 'Too many requests. Wait a moment.',
  'company-inactive': 'The business is deactivated. Write to support.',
  'subscription-lapsed': 'The subscription has lapsed. Renew it to use this; the branch keeps selling.',
  'plan-limit': 'The plan allows no more. Change the plan or remove something.',
  'plan-not-available': 'That plan cannot be chosen like this. Write to support.',
  'payments-unavailable': 'There are no online payments yet. Write to support.',
  'slug-taken': 'That short name is in use already. Choose another.',
  'email-taken': 'That e-mail has a business already. Sign in or reset the password.',
  'reset-link-invalid': 'The link is no longer good. Ask for a new one.',
  'idempotency-key-missing': 'The screen is out of date. Reload it.',
  'idempotency-key-reused': 'This was already sent with other contents. Check the open orders.',
  'precondition-required': 'The screen is out of date. Reload it.',
  'precondition-failed': 'Someone else changed it. Check and save again.',
  'already-exists': 'It already exists.',
  'last-admin': 'This is the last administrator. Name another one first.',
  'last-branch': 'This is the last branch of the business.',
  'branch-in-use': 'A box still sells there. Remove it first.',
  'order-cancelled': 'This order is cancelled.',
  'order-delivered': 'This order was already handed over.',
  'order-paid': 'This order is already paid.',
  'order-has-payments': 'This order already has payments.',
  'nothing-to-send': 'Everything on this order is in the kitchen already.',
  'step-not-allowed': 'That step no longer applies. The screen is refreshed.',
  'line-voided': 'That line was already voided.',
  'line-not-sellable': 'A product cannot be sold like this: it is sold out or lacks a choice.',
  overpaid: 'The payment is larger than what is due.',
  'nothing-due': 'Nothing is left to pay.',
  'reference-missing': 'Enter the reference of the payment.',
  'reference-used': 'That reference was already used for another payment.',
  'discount-too-large': 'The discount is larger than the order.',
  'not-answerable': 'That ticket no longer waits for an answer.',
  'nothing-to-print': 'There is nothing to print.',
  busy: 'The box is busy. It will be tried again in a moment.',
  'storage-full': 'The disk of the box is full. Tell the administrator.',
  'storage-read-only': 'The disk of the box accepts no changes. Tell the administrator.',
  'storage-failed': 'The disk of the box failed. Tell the administrator.',
  internal: 'The box had an error. It was not recorded; try again.',
};

export const PROBLEM_CODES = Object.keys(ES);

function isKnown(code: string): code is ProblemCode {
  return Object.hasOwn(ES, code);
}

/** The sentence for an error of any call; a code newer than this screen falls back to what the box wrote. */
export function problemText(error: unknown): string {
  const texts = i18next.language === 'en' ? EN : ES;
  if (!isApiProblem(error)) return texts.unknown;
  if (isKnown(error.code)) return texts[error.code];
  return error.detail ?? error.title ?? texts.unknown;
}
