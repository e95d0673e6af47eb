/** The box's types under the names the screens use, as the box writes them. */

import type * as box from '@fastops/client/api';

export type {
  Branch, Card, CardItem, Customer, KitchenStep, Line, NewOrder, NewPayment, Order, OrderSummary, OrderType, PayOrder, Payment, PaymentState, Quote, Role, Session, Staff, Stage, Totals,
} from '@fastops/client/api';

/** Fields with a default may be left out when they are sent to the box; in its answers they are always there. */
type Written<T> = T extends (infer Item)[] ? Written<Item>[] : T extends object ? { [K in keyof T]-?: Written<Exclude<T[K], undefined>> } : T;

export type Menu = Written<box.Menu>;
export type Category = Menu['categories'][number];
export type Product = Menu['products'][number];
export type ModifierGroup = Menu['modifier_groups'][number];
export type Modifier = ModifierGroup['modifiers'][number];
export type ComboSlot = Product['combo_slots'][number];
export type ComboOption = ComboSlot['options'][number];
export type Station = Menu['stations'][number];

export type ChosenModifier = Required<box.NewModifier>;
export type NewComponent = Omit<box.NewComponent, 'modifiers'> & { modifiers?: ChosenModifier[] };
export type NewLine = Omit<box.NewLine, 'modifiers' | 'components'> & { modifiers?: ChosenModifier[]; components?: NewComponent[] };
export type DishCount = box.AllDay;
export type NewLines = box.AddLines;
export type OrderStatus = box.Status;
export type PaymentMethod = box.Method;
export type Person = box.PersonWithPin;

export type PrintJob = box.PrintJob;

/**
 * Codes of the box in the words it writes them (`pin-locked`). The document names some in the words of its source
 * (`PinLocked`); both spellings mean the same code.
 */
type Kebab<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Tail extends Uncapitalize<Tail>
    ? `${Lowercase<Head>}${Kebab<Tail>}`
    : `${Lowercase<Head>}-${Kebab<Tail>}`
  : S;

export type BoxProblemCode = Kebab<box.ProblemCode>;
