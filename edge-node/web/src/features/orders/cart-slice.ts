/** The order being composed on this tablet. It knows what was tapped, never what it costs. */

import type { Customer, NewLine, OrderType } from '@/shared/api/model.ts';
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

const MAX_QUANTITY = 999;

/** A round is added to an order that exists already. */
export type Round = { order_id: string; number: string };

export type CartState = {
  orderType: OrderType;
  table: string;
  customer: Customer;
  note: string;
  lines: NewLine[];
  round: Round | null;
};

export const emptyCart: CartState = { orderType: 'takeaway', table: '', customer: {}, note: '', lines: [], round: null };

function sameChoices(a: NewLine, b: NewLine): boolean {
  const choices = (line: NewLine) =>
    JSON.stringify([line.product_id, line.variant_id ?? null, line.modifiers ?? [], line.components ?? [], line.note ?? '']);
  return choices(a) === choices(b);
}

export const cartSlice = createSlice({
  name: 'cart',
  initialState: emptyCart,
  reducers: {
    /** Adds a line, or counts up the one that is the same in every choice. */
    lineAdded: (state, action: PayloadAction<NewLine>) => {
      const same = state.lines.find((line) => sameChoices(line, action.payload));
      if (same) same.quantity = Math.min(MAX_QUANTITY, same.quantity + action.payload.quantity);
      else state.lines.push(action.payload);
    },
    lineChanged: (state, action: PayloadAction<NewLine>) => {
      const at = state.lines.findIndex((line) => line.line_id === action.payload.line_id);
      if (at >= 0) state.lines[at] = action.payload;
    },
    quantitySet: (state, action: PayloadAction<{ line_id: string; quantity: number }>) => {
      const line = state.lines.find((candidate) => candidate.line_id === action.payload.line_id);
      if (line) line.quantity = Math.min(MAX_QUANTITY, Math.max(1, action.payload.quantity));
    },
    lineRemoved: (state, action: PayloadAction<string>) => {
      state.lines = state.lines.filter((line) => line.line_id !== action.payload);
    },
    /** Undo of a removal: the line returns to its place. */
    lineRestored: (state, action: PayloadAction<{ line: NewLine; at: number }>) => {
      state.lines.splice(action.payload.at, 0, action.payload.line);
    },
    orderTypeSet: (state, action: PayloadAction<OrderType>) => {
      state.orderType = action.payload;
    },
    tableSet: (state, action: PayloadAction<string>) => {
      state.table = action.payload;
    },
    customerSet: (state, action: PayloadAction<Customer>) => {
      state.customer = action.payload;
    },
    noteSet: (state, action: PayloadAction<string>) => {
      state.note = action.payload;
    },
    roundStarted: (state, action: PayloadAction<Round & { order_type: OrderType }>) => {
      state.round = { order_id: action.payload.order_id, number: action.payload.number };
      state.orderType = action.payload.order_type;
    },
    roundLeft: (state) => {
      state.round = null;
    },
    /** After the tap that sends or charges: ready for the next customer, same kind of order. */
    cartCleared: (state) => ({ ...emptyCart, orderType: state.orderType }),
    /** Undo of a clearing, or a refused order that comes back to be corrected. */
    cartRestored: (_, action: PayloadAction<CartState>) => action.payload,
  },
});

export const {
  lineAdded, lineChanged, quantitySet, lineRemoved, lineRestored, orderTypeSet, tableSet, customerSet, noteSet, roundStarted, roundLeft, cartCleared, cartRestored,
} = cartSlice.actions;
