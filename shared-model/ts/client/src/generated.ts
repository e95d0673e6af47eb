import { baseApi as api } from "./base-api";
export const addTagTypes = [
    "auth",
    "menu",
    "events",
    "kitchen",
    "monitoring",
    "orders",
    "printing",
    "reports",
    "sync",
] as const;
const injectedRtkApi = api
    .enhanceEndpoints({
        addTagTypes,
    })
    .injectEndpoints({
        endpoints: (build) => ({
            login: build.mutation<LoginApiResponse, LoginApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/auth/login`,
                    method: "POST",
                    body: queryArg.login,
                }),
                invalidatesTags: ["auth"],
            }),
            logout: build.mutation<LogoutApiResponse, LogoutApiArg>({
                query: () => ({ url: `/api/v1/auth/logout`, method: "POST" }),
                invalidatesTags: ["auth"],
            }),
            getMe: build.query<GetMeApiResponse, GetMeApiArg>({
                query: () => ({ url: `/api/v1/auth/me` }),
                providesTags: ["auth"],
            }),
            listPeople: build.query<ListPeopleApiResponse, ListPeopleApiArg>({
                query: () => ({ url: `/api/v1/auth/people` }),
                providesTags: ["auth"],
            }),
            loginWithPin: build.mutation<
                LoginWithPinApiResponse,
                LoginWithPinApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/auth/pin`,
                    method: "POST",
                    body: queryArg.pinLogin,
                }),
                invalidatesTags: ["auth"],
            }),
            refreshSession: build.mutation<
                RefreshSessionApiResponse,
                RefreshSessionApiArg
            >({
                query: () => ({ url: `/api/v1/auth/refresh`, method: "POST" }),
                invalidatesTags: ["auth"],
            }),
            listCategories: build.query<
                ListCategoriesApiResponse,
                ListCategoriesApiArg
            >({
                query: () => ({ url: `/api/v1/categories` }),
                providesTags: ["menu"],
            }),
            createCategory: build.mutation<
                CreateCategoryApiResponse,
                CreateCategoryApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/categories`,
                    method: "POST",
                    body: queryArg.category,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            updateCategory: build.mutation<
                UpdateCategoryApiResponse,
                UpdateCategoryApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/categories/${queryArg.categoryId}`,
                    method: "PUT",
                    body: queryArg.category,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                        "If-Match": queryArg["If-Match"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            listEvents: build.query<ListEventsApiResponse, ListEventsApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/events`,
                    params: {
                        after: queryArg.after,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["events"],
            }),
            listKitchenOrders: build.query<
                ListKitchenOrdersApiResponse,
                ListKitchenOrdersApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/kitchen/orders`,
                    params: {
                        station_id: queryArg.stationId,
                        done: queryArg.done,
                    },
                }),
                providesTags: ["kitchen"],
            }),
            markReady: build.mutation<MarkReadyApiResponse, MarkReadyApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/kitchen/orders/${queryArg.orderId}/ready`,
                    method: "POST",
                    body: queryArg.kitchenStep,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["kitchen"],
            }),
            recallReady: build.mutation<
                RecallReadyApiResponse,
                RecallReadyApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/kitchen/orders/${queryArg.orderId}/recall`,
                    method: "POST",
                    body: queryArg.kitchenStep,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["kitchen"],
            }),
            startPreparing: build.mutation<
                StartPreparingApiResponse,
                StartPreparingApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/kitchen/orders/${queryArg.orderId}/start`,
                    method: "POST",
                    body: queryArg.kitchenStep,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["kitchen"],
            }),
            getKitchenStats: build.query<
                GetKitchenStatsApiResponse,
                GetKitchenStatsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/kitchen/stats`,
                    params: {
                        day: queryArg.day,
                    },
                }),
                providesTags: ["kitchen"],
            }),
            getMenu: build.query<GetMenuApiResponse, GetMenuApiArg>({
                query: () => ({ url: `/api/v1/menu` }),
                providesTags: ["menu"],
            }),
            getHealth: build.query<GetHealthApiResponse, GetHealthApiArg>({
                query: () => ({ url: `/api/v1/monitoring/health` }),
                providesTags: ["monitoring"],
            }),
            listOrders: build.query<ListOrdersApiResponse, ListOrdersApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/orders`,
                    params: {
                        status: queryArg.status,
                        day: queryArg.day,
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["orders"],
            }),
            createOrder: build.mutation<
                CreateOrderApiResponse,
                CreateOrderApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/orders`,
                    method: "POST",
                    body: queryArg.newOrder,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            quoteOrder: build.query<QuoteOrderApiResponse, QuoteOrderApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/orders/quote`,
                    method: "POST",
                    body: queryArg.quoteRequest,
                }),
                providesTags: ["orders"],
            }),
            getOrderStats: build.query<
                GetOrderStatsApiResponse,
                GetOrderStatsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/orders/stats`,
                    params: {
                        day: queryArg.day,
                    },
                }),
                providesTags: ["orders"],
            }),
            getOrder: build.query<GetOrderApiResponse, GetOrderApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}`,
                }),
                providesTags: ["orders"],
            }),
            cancelOrder: build.mutation<
                CancelOrderApiResponse,
                CancelOrderApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/cancel`,
                    method: "POST",
                    body: queryArg.cancelOrder,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            discountOrder: build.mutation<
                DiscountOrderApiResponse,
                DiscountOrderApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/discount`,
                    method: "POST",
                    body: queryArg.discountOrder,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            addLines: build.mutation<AddLinesApiResponse, AddLinesApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/lines`,
                    method: "POST",
                    body: queryArg.addLines,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            voidLine: build.mutation<VoidLineApiResponse, VoidLineApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/lines/${queryArg.lineId}/void`,
                    method: "POST",
                    body: queryArg.voidLine,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            payOrder: build.mutation<PayOrderApiResponse, PayOrderApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/pay`,
                    method: "POST",
                    body: queryArg.payOrder,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            reprintOrder: build.mutation<
                ReprintOrderApiResponse,
                ReprintOrderApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/reprint`,
                    method: "POST",
                    body: queryArg.reprint,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["printing"],
            }),
            sendOrder: build.mutation<SendOrderApiResponse, SendOrderApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/send`,
                    method: "POST",
                    body: queryArg.sendOrder,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            setOrderStatus: build.mutation<
                SetOrderStatusApiResponse,
                SetOrderStatusApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/status`,
                    method: "PATCH",
                    body: queryArg.setStatus,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["orders"],
            }),
            listOrderTickets: build.query<
                ListOrderTicketsApiResponse,
                ListOrderTicketsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/orders/${queryArg.orderId}/tickets`,
                }),
                providesTags: ["printing"],
            }),
            listPrintJobs: build.query<
                ListPrintJobsApiResponse,
                ListPrintJobsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/print/jobs`,
                    params: {
                        uncertain: queryArg.uncertain,
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["printing"],
            }),
            answerPrintJob: build.mutation<
                AnswerPrintJobApiResponse,
                AnswerPrintJobApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/print/jobs/${queryArg.printJobId}/answer`,
                    method: "POST",
                    body: queryArg.printAnswer,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["printing"],
            }),
            previewPrintJob: build.query<
                PreviewPrintJobApiResponse,
                PreviewPrintJobApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/print/jobs/${queryArg.printJobId}/${queryArg.preview}`,
                }),
                providesTags: ["printing"],
            }),
            listPrinters: build.query<
                ListPrintersApiResponse,
                ListPrintersApiArg
            >({
                query: () => ({ url: `/api/v1/print/printers` }),
                providesTags: ["printing"],
            }),
            listProducts: build.query<
                ListProductsApiResponse,
                ListProductsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/products`,
                    params: {
                        category_id: queryArg.categoryId,
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["menu"],
            }),
            createProduct: build.mutation<
                CreateProductApiResponse,
                CreateProductApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/products`,
                    method: "POST",
                    body: queryArg.product,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getProduct: build.query<GetProductApiResponse, GetProductApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/products/${queryArg.productId}`,
                }),
                providesTags: ["menu"],
            }),
            updateProduct: build.mutation<
                UpdateProductApiResponse,
                UpdateProductApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/products/${queryArg.productId}`,
                    method: "PUT",
                    body: queryArg.product,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                        "If-Match": queryArg["If-Match"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            setAvailability: build.mutation<
                SetAvailabilityApiResponse,
                SetAvailabilityApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/products/${queryArg.productId}/availability`,
                    method: "POST",
                    body: queryArg.setAvailability,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getDailyReport: build.query<
                GetDailyReportApiResponse,
                GetDailyReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/daily`,
                    params: {
                        date: queryArg.date,
                    },
                }),
                providesTags: ["reports"],
            }),
            exportReport: build.query<
                ExportReportApiResponse,
                ExportReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/export/${queryArg.format}`,
                    params: {
                        report: queryArg.report,
                        from: queryArg["from"],
                        to: queryArg.to,
                    },
                }),
                providesTags: ["reports"],
            }),
            getHoursReport: build.query<
                GetHoursReportApiResponse,
                GetHoursReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/hours`,
                    params: {
                        from: queryArg["from"],
                        to: queryArg.to,
                    },
                }),
                providesTags: ["reports"],
            }),
            getMonthlyReport: build.query<
                GetMonthlyReportApiResponse,
                GetMonthlyReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/monthly`,
                    params: {
                        month: queryArg.month,
                    },
                }),
                providesTags: ["reports"],
            }),
            getPaymentReport: build.query<
                GetPaymentReportApiResponse,
                GetPaymentReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/payments`,
                    params: {
                        from: queryArg["from"],
                        to: queryArg.to,
                    },
                }),
                providesTags: ["reports"],
            }),
            getProductReport: build.query<
                GetProductReportApiResponse,
                GetProductReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/products`,
                    params: {
                        from: queryArg["from"],
                        to: queryArg.to,
                    },
                }),
                providesTags: ["reports"],
            }),
            getSalesReport: build.query<
                GetSalesReportApiResponse,
                GetSalesReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/sales`,
                    params: {
                        from: queryArg["from"],
                        to: queryArg.to,
                    },
                }),
                providesTags: ["reports"],
            }),
            getStaffReport: build.query<
                GetStaffReportApiResponse,
                GetStaffReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/staff`,
                    params: {
                        from: queryArg["from"],
                        to: queryArg.to,
                    },
                }),
                providesTags: ["reports"],
            }),
            getWeeklyReport: build.query<
                GetWeeklyReportApiResponse,
                GetWeeklyReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/weekly`,
                    params: {
                        date: queryArg.date,
                    },
                }),
                providesTags: ["reports"],
            }),
            listConflicts: build.query<
                ListConflictsApiResponse,
                ListConflictsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/sync/conflicts`,
                    params: {
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["sync"],
            }),
            listDeadLetters: build.query<
                ListDeadLettersApiResponse,
                ListDeadLettersApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/sync/dead-letters`,
                    params: {
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["sync"],
            }),
            getSyncStatus: build.query<
                GetSyncStatusApiResponse,
                GetSyncStatusApiArg
            >({
                query: () => ({ url: `/api/v1/sync/status` }),
                providesTags: ["sync"],
            }),
        }),
        overrideExisting: false,
    });
export { injectedRtkApi as boxApi };
export type LoginApiResponse = /** status 200 undefined */ Session;
export type LoginApiArg = {
    login: Login;
};
export type LogoutApiResponse = unknown;
export type LogoutApiArg = void;
export type GetMeApiResponse = /** status 200 undefined */ Staff;
export type GetMeApiArg = void;
export type ListPeopleApiResponse = /** status 200 undefined */ People;
export type ListPeopleApiArg = void;
export type LoginWithPinApiResponse = /** status 200 undefined */ Session;
export type LoginWithPinApiArg = {
    pinLogin: PinLogin;
};
export type RefreshSessionApiResponse = /** status 200 undefined */ Session;
export type RefreshSessionApiArg = void;
export type ListCategoriesApiResponse =
    /** status 200 undefined */ CategoryList;
export type ListCategoriesApiArg = void;
export type CreateCategoryApiResponse = /** status 201 undefined */ Category;
export type CreateCategoryApiArg = {
    "Idempotency-Key": CommandId;
    category: Category;
};
export type UpdateCategoryApiResponse = /** status 200 undefined */ Category;
export type UpdateCategoryApiArg = {
    categoryId: CategoryId;
    "Idempotency-Key": CommandId;
    "If-Match": string;
    category: Category;
};
export type ListEventsApiResponse = /** status 200 undefined */ EventPage;
export type ListEventsApiArg = {
    /** The last sequence number the screen has. */
    after?: number;
    limit?: number;
};
export type ListKitchenOrdersApiResponse =
    /** status 200 undefined */ KitchenBoard;
export type ListKitchenOrdersApiArg = {
    stationId?: StationId;
    /** The last finished ones instead of the open ones. */
    done?: boolean;
};
export type MarkReadyApiResponse = /** status 200 undefined */ Order;
export type MarkReadyApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    kitchenStep: KitchenStep;
};
export type RecallReadyApiResponse = /** status 200 undefined */ Order;
export type RecallReadyApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    kitchenStep: KitchenStep;
};
export type StartPreparingApiResponse = /** status 200 undefined */ Order;
export type StartPreparingApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    kitchenStep: KitchenStep;
};
export type GetKitchenStatsApiResponse =
    /** status 200 undefined */ KitchenStats;
export type GetKitchenStatsApiArg = {
    /** Today when nobody says otherwise. */
    day?: BusinessDay;
};
export type GetMenuApiResponse = /** status 200 undefined */ Menu;
export type GetMenuApiArg = void;
export type GetHealthApiResponse = /** status 200 undefined */ Health;
export type GetHealthApiArg = void;
export type ListOrdersApiResponse = /** status 200 undefined */ OrderPage;
export type ListOrdersApiArg = {
    /** Statuses, separated by commas. */
    status?: string;
    day?: BusinessDay;
    cursor?: string;
    limit?: number;
};
export type CreateOrderApiResponse = /** status 201 undefined */ Order;
export type CreateOrderApiArg = {
    "Idempotency-Key": CommandId;
    newOrder: NewOrder;
};
export type QuoteOrderApiResponse = /** status 200 undefined */ Quote;
export type QuoteOrderApiArg = {
    quoteRequest: QuoteRequest;
};
export type GetOrderStatsApiResponse = /** status 200 undefined */ OrderStats;
export type GetOrderStatsApiArg = {
    /** Today when nobody says otherwise. */
    day?: BusinessDay;
};
export type GetOrderApiResponse = /** status 200 undefined */ Order;
export type GetOrderApiArg = {
    orderId: OrderId;
};
export type CancelOrderApiResponse = /** status 200 undefined */ Order;
export type CancelOrderApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    cancelOrder: CancelOrder;
};
export type DiscountOrderApiResponse = /** status 200 undefined */ Order;
export type DiscountOrderApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    discountOrder: DiscountOrder;
};
export type AddLinesApiResponse = /** status 200 undefined */ Order;
export type AddLinesApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    addLines: AddLines;
};
export type VoidLineApiResponse = /** status 200 undefined */ Order;
export type VoidLineApiArg = {
    orderId: OrderId;
    lineId: LineId;
    "Idempotency-Key": CommandId;
    voidLine: VoidLine;
};
export type PayOrderApiResponse = /** status 200 undefined */ Order;
export type PayOrderApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    payOrder: PayOrder;
};
export type ReprintOrderApiResponse = /** status 200 undefined */ PrintJobPage;
export type ReprintOrderApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    reprint: Reprint;
};
export type SendOrderApiResponse = /** status 200 undefined */ Order;
export type SendOrderApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    sendOrder: SendOrder;
};
export type SetOrderStatusApiResponse = /** status 200 undefined */ Order;
export type SetOrderStatusApiArg = {
    orderId: OrderId;
    "Idempotency-Key": CommandId;
    setStatus: SetStatus;
};
export type ListOrderTicketsApiResponse =
    /** status 200 undefined */ PrintJobPage;
export type ListOrderTicketsApiArg = {
    orderId: OrderId;
};
export type ListPrintJobsApiResponse = /** status 200 undefined */ PrintJobPage;
export type ListPrintJobsApiArg = {
    /** Only those that wait for an answer (`uncertain`). */
    uncertain?: boolean;
    cursor?: string;
    limit?: number;
};
export type AnswerPrintJobApiResponse = /** status 200 undefined */ PrintJob;
export type AnswerPrintJobApiArg = {
    printJobId: PrintJobId;
    "Idempotency-Key": CommandId;
    printAnswer: PrintAnswer;
};
export type PreviewPrintJobApiResponse = /** status 200 undefined */ number[];
export type PreviewPrintJobApiArg = {
    printJobId: PrintJobId;
    preview: string;
};
export type ListPrintersApiResponse = /** status 200 undefined */ PrinterList;
export type ListPrintersApiArg = void;
export type ListProductsApiResponse = /** status 200 undefined */ ProductPage;
export type ListProductsApiArg = {
    categoryId?: CategoryId;
    cursor?: string;
    limit?: number;
};
export type CreateProductApiResponse = /** status 201 undefined */ Product;
export type CreateProductApiArg = {
    "Idempotency-Key": CommandId;
    product: Product;
};
export type GetProductApiResponse = /** status 200 undefined */ Product;
export type GetProductApiArg = {
    productId: ProductId;
};
export type UpdateProductApiResponse = /** status 200 undefined */ Product;
export type UpdateProductApiArg = {
    productId: ProductId;
    "Idempotency-Key": CommandId;
    "If-Match": string;
    product: Product;
};
export type SetAvailabilityApiResponse = /** status 200 undefined */ Product;
export type SetAvailabilityApiArg = {
    productId: ProductId;
    "Idempotency-Key": CommandId;
    setAvailability: SetAvailability;
};
export type GetDailyReportApiResponse = /** status 200 undefined */ SalesReport;
export type GetDailyReportApiArg = {
    /** Today when nobody says otherwise. */
    date?: BusinessDay;
};
export type ExportReportApiResponse = /** status 200 undefined */ string;
export type ExportReportApiArg = {
    format: ExportFormat;
    report: ReportKind;
    from: BusinessDay;
    to: BusinessDay;
};
export type GetHoursReportApiResponse = /** status 200 undefined */ HoursReport;
export type GetHoursReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
};
export type GetMonthlyReportApiResponse =
    /** status 200 undefined */ SalesReport;
export type GetMonthlyReportApiArg = {
    /** This month when nobody says otherwise. */
    month?: string;
};
export type GetPaymentReportApiResponse =
    /** status 200 undefined */ PaymentReport;
export type GetPaymentReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
};
export type GetProductReportApiResponse =
    /** status 200 undefined */ ProductReport;
export type GetProductReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
};
export type GetSalesReportApiResponse = /** status 200 undefined */ SalesReport;
export type GetSalesReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
};
export type GetStaffReportApiResponse = /** status 200 undefined */ StaffReport;
export type GetStaffReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
};
export type GetWeeklyReportApiResponse =
    /** status 200 undefined */ SalesReport;
export type GetWeeklyReportApiArg = {
    /** Today when nobody says otherwise. */
    date?: BusinessDay;
};
export type ListConflictsApiResponse = /** status 200 undefined */ ConflictPage;
export type ListConflictsApiArg = {
    cursor?: string;
    limit?: number;
};
export type ListDeadLettersApiResponse =
    /** status 200 undefined */ DeadLetterPage;
export type ListDeadLettersApiArg = {
    cursor?: string;
    limit?: number;
};
export type GetSyncStatusApiResponse = /** status 200 undefined */ SyncStatus;
export type GetSyncStatusApiArg = void;
export type BranchId = string;
export type Money = number;
export type CompanyId = string;
export type Branch = {
    /** Switched off instead of deleted. */
    active?: boolean;
    address: string;
    branch_id: BranchId;
    /** The name on paper. */
    business_name: string;
    /** Smallest amount paid in cash; what is below it is waived in the customer's favour. */
    cash_rounding: Money;
    /** Minute of the day at which the business day changes: 06:00 is 360. */
    closes_at_min: number;
    /** Short name in reports: `CHA`. */
    code?: string | null;
    company_id: CompanyId;
    /** What people type at login, lower-case. */
    company_slug: string;
    /** The first one; a company has one. */
    is_main?: boolean;
    /** In millionths of a degree. */
    latitude_udeg?: number | null;
    /** In millionths of a degree. */
    longitude_udeg?: number | null;
    /** What people call the branch. */
    name: string;
    /** Tax number with its check digit: `900.123.456-8`. */
    nit: string;
    phone?: string | null;
    /** IANA name: `America/Bogota`. */
    zone: string;
};
export type Role = "admin" | "cashier" | "kitchen" | "delivery";
export type StaffId = string;
export type Staff = {
    name: string;
    roles: Role[];
    staff_id: StaffId;
    username: string;
};
export type Session = {
    access_token: string;
    branch: Branch;
    /** Seconds until the access token must be refreshed. */
    expires_in: number;
    staff: Staff;
    token_type: string;
};
export type ProblemCode =
    | "bad-request"
    | "bad-json"
    | "body-too-large"
    | "unsupported-media-type"
    | "method-not-allowed"
    | "not-found"
    | "invalid-field"
    | "unauthorized"
    | "bad-credentials"
    | "bad-pin"
    | "pin-locked"
    | "device-not-paired"
    | "forbidden"
    | "account-locked"
    | "too-many-requests"
    | "company-inactive"
    | "subscription-lapsed"
    | "plan-limit"
    | "plan-not-available"
    | "payments-unavailable"
    | "slug-taken"
    | "email-taken"
    | "reset-link-invalid"
    | "idempotency-key-missing"
    | "idempotency-key-reused"
    | "precondition-required"
    | "precondition-failed"
    | "already-exists"
    | "last-admin"
    | "last-branch"
    | "branch-in-use"
    | "order-cancelled"
    | "order-delivered"
    | "order-paid"
    | "order-has-payments"
    | "nothing-to-send"
    | "step-not-allowed"
    | "line-voided"
    | "line-not-sellable"
    | "overpaid"
    | "nothing-due"
    | "reference-missing"
    | "reference-used"
    | "discount-too-large"
    | "not-answerable"
    | "nothing-to-print"
    | "busy"
    | "storage-full"
    | "storage-read-only"
    | "storage-failed"
    | "internal";
export type FieldError = {
    /** What is wrong, for people. */
    detail: string;
    /** JSON pointer (RFC 6901) into the request body. */
    pointer: string;
};
export type Problem = {
    code: ProblemCode;
    /** What happened and what to do, in Spanish. */
    detail: string;
    errors?: FieldError[];
    /** Also in the logs; what support asks for. */
    request_id: string;
    status: number;
    title: string;
    /** `urn:fastops:problem:` and the code. */
    type: string;
};
export type Login = {
    /** The company's short name. */
    company: string;
    password: string;
    username: string;
};
export type PersonWithPin = {
    name: string;
    roles: Role[];
    staff_id: StaffId;
};
export type People = {
    items: PersonWithPin[];
};
export type PinLogin = {
    pin: string;
    staff_id: StaffId;
};
export type CategoryId = string;
export type Category = {
    /** Switched off instead of deleted. */
    active?: boolean;
    category_id: CategoryId;
    /** `#rrggbb`, for the tab and its tiles. */
    color?: string | null;
    /** What the tab says, 1–80 characters, unique among active categories. */
    name: string;
    /** Tabs are shown by position, then name. */
    position?: number;
};
export type CategoryList = {
    items: Category[];
};
export type CommandId = string;
export type EventEnvelope = {
    data: object;
    /** The same event has the same id on every path. */
    id: string;
    seq: number;
    /** When, in milliseconds since 1970 UTC. */
    ts: number;
    /** `order:created` and so on; also the name of the Socket.IO event. */
    type: string;
    /** Version of the shape of `data`. */
    v: number;
};
export type EventPage = {
    items: EventEnvelope[];
    /** The newest sequence number there is. */
    latest: number;
};
export type Timestamp = number;
export type LineId = string;
export type NameCount = {
    name: string;
    quantity: number;
};
export type Stage =
    "new" | "pending" | "preparing" | "ready" | "delivered" | "voided";
export type StationId = string;
export type CardItem = {
    line_id: LineId;
    modifiers: NameCount[];
    name: string;
    note?: string | null;
    part: number;
    quantity: number;
    stage: Stage;
    station_id?: StationId | null;
    variant?: string | null;
    void_reason?: string | null;
};
export type OrderId = string;
export type OrderType = "dine_in" | "takeaway" | "delivery";
export type SendId = string;
export type Card = {
    created_by_name: string;
    customer_name?: string | null;
    done_at_ms?: Timestamp | null;
    items: CardItem[];
    note?: string | null;
    number: string;
    order_id: OrderId;
    order_type: OrderType;
    round: number;
    send_id: SendId;
    sent_at_ms: Timestamp;
    /** The least advanced of its items. */
    stage: Stage;
    table?: string | null;
};
export type AllDay = {
    name: string;
    quantity: number;
    variant?: string | null;
};
export type KitchenBoard = {
    /** Oldest first; done ones newest first. */
    cards: Card[];
    /** For timers that do not trust the tablet's clock. */
    server_time_ms: Timestamp;
    /** All that is still to be made. */
    totals: AllDay[];
};
export type BusinessDay = string;
export type Person = {
    name: string;
    staff_id: StaffId;
};
export type Customer = {
    address?: string | null;
    name?: string | null;
    phone?: string | null;
};
export type ModifierId = string;
export type LineModifier = {
    modifier_id: ModifierId;
    name: string;
    /** Of one. */
    price: Money;
    quantity: number;
};
export type LinePart = {
    modifiers: NameCount[];
    name: string;
    part: number;
    stage: Stage;
    station_id?: StationId | null;
    variant?: string | null;
};
export type ProductId = string;
export type Line = {
    line_id: LineId;
    modifiers: LineModifier[];
    name: string;
    note?: string | null;
    parts: LinePart[];
    product_id: ProductId;
    quantity: number;
    /** Which dispatch it went out with, from 1. */
    round?: number | null;
    sent_at_ms?: Timestamp | null;
    /** The least advanced of its parts. */
    stage: Stage;
    total: Money;
    unit_price: Money;
    variant?: string | null;
    void_reason?: string | null;
};
export type PaymentState = "unpaid" | "partial" | "paid";
export type Method =
    | "cash"
    | "card"
    | "nequi"
    | "daviplata"
    | "bre_b"
    | "transfer"
    | "platform"
    | "credit";
export type PaymentId = string;
export type Payment = {
    amount: Money;
    at_ms: Timestamp;
    by_name: string;
    change: Money;
    method: Method;
    payment_id: PaymentId;
    reference?: string | null;
    rounding: Money;
    tendered?: Money | null;
};
export type Status =
    "open" | "sent" | "preparing" | "ready" | "delivered" | "cancelled";
export type BasisPoints = number;
export type Tax = "inc" | "iva";
export type TaxLine = {
    amount: Money;
    base: Money;
    rate_bp: BasisPoints;
    tax: Tax;
};
export type Totals = {
    /** Cash given back so far. */
    change: Money;
    discount: Money;
    due: Money;
    /** What is due when it is paid in cash. */
    due_in_cash: Money;
    /** Received beyond the total (two tills charged at once): owed back to the customer. */
    overpaid: Money;
    paid: Money;
    /** Waived because coins that small do not exist. */
    rounding: Money;
    subtotal: Money;
    taxes: TaxLine[];
    /** Taxes included. */
    total: Money;
};
export type Order = {
    business_day: BusinessDay;
    cancel_reason?: string | null;
    created_at_ms: Timestamp;
    created_by: Person;
    customer: Customer;
    guests?: number | null;
    lines: Line[];
    /** Two sides did what cannot both stand (cancelled and paid): a person must decide. */
    needs_review: boolean;
    note?: string | null;
    /** What people call out: `M-047`. */
    number: string;
    order_id: OrderId;
    order_type: OrderType;
    payment_state: PaymentState;
    payments: Payment[];
    status: Status;
    table?: string | null;
    totals: Totals;
    /** Grows with every change. */
    version: number;
};
export type PartRef = {
    line_id: LineId;
    /** 0 for a simple product; the component of a combo. */
    part: number;
};
export type StepId = string;
export type KitchenStep = {
    parts?: PartRef[] | null;
    send_id?: SendId | null;
    station_id?: StationId | null;
    step_id: StepId;
};
export type StationStats = {
    /** From sent to ready. */
    average_ms?: number | null;
    name: string;
    /** Nine of ten were faster. */
    p90_ms?: number | null;
    pending: number;
    preparing: number;
    ready: number;
    station_id: StationId;
};
export type KitchenStats = {
    business_day: BusinessDay;
    stations: StationStats[];
};
export type IngredientId = string;
export type Unit = "g" | "ml" | "unit";
export type Ingredient = {
    ingredient_id: IngredientId;
    name: string;
    unit: Unit;
};
export type ModifierGroupId = string;
export type Quantity = number;
export type RecipeItem = {
    ingredient_id: IngredientId;
    /** In 1/10,000 of the ingredient's unit. */
    quantity: Quantity;
};
export type Modifier = {
    active?: boolean;
    is_default?: boolean;
    /** How often it may be chosen on one line. */
    max?: number;
    modifier_id: ModifierId;
    name: string;
    price?: Money;
    recipe?: RecipeItem[];
};
export type ModifierGroup = {
    /** Most answers. */
    max: number;
    /** Fewest answers, when any is given. */
    min?: number;
    modifier_group_id: ModifierGroupId;
    modifiers?: Modifier[];
    name: string;
    /** At least `max(1, min)` answers are needed. */
    required?: boolean;
};
export type ChannelPrice = {
    order_type: OrderType;
    price: Money;
};
export type VariantId = string;
export type ComboOption = {
    product_id: ProductId;
    /** Added to the combo's price. */
    surcharge?: Money;
    variant_id?: VariantId | null;
};
export type ComboSlotId = string;
export type ComboSlot = {
    name: string;
    /** The first option is preselected. */
    options?: ComboOption[];
    slot_id: ComboSlotId;
};
export type TaxKind = "inc" | "iva" | "none";
export type Variant = {
    name: string;
    price: Money;
    /** Instead of the product's recipe when not empty. */
    recipe?: RecipeItem[];
    variant_id: VariantId;
};
export type Product = {
    /** Switched off instead of deleted. */
    active?: boolean;
    category_id: CategoryId;
    /** Prices that differ for an order type; not used by products with sizes. */
    channel_prices?: ChannelPrice[];
    /** Places of a combo, each filled by one of its options; the combo's parts go to their own stations. */
    combo_slots?: ComboSlot[];
    description?: string | null;
    /** One emoji for the tile. */
    emoji?: string | null;
    /** Questions asked when it is sold, in this order. */
    modifier_group_ids?: ModifierGroupId[];
    /** What the tile and the ticket say, 1–80 characters. */
    name: string;
    /** Tiles are shown by position, then name. */
    position?: number;
    /** Tax included. With sizes, each size has its own price and this one is only shown. */
    price: Money;
    product_id: ProductId;
    /** What one of it uses up. */
    recipe?: RecipeItem[];
    /** "Agotado": shown, not sold. */
    sold_out?: boolean;
    station_id?: StationId | null;
    tax?: TaxKind;
    /** Sizes; when there are any, one must be chosen. */
    variants?: Variant[];
    /** Sold without touching the stock, on purpose. */
    without_recipe?: boolean;
};
export type PrinterId = string;
export type Station = {
    name: string;
    position?: number;
    /** Where its tickets are printed. */
    printer_id: PrinterId;
    station_id: StationId;
};
export type Menu = {
    categories: Category[];
    ingredients: Ingredient[];
    modifier_groups: ModifierGroup[];
    products: Product[];
    stations: Station[];
    /** Grows with every change. */
    version: number;
};
export type Health = {
    /** False: "hora no confiable". */
    clock_trusted: boolean;
    printers_down: number;
    server_time_ms: Timestamp;
    /** `ok`, or `warning` when a person should look. */
    status: string;
    /** Papers that somebody has to say something about. */
    uncertain_jobs: number;
    version: string;
};
export type OrderSummary = {
    created_at_ms: Timestamp;
    created_by_name: string;
    customer_name?: string | null;
    due: Money;
    line_count: number;
    number: string;
    order_id: OrderId;
    order_type: OrderType;
    payment_state: PaymentState;
    status: Status;
    table?: string | null;
    total: Money;
};
export type OrderPage = {
    items: OrderSummary[];
    next_cursor?: string | null;
};
export type NewModifier = {
    modifier_id: ModifierId;
    quantity?: number;
};
export type NewComponent = {
    modifiers?: NewModifier[];
    product_id: ProductId;
    slot_id: ComboSlotId;
    variant_id?: VariantId | null;
};
export type NewLine = {
    /** What fills each place of a combo. */
    components?: NewComponent[];
    line_id: LineId;
    modifiers?: NewModifier[];
    note?: string | null;
    product_id: ProductId;
    quantity: number;
    variant_id?: VariantId | null;
};
export type NewPayment = {
    /** What of the bill it settles. In cash, paying `due_in_cash` settles the bill. */
    amount: Money;
    method: Method;
    payment_id: PaymentId;
    /** The number that proves a payment that is not cash. */
    reference?: string | null;
    tendered?: Money | null;
};
export type NewOrder = {
    customer?: Customer | null;
    guests?: number | null;
    lines: NewLine[];
    note?: string | null;
    order_id: OrderId;
    order_type: OrderType;
    payments?: NewPayment[];
    send_id?: SendId | null;
    table?: string | null;
};
export type QuotedLine = {
    line_id: LineId;
    total: Money;
    /** Of one piece, extras included. */
    unit_price: Money;
};
export type Quote = {
    lines: QuotedLine[];
    totals: Totals;
};
export type QuoteRequest = {
    lines: NewLine[];
    order_type: OrderType;
};
export type MethodStats = {
    amount: Money;
    method: Method;
};
export type StatusStats = {
    orders: number;
    status: Status;
};
export type TypeStats = {
    order_type: OrderType;
    orders: number;
    sold: Money;
};
export type OrderStats = {
    /** `sold` by `orders`, to the whole peso. */
    average: Money;
    business_day: BusinessDay;
    by_method: MethodStats[];
    by_status: StatusStats[];
    by_type: TypeStats[];
    cancelled: number;
    /** Not cancelled. */
    orders: number;
    /** Total of what was not cancelled. */
    sold: Money;
};
export type CancelOrder = {
    reason: string;
};
export type DiscountId = string;
export type DiscountOrder = {
    amount: Money;
    discount_id: DiscountId;
    reason: string;
};
export type AddLines = {
    lines: NewLine[];
    send_id?: SendId | null;
};
export type VoidId = string;
export type VoidLine = {
    reason?: string;
    void_id: VoidId;
};
export type PayOrder = {
    payments: NewPayment[];
};
export type PrintJobId = string;
export type PrintJob = {
    /** 1 for the original, more for reprints. */
    copy_no: number;
    created_at_ms: Timestamp;
    finished_at_ms?: Timestamp | null;
    /** `kitchen`, `void`, `receipt`, `drawer` or `test`. */
    kind: string;
    order_id?: OrderId | null;
    order_number?: string | null;
    print_job_id: PrintJobId;
    printer_id: PrinterId;
    printer_name: string;
    reason?: string | null;
    /** `queued`, `sending`, `printed`, `uncertain` (may or may not have come out), and so on. */
    state: string;
};
export type PrintJobPage = {
    items: PrintJob[];
    next_cursor?: string | null;
};
export type ReprintKind = "kitchen" | "receipt";
export type Reprint = {
    kind: ReprintKind;
    reason?: string;
};
export type SendOrder = {
    send_id: SendId;
};
export type NextStatus = "preparing" | "ready" | "delivered";
export type SetStatus = {
    step_id: StepId;
    to: NextStatus;
};
export type PrintAnswer = {
    printed: boolean;
};
export type PrinterStatus = {
    /** Seconds until its queue is printed. */
    estimate_s: number;
    name: string;
    oldest_at_ms?: Timestamp | null;
    printer_id: PrinterId;
    queued: number;
    /** `ok`, `paper_out`, `cover_open`, `offline` or `error`. */
    state: string;
};
export type PrinterList = {
    items: PrinterStatus[];
};
export type ProductPage = {
    items: Product[];
    next_cursor?: string | null;
};
export type SetAvailability = {
    sold_out: boolean;
};
export type SalesFigures = {
    /** What an order comes to, in whole pesos. */
    average: Money;
    cancelled: number;
    /** What the cancelled orders would have come to. */
    cancelled_total: Money;
    discount: Money;
    guests: number;
    /** Orders that were not cancelled. */
    orders: number;
    subtotal: Money;
    tax: Money;
    total: Money;
};
export type DaySales = {
    business_day: BusinessDay;
    figures: SalesFigures;
};
export type TypeSales = {
    figures: SalesFigures;
    order_type: OrderType;
    previous: SalesFigures;
    /** Of everything sold. */
    share_bp: number;
};
export type PeriodKind = "day" | "week" | "month" | "custom";
export type Period = {
    /** The first day. */
    from: BusinessDay;
    kind: PeriodKind;
    /** The last day, included. */
    to: BusinessDay;
};
export type RemovalKind = "void" | "cancel" | "discount";
export type Removal = {
    count: number;
    kind: RemovalKind;
    reason: string;
    total: Money;
};
export type TaxSales = {
    amount: Money;
    base: Money;
    rate_bp: BasisPoints;
    tax?: Tax | null;
};
export type SalesReport = {
    /** Every day of the period, also those without sales. */
    by_day: DaySales[];
    by_type: TypeSales[];
    figures: SalesFigures;
    /** Growth of `total` in 1/10,000; none where there was nothing before. */
    growth_bp?: number | null;
    period: Period;
    previous: SalesFigures;
    previous_period: Period;
    removals: Removal[];
    taxes: TaxSales[];
};
export type ExportFormat = "csv" | "xlsx" | "pdf";
export type ReportKind = "sales" | "products" | "hours" | "payments" | "staff";
export type HourSales = {
    /** 19: from 7 to 8 in the evening. */
    hour: number;
    orders: number;
    previous_orders: number;
    previous_total: Money;
    /** Of everything sold. */
    share_bp: number;
    total: Money;
};
export type HoursReport = {
    /** All 24, from the one in which the day begins. */
    hours: HourSales[];
    period: Period;
    previous_period: Period;
};
export type MethodSales = {
    amount: Money;
    method: Method;
    payments: number;
    previous_amount: Money;
    /** Of everything received. */
    share_bp: number;
};
export type PaymentReport = {
    /** Not paid yet. */
    due: Money;
    methods: MethodSales[];
    /** Owed back to customers: paid twice, or paid on an order that was cancelled. */
    overpaid: Money;
    period: Period;
    previous_period: Period;
    previous_received: Money;
    received: Money;
    /** Waived because coins that small do not exist. */
    rounding: Money;
    /** What was sold. */
    total: Money;
};
export type ProductSales = {
    /** Its part of the discounts on the bills it was on. */
    discount: Money;
    /** Before discounts. */
    gross: Money;
    /** Taken back or on cancelled orders. */
    lost_quantity: number;
    lost_total: Money;
    /** The latest name it sold under. */
    name: string;
    previous_quantity: number;
    previous_total: Money;
    product_id: ProductId;
    quantity: number;
    /** Of everything sold. */
    share_bp: number;
    total: Money;
    variant?: string | null;
};
export type ProductReport = {
    period: Period;
    previous_period: Period;
    previous_total: Money;
    products: ProductSales[];
    total: Money;
};
export type StaffSales = {
    /** What one of their orders comes to, in whole pesos. */
    average: Money;
    /** Discounts on the orders they took, whoever gave them. */
    discount: Money;
    /** The latest name they worked under. */
    name: string;
    /** Orders they took. */
    orders: number;
    previous_total: Money;
    /** Lines and orders they took back, whoever had taken them. */
    removals: number;
    removed_total: Money;
    staff_id: StaffId;
    subtotal: Money;
    total: Money;
};
export type StaffReport = {
    people: StaffSales[];
    period: Period;
    previous_period: Period;
};
export type ConflictSide = {
    /** The replica that wrote it, in hex: a box or the cloud. */
    replica: string;
    value: object;
};
export type FieldConflict = {
    at_ms: Timestamp;
    /** Its document, in hex. */
    doc_id: string;
    doc_kind: string;
    /** The field's path inside the thing: `price`, `variants[]/var_…/name`. */
    field: string;
    /** What the thing is called, if it has a name. */
    name?: string | null;
    seen: boolean;
    /** What each side wrote; the first one stands. */
    sides: ConflictSide[];
};
export type ConflictPage = {
    items: FieldConflict[];
    next_cursor?: string | null;
};
export type DeadLetter = {
    at_ms: Timestamp;
    bytes: number;
    /** Why, as a word for programs. */
    code: string;
    /** Why, for people. */
    detail: string;
    /** `in`: the cloud's, refused here; `out`: ours, refused there. */
    direction: string;
    /** Its document, in hex. */
    doc_id: string;
    /** What it is about: `order`, `product`, … */
    doc_kind: string;
    /** The change's name, in hex. */
    hash: string;
    id: number;
};
export type DeadLetterPage = {
    /** Older ones that had to make room. */
    dropped: number;
    items: DeadLetter[];
    next_cursor?: string | null;
};
export type SyncPath = "direct" | "relay" | "https";
export type SyncStanding = "member" | "fenced" | "revoked";
export type SyncStatus = {
    /** Fields that two sides wrote without knowing of each other. */
    conflicts: number;
    connected: boolean;
    /** Changes that one of the two sides did not take. */
    dead_letters: number;
    /** False: the box stands alone and everything else says nothing. */
    enrolled: boolean;
    last_exchange_ms?: Timestamp | null;
    path?: SyncPath | null;
    /** Changes that the cloud does not have yet. */
    pending_changes: number;
    standing: SyncStanding;
    /** All of it in a sentence, in Spanish. */
    text: string;
};
export const {
    useLoginMutation,
    useLogoutMutation,
    useGetMeQuery,
    useLazyGetMeQuery,
    useListPeopleQuery,
    useLazyListPeopleQuery,
    useLoginWithPinMutation,
    useRefreshSessionMutation,
    useListCategoriesQuery,
    useLazyListCategoriesQuery,
    useCreateCategoryMutation,
    useUpdateCategoryMutation,
    useListEventsQuery,
    useLazyListEventsQuery,
    useListKitchenOrdersQuery,
    useLazyListKitchenOrdersQuery,
    useMarkReadyMutation,
    useRecallReadyMutation,
    useStartPreparingMutation,
    useGetKitchenStatsQuery,
    useLazyGetKitchenStatsQuery,
    useGetMenuQuery,
    useLazyGetMenuQuery,
    useGetHealthQuery,
    useLazyGetHealthQuery,
    useListOrdersQuery,
    useLazyListOrdersQuery,
    useCreateOrderMutation,
    useQuoteOrderQuery,
    useLazyQuoteOrderQuery,
    useGetOrderStatsQuery,
    useLazyGetOrderStatsQuery,
    useGetOrderQuery,
    useLazyGetOrderQuery,
    useCancelOrderMutation,
    useDiscountOrderMutation,
    useAddLinesMutation,
    useVoidLineMutation,
    usePayOrderMutation,
    useReprintOrderMutation,
    useSendOrderMutation,
    useSetOrderStatusMutation,
    useListOrderTicketsQuery,
    useLazyListOrderTicketsQuery,
    useListPrintJobsQuery,
    useLazyListPrintJobsQuery,
    useAnswerPrintJobMutation,
    usePreviewPrintJobQuery,
    useLazyPreviewPrintJobQuery,
    useListPrintersQuery,
    useLazyListPrintersQuery,
    useListProductsQuery,
    useLazyListProductsQuery,
    useCreateProductMutation,
    useGetProductQuery,
    useLazyGetProductQuery,
    useUpdateProductMutation,
    useSetAvailabilityMutation,
    useGetDailyReportQuery,
    useLazyGetDailyReportQuery,
    useExportReportQuery,
    useLazyExportReportQuery,
    useGetHoursReportQuery,
    useLazyGetHoursReportQuery,
    useGetMonthlyReportQuery,
    useLazyGetMonthlyReportQuery,
    useGetPaymentReportQuery,
    useLazyGetPaymentReportQuery,
    useGetProductReportQuery,
    useLazyGetProductReportQuery,
    useGetSalesReportQuery,
    useLazyGetSalesReportQuery,
    useGetStaffReportQuery,
    useLazyGetStaffReportQuery,
    useGetWeeklyReportQuery,
    useLazyGetWeeklyReportQuery,
    useListConflictsQuery,
    useLazyListConflictsQuery,
    useListDeadLettersQuery,
    useLazyListDeadLettersQuery,
    useGetSyncStatusQuery,
    useLazyGetSyncStatusQuery,
} = injectedRtkApi;
