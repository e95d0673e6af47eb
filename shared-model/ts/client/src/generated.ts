import { baseApi as api } from "./base-api.ts";
export const addTagTypes = ["auth", "menu", "orders", "kitchen", "printing"] as const;
const injectedRtkApi = api.enhanceEndpoints({ addTagTypes }).injectEndpoints({ endpoints: (build) => ({
  login: build.mutation<Session, { loginRequest: LoginRequest }>({ query: (queryArg) => ({ url: `/api/v1/auth/login`, method: 'POST', body: queryArg.loginRequest }), invalidatesTags: ["auth"] }),
  listPeople: build.query<People, void>({ query: () => ({ url: `/api/v1/auth/people` }), providesTags: ["auth"] }),
  loginWithPin: build.mutation<Session, { pinRequest: PinRequest }>({ query: (queryArg) => ({ url: `/api/v1/auth/pin`, method: 'POST', body: queryArg.pinRequest }), invalidatesTags: ["auth"] }),
  refreshSession: build.mutation<Session, void>({ query: () => ({ url: `/api/v1/auth/refresh`, method: 'POST' }), invalidatesTags: ["auth"] }),
  logout: build.mutation<null, void>({ query: () => ({ url: `/api/v1/auth/logout`, method: 'POST' }), invalidatesTags: ["auth"] }),
  getMenu: build.query<Menu, void>({ query: () => ({ url: `/api/v1/menu` }), providesTags: ["menu"] }),
  setAvailability: build.mutation<Product, { "Idempotency-Key": string; productId: string; availability: Availability }>({ query: (queryArg) => ({ url: `/api/v1/products/${encodeURIComponent(queryArg.productId)}/availability`, method: 'POST', body: queryArg.availability, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["menu"] }),
  quoteOrder: build.query<Quote, { quoteRequest: QuoteRequest }>({ query: (queryArg) => ({ url: `/api/v1/orders/quote`, method: 'POST', body: queryArg.quoteRequest }), providesTags: ["orders"] }),
  createOrder: build.mutation<Order, { "Idempotency-Key": string; newOrder: NewOrder }>({ query: (queryArg) => ({ url: `/api/v1/orders`, method: 'POST', body: queryArg.newOrder, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["orders"] }),
  listOrders: build.query<OrderPage, { status?: string; day?: string; cursor?: string; limit?: number }>({ query: (queryArg) => ({ url: `/api/v1/orders`, params: {status: queryArg.status, day: queryArg.day, cursor: queryArg.cursor, limit: queryArg.limit} }), providesTags: ["orders"] }),
  getOrder: build.query<Order, { orderId: string }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}` }), providesTags: ["orders"] }),
  addLines: build.mutation<Order, { "Idempotency-Key": string; orderId: string; newLines: NewLines }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/lines`, method: 'POST', body: queryArg.newLines, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["orders"] }),
  sendOrder: build.mutation<Order, { "Idempotency-Key": string; orderId: string; sendOrder: SendOrder }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/send`, method: 'POST', body: queryArg.sendOrder, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["orders"] }),
  changeStatus: build.mutation<Order, { "Idempotency-Key": string; orderId: string; changeStatus: ChangeStatus }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/status`, method: 'PATCH', body: queryArg.changeStatus, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["orders"] }),
  voidLine: build.mutation<Order, { "Idempotency-Key": string; orderId: string; lineId: string; voidLine: VoidLine }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/lines/${encodeURIComponent(queryArg.lineId)}/void`, method: 'POST', body: queryArg.voidLine, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["orders"] }),
  cancelOrder: build.mutation<Order, { "Idempotency-Key": string; orderId: string; cancelOrder: CancelOrder }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/cancel`, method: 'POST', body: queryArg.cancelOrder, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["orders"] }),
  payOrder: build.mutation<Order, { "Idempotency-Key": string; orderId: string; payOrder: PayOrder }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/pay`, method: 'POST', body: queryArg.payOrder, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["orders"] }),
  reprintOrder: build.mutation<PrintJobs, { "Idempotency-Key": string; orderId: string; reprint: Reprint }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/reprint`, method: 'POST', body: queryArg.reprint, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["printing"] }),
  kitchenOrders: build.query<KitchenBoard, { stationId?: string; done?: boolean }>({ query: (queryArg) => ({ url: `/api/v1/kitchen/orders`, params: {station_id: queryArg.stationId, done: queryArg.done} }), providesTags: ["kitchen"] }),
  kitchenStart: build.mutation<Order, { "Idempotency-Key": string; orderId: string; kitchenStep: KitchenStep }>({ query: (queryArg) => ({ url: `/api/v1/kitchen/orders/${encodeURIComponent(queryArg.orderId)}/start`, method: 'POST', body: queryArg.kitchenStep, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["kitchen"] }),
  kitchenReady: build.mutation<Order, { "Idempotency-Key": string; orderId: string; kitchenStep: KitchenStep }>({ query: (queryArg) => ({ url: `/api/v1/kitchen/orders/${encodeURIComponent(queryArg.orderId)}/ready`, method: 'POST', body: queryArg.kitchenStep, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["kitchen"] }),
  kitchenRecall: build.mutation<Order, { "Idempotency-Key": string; orderId: string; kitchenStep: KitchenStep }>({ query: (queryArg) => ({ url: `/api/v1/kitchen/orders/${encodeURIComponent(queryArg.orderId)}/recall`, method: 'POST', body: queryArg.kitchenStep, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["kitchen"] }),
  orderTickets: build.query<PrintJobs, { orderId: string }>({ query: (queryArg) => ({ url: `/api/v1/orders/${encodeURIComponent(queryArg.orderId)}/tickets` }), providesTags: ["printing"] }),
  listPrintJobs: build.query<PrintJobs, { state?: string; cursor?: string }>({ query: (queryArg) => ({ url: `/api/v1/print/jobs`, params: {state: queryArg.state, cursor: queryArg.cursor} }), providesTags: ["printing"] }),
  answerPrintJob: build.mutation<PrintJob, { "Idempotency-Key": string; printJobId: string; answer: PrintAnswer }>({ query: (queryArg) => ({ url: `/api/v1/print/jobs/${encodeURIComponent(queryArg.printJobId)}/answer`, method: 'POST', body: queryArg.answer, headers: { "Idempotency-Key": queryArg["Idempotency-Key"] } }), invalidatesTags: ["printing"] }),
  listPrinters: build.query<Printers, void>({ query: () => ({ url: `/api/v1/print/printers` }), providesTags: ["printing"] }),
}), overrideExisting: false });
export { injectedRtkApi as boxApi };
export type OrderType = 'dine_in' | 'takeaway' | 'delivery';
export type Role = 'admin' | 'cashier' | 'kitchen' | 'delivery';
export type LoginRequest = { company: string; username: string; password: string };
export type PinRequest = { staff_id: string; pin: string };
export type Person = { staff_id: string; name: string; roles: Role[] };
export type People = { items: Person[] };
export type Staff = { staff_id: string; name: string; username: string; roles: Role[] };
export type Branch = { branch_id: string; company_id: string; name: string; business_name: string; nit: string; address: string; zone: string; closes_at_min: number };
export type Session = { access_token: string; token_type: string; expires_in: number; staff: Staff; branch: Branch };
export type Category = { category_id: string; name: string; position: number; color?: string | null; active: boolean };
export type RecipeItem = { ingredient_id: string; quantity: number };
export type ChannelPrice = { order_type: OrderType; price: number };
export type Variant = { variant_id: string; name: string; price: number; recipe: RecipeItem[] };
export type ComboOption = { product_id: string; variant_id?: string | null; surcharge: number };
export type ComboSlot = { slot_id: string; name: string; options: ComboOption[] };
export type Product = { product_id: string; category_id: string; name: string; description?: string | null; price: number; channel_prices: ChannelPrice[]; variants: Variant[]; modifier_group_ids: string[]; combo_slots: ComboSlot[]; recipe: RecipeItem[]; without_recipe: boolean; station_id?: string | null; tax: 'inc' | 'iva' | 'none'; position: number; active: boolean; sold_out: boolean; emoji?: string | null };
export type Modifier = { modifier_id: string; name: string; price: number; max: number; is_default: boolean; recipe: RecipeItem[]; active: boolean };
export type ModifierGroup = { modifier_group_id: string; name: string; required: boolean; min: number; max: number; modifiers: Modifier[] };
export type Ingredient = { ingredient_id: string; name: string; unit: 'g' | 'ml' | 'unit' };
export type Station = { station_id: string; name: string; position: number };
export type Menu = { version: number; categories: Category[]; products: Product[]; modifier_groups: ModifierGroup[]; ingredients: Ingredient[]; stations: Station[] };
export type Availability = { sold_out: boolean };
export type ChosenModifier = { modifier_id: string; quantity: number };
export type NewComponent = { slot_id: string; product_id: string; variant_id?: string | null; modifiers?: ChosenModifier[] };
export type NewLine = { line_id: string; product_id: string; variant_id?: string | null; quantity: number; modifiers?: ChosenModifier[]; components?: NewComponent[]; note?: string | null };
export type QuoteRequest = { order_type: OrderType; lines: NewLine[] };
export type TaxLine = { tax: 'inc' | 'iva'; rate_bp: number; base: number; amount: number };
export type Totals = { subtotal: number; discount: number; total: number; taxes: TaxLine[]; paid: number; rounding: number; due: number; due_in_cash: number; change: number };
export type Quote = { lines: { line_id: string; unit_price: number; total: number }[]; totals: Totals };
export type Customer = { name?: string | null; phone?: string | null; address?: string | null };
export type PaymentMethod = 'cash' | 'card' | 'nequi' | 'daviplata' | 'bre_b' | 'transfer' | 'platform' | 'credit';
export type NewPayment = { payment_id: string; method: PaymentMethod; amount: number; tendered?: number | null; reference?: string | null };
export type NewOrder = { order_id: string; order_type: OrderType; table?: string | null; customer?: Customer | null; guests?: number | null; note?: string | null; lines: NewLine[]; send_id?: string | null; payments?: NewPayment[] };
export type OrderStatus = 'open' | 'sent' | 'preparing' | 'ready' | 'delivered' | 'cancelled';
export type PaymentState = 'unpaid' | 'partial' | 'paid';
export type OrderSummary = { order_id: string; number: string; order_type: OrderType; table?: string | null; customer_name?: string | null; status: OrderStatus; payment_state: PaymentState; total: number; due: number; created_at_ms: number; line_count: number; created_by_name: string };
export type OrderPage = { items: OrderSummary[]; next_cursor?: string | null };
export type Stage = 'new' | 'pending' | 'preparing' | 'ready' | 'delivered' | 'voided';
export type PartModifier = { name: string; quantity: number };
export type Part = { part: number; station_id?: string | null; name: string; variant?: string | null; modifiers: PartModifier[]; stage: Stage };
export type LineModifier = { modifier_id: string; name: string; quantity: number; price: number };
export type Line = { line_id: string; product_id: string; name: string; variant?: string | null; quantity: number; unit_price: number; total: number; modifiers: LineModifier[]; note?: string | null; round?: number | null; sent_at_ms?: number | null; stage: Stage; void_reason?: string | null; parts: Part[] };
export type Payment = { payment_id: string; method: PaymentMethod; amount: number; tendered?: number | null; change: number; rounding: number; reference?: string | null; at_ms: number; by_name: string };
export type Order = { order_id: string; number: string; order_type: OrderType; table?: string | null; customer?: Customer | null; guests?: number | null; note?: string | null; status: OrderStatus; payment_state: PaymentState; business_day: string; created_at_ms: number; created_by: { staff_id: string; name: string }; cancel_reason?: string | null; needs_review: boolean; version: number; lines: Line[]; payments: Payment[]; totals: Totals };
export type NewLines = { lines: NewLine[]; send_id?: string | null };
export type SendOrder = { send_id: string };
export type ChangeStatus = { step_id: string; to: 'preparing' | 'ready' | 'delivered' };
export type VoidLine = { void_id: string; reason: string };
export type CancelOrder = { reason: string };
export type PayOrder = { payments: NewPayment[] };
export type Reprint = { kind: 'kitchen' | 'receipt'; reason: string };
export type PrintState = 'queued' | 'sending' | 'printed' | 'uncertain' | 'retry_wait' | 'blocked' | 'expired' | 'cancelled';
export type PrintJob = { print_job_id: string; order_id?: string | null; order_number?: string | null; kind: 'kitchen' | 'void' | 'receipt' | 'test'; station_name?: string | null; printer_name?: string | null; state: PrintState; copy_no: number; reason?: string | null; created_at_ms: number; finished_at_ms?: number | null };
export type PrintJobs = { items: PrintJob[] };
export type PrintAnswer = { printed: boolean };
export type Printer = { printer_id: string; name: string; state: 'ok' | 'paper_out' | 'cover_open' | 'offline' | 'error'; queued: number; oldest_at_ms?: number | null; estimate_s: number };
export type Printers = { items: Printer[] };
export type CardItem = { line_id: string; part: number; quantity: number; name: string; variant?: string | null; modifiers: PartModifier[]; note?: string | null; station_id?: string | null; stage: Stage; void_reason?: string | null };
export type Card = { order_id: string; send_id: string; number: string; round: number; order_type: OrderType; table?: string | null; customer_name?: string | null; note?: string | null; sent_at_ms: number; created_by_name: string; stage: 'pending' | 'preparing' | 'ready'; done_at_ms?: number | null; items: CardItem[] };
export type DishCount = { name: string; variant?: string | null; quantity: number };
export type KitchenBoard = { server_time_ms: number; cards: Card[]; totals: DishCount[] };
export type PartRef = { line_id: string; part: number };
export type KitchenStep = { step_id: string; send_id?: string | null; station_id?: string | null; parts?: PartRef[] | null };
export const {
  useLoginMutation,
  useListPeopleQuery,
  useLazyListPeopleQuery,
  useLoginWithPinMutation,
  useRefreshSessionMutation,
  useLogoutMutation,
  useGetMenuQuery,
  useLazyGetMenuQuery,
  useSetAvailabilityMutation,
  useQuoteOrderQuery,
  useLazyQuoteOrderQuery,
  useCreateOrderMutation,
  useListOrdersQuery,
  useLazyListOrdersQuery,
  useGetOrderQuery,
  useLazyGetOrderQuery,
  useAddLinesMutation,
  useSendOrderMutation,
  useChangeStatusMutation,
  useVoidLineMutation,
  useCancelOrderMutation,
  usePayOrderMutation,
  useReprintOrderMutation,
  useKitchenOrdersQuery,
  useLazyKitchenOrdersQuery,
  useKitchenStartMutation,
  useKitchenReadyMutation,
  useKitchenRecallMutation,
  useOrderTicketsQuery,
  useLazyOrderTicketsQuery,
  useListPrintJobsQuery,
  useLazyListPrintJobsQuery,
  useAnswerPrintJobMutation,
  useListPrintersQuery,
  useLazyListPrintersQuery,
} = injectedRtkApi;
