import { baseApi as api } from "./base-api";
export const addTagTypes = [
    "admin",
    "auth",
    "boxes",
    "branches",
    "menu",
    "dashboard",
    "reports",
    "staff",
    "subscriptions",
    "sync",
] as const;
const injectedRtkApi = api
    .enhanceEndpoints({
        addTagTypes,
    })
    .injectEndpoints({
        endpoints: (build) => ({
            listCompanies: build.query<
                ListCompaniesApiResponse,
                ListCompaniesApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/admin/companies`,
                    params: {
                        search: queryArg.search,
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["admin"],
            }),
            createCompany: build.mutation<
                CreateCompanyApiResponse,
                CreateCompanyApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/admin/companies`,
                    method: "POST",
                    body: queryArg.createCompany,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["admin"],
            }),
            getCompany: build.query<GetCompanyApiResponse, GetCompanyApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/admin/companies/${queryArg.companyId}`,
                }),
                providesTags: ["admin"],
            }),
            updateCompany: build.mutation<
                UpdateCompanyApiResponse,
                UpdateCompanyApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/admin/companies/${queryArg.companyId}`,
                    method: "PUT",
                    body: queryArg.updateCompany,
                    headers: {
                        "If-Match": queryArg["If-Match"],
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["admin"],
            }),
            deactivateCompany: build.mutation<
                DeactivateCompanyApiResponse,
                DeactivateCompanyApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/admin/companies/${queryArg.companyId}`,
                    method: "DELETE",
                }),
                invalidatesTags: ["admin"],
            }),
            activateCompany: build.mutation<
                ActivateCompanyApiResponse,
                ActivateCompanyApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/admin/companies/${queryArg.companyId}/activate`,
                    method: "POST",
                }),
                invalidatesTags: ["admin"],
            }),
            getCompanyStats: build.query<
                GetCompanyStatsApiResponse,
                GetCompanyStatsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/admin/companies/${queryArg.companyId}/stats`,
                }),
                providesTags: ["admin"],
            }),
            getFleet: build.query<GetFleetApiResponse, GetFleetApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/admin/fleet`,
                    params: {
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["admin"],
            }),
            platformLogin: build.mutation<
                PlatformLoginApiResponse,
                PlatformLoginApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/admin/login`,
                    method: "POST",
                    body: queryArg.platformLogin,
                }),
                invalidatesTags: ["admin"],
            }),
            getPlatformMe: build.query<
                GetPlatformMeApiResponse,
                GetPlatformMeApiArg
            >({
                query: () => ({ url: `/api/v1/admin/me` }),
                providesTags: ["admin"],
            }),
            platformLogout: build.mutation<
                PlatformLogoutApiResponse,
                PlatformLogoutApiArg
            >({
                query: () => ({
                    url: `/api/v1/admin/session/logout`,
                    method: "POST",
                }),
                invalidatesTags: ["admin"],
            }),
            platformRefresh: build.mutation<
                PlatformRefreshApiResponse,
                PlatformRefreshApiArg
            >({
                query: () => ({
                    url: `/api/v1/admin/session/refresh`,
                    method: "POST",
                }),
                invalidatesTags: ["admin"],
            }),
            forgotPassword: build.mutation<
                ForgotPasswordApiResponse,
                ForgotPasswordApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/auth/forgot-password`,
                    method: "POST",
                    body: queryArg.forgotPassword,
                }),
                invalidatesTags: ["auth"],
            }),
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
            refreshSession: build.mutation<
                RefreshSessionApiResponse,
                RefreshSessionApiArg
            >({
                query: () => ({ url: `/api/v1/auth/refresh`, method: "POST" }),
                invalidatesTags: ["auth"],
            }),
            register: build.mutation<RegisterApiResponse, RegisterApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/auth/register`,
                    method: "POST",
                    body: queryArg.register,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["auth"],
            }),
            resetPassword: build.mutation<
                ResetPasswordApiResponse,
                ResetPasswordApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/auth/reset-password`,
                    method: "POST",
                    body: queryArg.resetPassword,
                }),
                invalidatesTags: ["auth"],
            }),
            switchBranch: build.mutation<
                SwitchBranchApiResponse,
                SwitchBranchApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/auth/switch-branch`,
                    method: "POST",
                    body: queryArg.switchBranch,
                }),
                invalidatesTags: ["auth"],
            }),
            enrolBox: build.mutation<EnrolBoxApiResponse, EnrolBoxApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/boxes/enrol`,
                    method: "POST",
                    body: queryArg.enrol,
                }),
                invalidatesTags: ["boxes"],
            }),
            revokeBox: build.mutation<RevokeBoxApiResponse, RevokeBoxApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/boxes/${queryArg.boxId}`,
                    method: "DELETE",
                }),
                invalidatesTags: ["boxes"],
            }),
            listBranches: build.query<
                ListBranchesApiResponse,
                ListBranchesApiArg
            >({
                query: () => ({ url: `/api/v1/branches` }),
                providesTags: ["branches"],
            }),
            createBranch: build.mutation<
                CreateBranchApiResponse,
                CreateBranchApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/branches`,
                    method: "POST",
                    body: queryArg.branchEdit,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["branches"],
            }),
            getBranch: build.query<GetBranchApiResponse, GetBranchApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/branches/${queryArg.branchId}`,
                }),
                providesTags: ["branches"],
            }),
            updateBranch: build.mutation<
                UpdateBranchApiResponse,
                UpdateBranchApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/branches/${queryArg.branchId}`,
                    method: "PUT",
                    body: queryArg.branchEdit,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                        "If-Match": queryArg["If-Match"],
                    },
                }),
                invalidatesTags: ["branches"],
            }),
            deleteBranch: build.mutation<
                DeleteBranchApiResponse,
                DeleteBranchApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/branches/${queryArg.branchId}`,
                    method: "DELETE",
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["branches"],
            }),
            listBoxes: build.query<ListBoxesApiResponse, ListBoxesApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/branches/${queryArg.branchId}/boxes`,
                }),
                providesTags: ["boxes"],
            }),
            createEnrolmentCode: build.mutation<
                CreateEnrolmentCodeApiResponse,
                CreateEnrolmentCodeApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/branches/${queryArg.branchId}/boxes`,
                    method: "POST",
                }),
                invalidatesTags: ["boxes"],
            }),
            getBranchStats: build.query<
                GetBranchStatsApiResponse,
                GetBranchStatsApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/branches/${queryArg.branchId}/stats`,
                }),
                providesTags: ["branches"],
            }),
            listConflicts: build.query<
                ListConflictsApiResponse,
                ListConflictsApiArg
            >({
                query: () => ({ url: `/api/v1/catalog/conflicts` }),
                providesTags: ["menu"],
            }),
            resolveConflict: build.mutation<
                ResolveConflictApiResponse,
                ResolveConflictApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/catalog/conflicts/${queryArg.docKind}/${queryArg.docId}/resolve`,
                    method: "POST",
                    body: queryArg.resolveConflict,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
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
            deleteCategory: build.mutation<
                DeleteCategoryApiResponse,
                DeleteCategoryApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/categories/${queryArg.categoryId}`,
                    method: "DELETE",
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getDashboard: build.query<
                GetDashboardApiResponse,
                GetDashboardApiArg
            >({
                query: () => ({ url: `/api/v1/dashboard/today` }),
                providesTags: ["dashboard"],
            }),
            listIngredients: build.query<
                ListIngredientsApiResponse,
                ListIngredientsApiArg
            >({
                query: () => ({ url: `/api/v1/ingredients` }),
                providesTags: ["menu"],
            }),
            createIngredient: build.mutation<
                CreateIngredientApiResponse,
                CreateIngredientApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/ingredients`,
                    method: "POST",
                    body: queryArg.ingredient,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getIngredient: build.query<
                GetIngredientApiResponse,
                GetIngredientApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/ingredients/${queryArg.ingredientId}`,
                }),
                providesTags: ["menu"],
            }),
            updateIngredient: build.mutation<
                UpdateIngredientApiResponse,
                UpdateIngredientApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/ingredients/${queryArg.ingredientId}`,
                    method: "PUT",
                    body: queryArg.ingredient,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                        "If-Match": queryArg["If-Match"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getMenu: build.query<GetMenuApiResponse, GetMenuApiArg>({
                query: () => ({ url: `/api/v1/menu` }),
                providesTags: ["menu"],
            }),
            listModifierGroups: build.query<
                ListModifierGroupsApiResponse,
                ListModifierGroupsApiArg
            >({
                query: () => ({ url: `/api/v1/modifier-groups` }),
                providesTags: ["menu"],
            }),
            createModifierGroup: build.mutation<
                CreateModifierGroupApiResponse,
                CreateModifierGroupApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/modifier-groups`,
                    method: "POST",
                    body: queryArg.modifierGroup,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getModifierGroup: build.query<
                GetModifierGroupApiResponse,
                GetModifierGroupApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/modifier-groups/${queryArg.modifierGroupId}`,
                }),
                providesTags: ["menu"],
            }),
            updateModifierGroup: build.mutation<
                UpdateModifierGroupApiResponse,
                UpdateModifierGroupApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/modifier-groups/${queryArg.modifierGroupId}`,
                    method: "PUT",
                    body: queryArg.modifierGroup,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                        "If-Match": queryArg["If-Match"],
                    },
                }),
                invalidatesTags: ["menu"],
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
            deleteProduct: build.mutation<
                DeleteProductApiResponse,
                DeleteProductApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/products/${queryArg.productId}`,
                    method: "DELETE",
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
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
            getRecipe: build.query<GetRecipeApiResponse, GetRecipeApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/products/${queryArg.productId}/recipe`,
                }),
                providesTags: ["menu"],
            }),
            setRecipe: build.mutation<SetRecipeApiResponse, SetRecipeApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/products/${queryArg.productId}/recipe`,
                    method: "POST",
                    body: queryArg.recipe,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getConsolidatedReport: build.query<
                GetConsolidatedReportApiResponse,
                GetConsolidatedReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/consolidated`,
                    params: {
                        from: queryArg["from"],
                        to: queryArg.to,
                    },
                }),
                providesTags: ["reports"],
            }),
            getCustomReport: build.mutation<
                GetCustomReportApiResponse,
                GetCustomReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/custom`,
                    method: "POST",
                    body: queryArg.customReport,
                }),
                invalidatesTags: ["reports"],
            }),
            getDailyReport: build.query<
                GetDailyReportApiResponse,
                GetDailyReportApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/reports/daily`,
                    params: {
                        date: queryArg.date,
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
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
                        branch_id: queryArg.branchId,
                    },
                }),
                providesTags: ["reports"],
            }),
            listStaff: build.query<ListStaffApiResponse, ListStaffApiArg>({
                query: () => ({ url: `/api/v1/staff` }),
                providesTags: ["staff"],
            }),
            createStaff: build.mutation<
                CreateStaffApiResponse,
                CreateStaffApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/staff`,
                    method: "POST",
                    body: queryArg.newStaff,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["staff"],
            }),
            getStaff: build.query<GetStaffApiResponse, GetStaffApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/staff/${queryArg.staffId}`,
                }),
                providesTags: ["staff"],
            }),
            updateStaff: build.mutation<
                UpdateStaffApiResponse,
                UpdateStaffApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/staff/${queryArg.staffId}`,
                    method: "PUT",
                    body: queryArg.staffEdit,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                        "If-Match": queryArg["If-Match"],
                    },
                }),
                invalidatesTags: ["staff"],
            }),
            deleteStaff: build.mutation<
                DeleteStaffApiResponse,
                DeleteStaffApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/staff/${queryArg.staffId}`,
                    method: "DELETE",
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["staff"],
            }),
            setStaffPassword: build.mutation<
                SetStaffPasswordApiResponse,
                SetStaffPasswordApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/staff/${queryArg.staffId}/password`,
                    method: "POST",
                    body: queryArg.setPassword,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["staff"],
            }),
            setStaffPin: build.mutation<
                SetStaffPinApiResponse,
                SetStaffPinApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/staff/${queryArg.staffId}/pin`,
                    method: "POST",
                    body: queryArg.setPin,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["staff"],
            }),
            signOutStaff: build.mutation<
                SignOutStaffApiResponse,
                SignOutStaffApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/staff/${queryArg.staffId}/sign-out`,
                    method: "POST",
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["staff"],
            }),
            listStations: build.query<
                ListStationsApiResponse,
                ListStationsApiArg
            >({
                query: () => ({ url: `/api/v1/stations` }),
                providesTags: ["menu"],
            }),
            createStation: build.mutation<
                CreateStationApiResponse,
                CreateStationApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/stations`,
                    method: "POST",
                    body: queryArg.station,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            getStation: build.query<GetStationApiResponse, GetStationApiArg>({
                query: (queryArg) => ({
                    url: `/api/v1/stations/${queryArg.stationId}`,
                }),
                providesTags: ["menu"],
            }),
            updateStation: build.mutation<
                UpdateStationApiResponse,
                UpdateStationApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/stations/${queryArg.stationId}`,
                    method: "PUT",
                    body: queryArg.station,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                        "If-Match": queryArg["If-Match"],
                    },
                }),
                invalidatesTags: ["menu"],
            }),
            cancelSubscription: build.mutation<
                CancelSubscriptionApiResponse,
                CancelSubscriptionApiArg
            >({
                query: () => ({
                    url: `/api/v1/subscriptions/cancel`,
                    method: "POST",
                }),
                invalidatesTags: ["subscriptions"],
            }),
            getSubscription: build.query<
                GetSubscriptionApiResponse,
                GetSubscriptionApiArg
            >({
                query: () => ({ url: `/api/v1/subscriptions/current` }),
                providesTags: ["subscriptions"],
            }),
            downgradePlan: build.mutation<
                DowngradePlanApiResponse,
                DowngradePlanApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/subscriptions/downgrade`,
                    method: "POST",
                    body: queryArg.changePlan,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["subscriptions"],
            }),
            listInvoices: build.query<
                ListInvoicesApiResponse,
                ListInvoicesApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/subscriptions/invoices`,
                    params: {
                        cursor: queryArg.cursor,
                        limit: queryArg.limit,
                    },
                }),
                providesTags: ["subscriptions"],
            }),
            setPaymentMethod: build.mutation<
                SetPaymentMethodApiResponse,
                SetPaymentMethodApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/subscriptions/payment-method`,
                    method: "POST",
                    body: queryArg.paymentMethod,
                }),
                invalidatesTags: ["subscriptions"],
            }),
            listPlans: build.query<ListPlansApiResponse, ListPlansApiArg>({
                query: () => ({ url: `/api/v1/subscriptions/plans` }),
                providesTags: ["subscriptions"],
            }),
            upgradePlan: build.mutation<
                UpgradePlanApiResponse,
                UpgradePlanApiArg
            >({
                query: (queryArg) => ({
                    url: `/api/v1/subscriptions/upgrade`,
                    method: "POST",
                    body: queryArg.changePlan,
                    headers: {
                        "Idempotency-Key": queryArg["Idempotency-Key"],
                    },
                }),
                invalidatesTags: ["subscriptions"],
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
export { injectedRtkApi as cloudApi };
export type ListCompaniesApiResponse = /** status 200 undefined */ Companies;
export type ListCompaniesApiArg = {
    /** Part of the name, the short name or the owner's e-mail. */
    search?: string;
    /** `next_cursor` of the page before. */
    cursor?: string;
    limit?: number;
};
export type CreateCompanyApiResponse =
    /** status 201 undefined */ CompanyDetail;
export type CreateCompanyApiArg = {
    /** New for each tap, the same for its retries */
    "Idempotency-Key": CommandId;
    createCompany: CreateCompany;
};
export type GetCompanyApiResponse = /** status 200 undefined */ CompanyDetail;
export type GetCompanyApiArg = {
    companyId: CompanyId;
};
export type UpdateCompanyApiResponse =
    /** status 200 undefined */ CompanyDetail;
export type UpdateCompanyApiArg = {
    companyId: CompanyId;
    /** The version that was read */
    "If-Match": string;
    /** New for each tap, the same for its retries */
    "Idempotency-Key": CommandId;
    updateCompany: UpdateCompany;
};
export type DeactivateCompanyApiResponse =
    /** status 200 undefined */ CompanyDetail;
export type DeactivateCompanyApiArg = {
    companyId: CompanyId;
};
export type ActivateCompanyApiResponse =
    /** status 200 undefined */ CompanyDetail;
export type ActivateCompanyApiArg = {
    companyId: CompanyId;
};
export type GetCompanyStatsApiResponse =
    /** status 200 undefined */ CompanyStats;
export type GetCompanyStatsApiArg = {
    companyId: CompanyId;
};
export type GetFleetApiResponse = /** status 200 undefined */ Fleet;
export type GetFleetApiArg = {
    /** `next_cursor` of the page before. */
    cursor?: string;
    limit?: number;
};
export type PlatformLoginApiResponse =
    /** status 200 undefined */ PlatformSession;
export type PlatformLoginApiArg = {
    platformLogin: PlatformLogin;
};
export type GetPlatformMeApiResponse =
    /** status 200 undefined */ PlatformAdmin;
export type GetPlatformMeApiArg = void;
export type PlatformLogoutApiResponse = unknown;
export type PlatformLogoutApiArg = void;
export type PlatformRefreshApiResponse =
    /** status 200 undefined */ PlatformSession;
export type PlatformRefreshApiArg = void;
export type ForgotPasswordApiResponse = unknown;
export type ForgotPasswordApiArg = {
    forgotPassword: ForgotPassword;
};
export type LoginApiResponse = /** status 200 undefined */ CloudSession;
export type LoginApiArg = {
    login: Login;
};
export type LogoutApiResponse = unknown;
export type LogoutApiArg = void;
export type GetMeApiResponse = /** status 200 undefined */ Me;
export type GetMeApiArg = void;
export type RefreshSessionApiResponse =
    /** status 200 undefined */ CloudSession;
export type RefreshSessionApiArg = void;
export type RegisterApiResponse = /** status 201 undefined */ CloudSession;
export type RegisterApiArg = {
    /** New for each tap, the same for its retries */
    "Idempotency-Key": CommandId;
    register: Register;
};
export type ResetPasswordApiResponse = unknown;
export type ResetPasswordApiArg = {
    resetPassword: ResetPassword;
};
export type SwitchBranchApiResponse = /** status 200 undefined */ CloudSession;
export type SwitchBranchApiArg = {
    switchBranch: SwitchBranch;
};
export type EnrolBoxApiResponse = /** status 200 undefined */ Enrolled;
export type EnrolBoxApiArg = {
    enrol: Enrol;
};
export type RevokeBoxApiResponse = unknown;
export type RevokeBoxApiArg = {
    boxId: BoxId;
};
export type ListBranchesApiResponse = /** status 200 undefined */ BranchList;
export type ListBranchesApiArg = void;
export type CreateBranchApiResponse = /** status 201 undefined */ Branch;
export type CreateBranchApiArg = {
    "Idempotency-Key": CommandId;
    branchEdit: BranchEdit;
};
export type GetBranchApiResponse = /** status 200 undefined */ Branch;
export type GetBranchApiArg = {
    branchId: BranchId;
};
export type UpdateBranchApiResponse = /** status 200 undefined */ Branch;
export type UpdateBranchApiArg = {
    branchId: BranchId;
    "Idempotency-Key": CommandId;
    "If-Match": string;
    branchEdit: BranchEdit;
};
export type DeleteBranchApiResponse = /** status 200 undefined */ Branch;
export type DeleteBranchApiArg = {
    branchId: BranchId;
    "Idempotency-Key": CommandId;
};
export type ListBoxesApiResponse = /** status 200 undefined */ BoxList;
export type ListBoxesApiArg = {
    branchId: BranchId;
};
export type CreateEnrolmentCodeApiResponse =
    /** status 201 undefined */ EnrolmentCode;
export type CreateEnrolmentCodeApiArg = {
    branchId: BranchId;
};
export type GetBranchStatsApiResponse = /** status 200 undefined */ BranchStats;
export type GetBranchStatsApiArg = {
    branchId: BranchId;
};
export type ListConflictsApiResponse =
    /** status 200 undefined */ CatalogConflictList;
export type ListConflictsApiArg = void;
export type ResolveConflictApiResponse =
    /** status 200 undefined */ ResolveConflict;
export type ResolveConflictApiArg = {
    docKind: string;
    docId: string;
    "Idempotency-Key": CommandId;
    resolveConflict: ResolveConflict;
};
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
export type DeleteCategoryApiResponse = /** status 200 undefined */ Category;
export type DeleteCategoryApiArg = {
    categoryId: CategoryId;
    "Idempotency-Key": CommandId;
};
export type GetDashboardApiResponse = /** status 200 undefined */ Dashboard;
export type GetDashboardApiArg = void;
export type ListIngredientsApiResponse =
    /** status 200 undefined */ IngredientList;
export type ListIngredientsApiArg = void;
export type CreateIngredientApiResponse =
    /** status 201 undefined */ Ingredient;
export type CreateIngredientApiArg = {
    "Idempotency-Key": CommandId;
    ingredient: Ingredient;
};
export type GetIngredientApiResponse = /** status 200 undefined */ Ingredient;
export type GetIngredientApiArg = {
    ingredientId: IngredientId;
};
export type UpdateIngredientApiResponse =
    /** status 200 undefined */ Ingredient;
export type UpdateIngredientApiArg = {
    ingredientId: IngredientId;
    "Idempotency-Key": CommandId;
    "If-Match": string;
    ingredient: Ingredient;
};
export type GetMenuApiResponse = /** status 200 undefined */ Menu;
export type GetMenuApiArg = void;
export type ListModifierGroupsApiResponse =
    /** status 200 undefined */ ModifierGroupList;
export type ListModifierGroupsApiArg = void;
export type CreateModifierGroupApiResponse =
    /** status 201 undefined */ ModifierGroup;
export type CreateModifierGroupApiArg = {
    "Idempotency-Key": CommandId;
    modifierGroup: ModifierGroup;
};
export type GetModifierGroupApiResponse =
    /** status 200 undefined */ ModifierGroup;
export type GetModifierGroupApiArg = {
    modifierGroupId: ModifierGroupId;
};
export type UpdateModifierGroupApiResponse =
    /** status 200 undefined */ ModifierGroup;
export type UpdateModifierGroupApiArg = {
    modifierGroupId: ModifierGroupId;
    "Idempotency-Key": CommandId;
    "If-Match": string;
    modifierGroup: ModifierGroup;
};
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
export type DeleteProductApiResponse = /** status 200 undefined */ Product;
export type DeleteProductApiArg = {
    productId: ProductId;
    "Idempotency-Key": CommandId;
};
export type SetAvailabilityApiResponse = /** status 200 undefined */ Product;
export type SetAvailabilityApiArg = {
    productId: ProductId;
    "Idempotency-Key": CommandId;
    setAvailability: SetAvailability;
};
export type GetRecipeApiResponse = /** status 200 undefined */ Recipe;
export type GetRecipeApiArg = {
    productId: ProductId;
};
export type SetRecipeApiResponse = /** status 200 undefined */ Recipe;
export type SetRecipeApiArg = {
    productId: ProductId;
    "Idempotency-Key": CommandId;
    recipe: Recipe;
};
export type GetConsolidatedReportApiResponse =
    /** status 200 undefined */ Consolidated;
export type GetConsolidatedReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
};
export type GetCustomReportApiResponse =
    /** status 200 undefined */ CompanyReport;
export type GetCustomReportApiArg = {
    customReport: CustomReport;
};
export type GetDailyReportApiResponse = /** status 200 undefined */ SalesReport;
export type GetDailyReportApiArg = {
    /** Today when nobody says otherwise. */
    date?: BusinessDay;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type ExportReportApiResponse = /** status 200 undefined */ string;
export type ExportReportApiArg = {
    format: ExportFormat;
    report: CompanyReportKind;
    from: BusinessDay;
    to: BusinessDay;
    /** None: all branches. */
    branchId?: BranchId;
};
export type GetHoursReportApiResponse = /** status 200 undefined */ HoursReport;
export type GetHoursReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type GetMonthlyReportApiResponse =
    /** status 200 undefined */ SalesReport;
export type GetMonthlyReportApiArg = {
    /** This month when nobody says otherwise. */
    month?: string;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type GetPaymentReportApiResponse =
    /** status 200 undefined */ PaymentReport;
export type GetPaymentReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type GetProductReportApiResponse =
    /** status 200 undefined */ ProductReport;
export type GetProductReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type GetSalesReportApiResponse = /** status 200 undefined */ SalesReport;
export type GetSalesReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type GetStaffReportApiResponse = /** status 200 undefined */ StaffReport;
export type GetStaffReportApiArg = {
    from: BusinessDay;
    to: BusinessDay;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type GetWeeklyReportApiResponse =
    /** status 200 undefined */ SalesReport;
export type GetWeeklyReportApiArg = {
    /** Today when nobody says otherwise. */
    date?: BusinessDay;
    /** None: all branches as one. */
    branchId?: BranchId;
};
export type ListStaffApiResponse = /** status 200 undefined */ StaffList;
export type ListStaffApiArg = void;
export type CreateStaffApiResponse = /** status 201 undefined */ StaffMember;
export type CreateStaffApiArg = {
    "Idempotency-Key": CommandId;
    newStaff: NewStaff;
};
export type GetStaffApiResponse = /** status 200 undefined */ StaffMember;
export type GetStaffApiArg = {
    staffId: StaffId;
};
export type UpdateStaffApiResponse = /** status 200 undefined */ StaffMember;
export type UpdateStaffApiArg = {
    staffId: StaffId;
    "Idempotency-Key": CommandId;
    "If-Match": string;
    staffEdit: StaffEdit;
};
export type DeleteStaffApiResponse = /** status 200 undefined */ StaffMember;
export type DeleteStaffApiArg = {
    staffId: StaffId;
    "Idempotency-Key": CommandId;
};
export type SetStaffPasswordApiResponse =
    /** status 200 undefined */ StaffMember;
export type SetStaffPasswordApiArg = {
    staffId: StaffId;
    "Idempotency-Key": CommandId;
    setPassword: SetPassword;
};
export type SetStaffPinApiResponse = /** status 200 undefined */ StaffMember;
export type SetStaffPinApiArg = {
    staffId: StaffId;
    "Idempotency-Key": CommandId;
    setPin: SetPin;
};
export type SignOutStaffApiResponse = /** status 200 undefined */ StaffMember;
export type SignOutStaffApiArg = {
    staffId: StaffId;
    "Idempotency-Key": CommandId;
};
export type ListStationsApiResponse = /** status 200 undefined */ StationList;
export type ListStationsApiArg = void;
export type CreateStationApiResponse = /** status 201 undefined */ Station;
export type CreateStationApiArg = {
    "Idempotency-Key": CommandId;
    station: Station;
};
export type GetStationApiResponse = /** status 200 undefined */ Station;
export type GetStationApiArg = {
    stationId: StationId;
};
export type UpdateStationApiResponse = /** status 200 undefined */ Station;
export type UpdateStationApiArg = {
    stationId: StationId;
    "Idempotency-Key": CommandId;
    "If-Match": string;
    station: Station;
};
export type CancelSubscriptionApiResponse =
    /** status 200 undefined */ Subscription;
export type CancelSubscriptionApiArg = void;
export type GetSubscriptionApiResponse =
    /** status 200 undefined */ Subscription;
export type GetSubscriptionApiArg = void;
export type DowngradePlanApiResponse = /** status 200 undefined */ Subscription;
export type DowngradePlanApiArg = {
    /** New for each tap, the same for its retries */
    "Idempotency-Key": CommandId;
    changePlan: ChangePlan;
};
export type ListInvoicesApiResponse = /** status 200 undefined */ Invoices;
export type ListInvoicesApiArg = {
    /** `next_cursor` of the page before. */
    cursor?: string;
    limit?: number;
};
export type SetPaymentMethodApiResponse = unknown;
export type SetPaymentMethodApiArg = {
    paymentMethod: PaymentMethod;
};
export type ListPlansApiResponse = /** status 200 undefined */ Plans;
export type ListPlansApiArg = void;
export type UpgradePlanApiResponse = /** status 200 undefined */ Subscription;
export type UpgradePlanApiArg = {
    /** New for each tap, the same for its retries */
    "Idempotency-Key": CommandId;
    changePlan: ChangePlan;
};
export type ListDeadLettersApiResponse =
    /** status 200 undefined */ DeadLetterPage;
export type ListDeadLettersApiArg = {
    /** Where the page before ended. */
    cursor?: string;
    limit?: number;
};
export type GetSyncStatusApiResponse = /** status 200 undefined */ SyncStatus;
export type GetSyncStatusApiArg = void;
export type Timestamp = number;
export type CompanyId = string;
export type Plan = "trial" | "basic" | "premium" | "enterprise";
export type Standing = "trial" | "active" | "ending" | "grace" | "lapsed";
export type CompanyDetail = {
    /** False: nobody of it can sign in. Its boxes go on selling and syncing. */
    active: boolean;
    cancelled_at_ms?: Timestamp | null;
    company_id: CompanyId;
    created_at_ms: Timestamp;
    legal_name?: string | null;
    name: string;
    next_plan?: Plan | null;
    owner_email: string;
    owner_name: string;
    owner_phone?: string | null;
    paid_until_ms: Timestamp;
    plan: Plan;
    slug: string;
    standing: Standing;
    tax_id?: string | null;
    /** Grows with every change; send it as `If-Match`. */
    version: number;
    zone: string;
};
export type Companies = {
    items: CompanyDetail[];
    /** Where the next page starts; none: this is the last. */
    next_cursor?: string | null;
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
export type CommandId = string;
export type CreateCompany = {
    branch_name?: string | null;
    name: string;
    owner_email: string;
    owner_name: string;
    owner_phone?: string | null;
    plan: Plan;
    /** What people type at login; none: made from the name. */
    slug?: string | null;
    /** What the owner types at login. */
    username: string;
    zone?: string | null;
};
export type UpdateCompany = {
    legal_name?: string | null;
    name: string;
    owner_email: string;
    owner_name: string;
    owner_phone?: string | null;
    paid_until_ms: Timestamp;
    plan: Plan;
    tax_id?: string | null;
    zone: string;
};
export type Money = number;
export type Resource = "branches" | "users" | "products";
export type Usage = {
    /** None: as many as they like. */
    limit?: number | null;
    present: number;
    resource: Resource;
};
export type CompanyStats = {
    boxes: number;
    /** Changes in its log. */
    changes: number;
    company_id: CompanyId;
    /** What it owes. */
    due: Money;
    last_exchange_ms?: Timestamp | null;
    last_order_at_ms?: Timestamp | null;
    orders: number;
    /** What those orders come to, cancelled ones left out. */
    sales: Money;
    usage: Usage[];
};
export type BoxId = string;
export type BranchId = string;
export type BoxStatus = "live" | "fenced" | "revoked";
export type FleetBox = {
    box_id: BoxId;
    branch_id: BranchId;
    company_id: CompanyId;
    company_name: string;
    enrolled_at_ms: Timestamp;
    /** The how-manieth box of its branch. */
    generation: number;
    last_exchange_ms?: Timestamp | null;
    status: BoxStatus;
};
export type Fleet = {
    items: FleetBox[];
    /** Where the next page starts; none: this is the last. */
    next_cursor?: string | null;
};
export type AdminId = string;
export type PlatformAdmin = {
    admin_id: AdminId;
    name: string;
};
export type PlatformSession = {
    access_token: string;
    admin: PlatformAdmin;
    /** Seconds until the access token must be refreshed. */
    expires_in: number;
    token_type: string;
};
export type PlatformLogin = {
    email: string;
    password: string;
};
export type ForgotPassword = {
    /** The company's short name. */
    company: string;
    username: string;
};
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
export type BranchName = {
    branch_id: BranchId;
    name: string;
};
export type CompanyView = {
    company_id: CompanyId;
    name: string;
    slug: string;
};
export type Role = "admin" | "cashier" | "kitchen" | "delivery";
export type StaffId = string;
export type Staff = {
    name: string;
    roles: Role[];
    staff_id: StaffId;
    username: string;
};
export type Me = {
    /** The branch in front of me. */
    branch: Branch;
    /** Those I may switch to, by name. */
    branches: BranchName[];
    company: CompanyView;
    staff: Staff;
};
export type CloudSession = Me & {
    access_token: string;
    /** Seconds until the access token must be refreshed. */
    expires_in: number;
    token_type: string;
};
export type Login = {
    /** The company's short name. */
    company: string;
    password: string;
    username: string;
};
export type Register = {
    /** The name of the main branch; none: "Principal". */
    branch_name?: string | null;
    /** What people call the business. */
    name: string;
    owner_email: string;
    owner_name: string;
    owner_phone?: string | null;
    password: string;
    /** What people type at login: lower-case letters, digits and dashes. None: made from the name. */
    slug?: string | null;
    /** What the owner types at login. */
    username: string;
    /** IANA name; none: `America/Bogota`. */
    zone?: string | null;
};
export type ResetPassword = {
    password: string;
    /** What stands behind `token=` in the link. */
    token: string;
};
export type SwitchBranch = {
    branch_id: BranchId;
};
export type CloudEndpoint = {
    /** `host:port` pairs. */
    addresses: string[];
    /** Its iroh endpoint id in hex. */
    endpoint: string;
};
export type CloudAddress = {
    /** `https://…`: enrolment, and syncing over a WebSocket at `/api/v1/sync/socket` when nothing else works. */
    base_url: string;
    /** Endpoint ids of the cloud's instances with their UDP addresses, tried in this sequence. */
    endpoints: CloudEndpoint[];
    /** The cloud's own relay, for networks that let no UDP through. */
    relay_url?: string | null;
};
export type Enrolled = {
    box_id: BoxId;
    branch_id: BranchId;
    /** What the cloud says of the box, in hex; see `sync::certificate`. */
    certificate: string;
    cloud: CloudAddress;
    company_id: CompanyId;
    /** Mixed into the PINs of the company, in hex; kept beside the database, never in it. */
    pin_pepper: string;
    /** The key that signs certificates and entitlements, in hex. */
    root_key: string;
};
export type Enrol = {
    /** The single-use code the owner was shown: `ABCD-EFGH-JKLM`; spaces, dashes and case do not matter. */
    code: string;
    /** The key the box dials with (iroh endpoint id). */
    endpoint: string;
    /** Signature of the endpoint key over `fastops enrol v1\0` and the code as normalised: upper case, letters and digits
    only. Proves that the box holds the key. */
    proof: string;
    /** What its changes are written in the name of. */
    replica: string;
    /** The key that signs its access tokens. */
    token_key: string;
};
export type BranchList = {
    items: Branch[];
};
export type BranchEdit = {
    active?: boolean;
    address?: string | null;
    branch_id?: BranchId | null;
    business_name?: string | null;
    cash_rounding?: Money | null;
    closes_at_min?: number | null;
    code?: string | null;
    /** Makes it the main branch instead of the one that was. */
    is_main?: boolean;
    latitude_udeg?: number | null;
    longitude_udeg?: number | null;
    name: string;
    nit?: string | null;
    phone?: string | null;
    /** IANA name. */
    zone?: string | null;
};
export type BoxView = {
    box_id: BoxId;
    branch_id: BranchId;
    enrolled_at_ms: Timestamp;
    /** The how-manieth box of its branch it is. */
    generation: number;
    last_exchange_ms?: Timestamp | null;
    /** It was heard of in the last two minutes. */
    online: boolean;
    status: BoxStatus;
};
export type BoxList = {
    items: BoxView[];
};
export type EnrolmentCode = {
    branch_id: BranchId;
    /** `ABCD-EFGH-JKLM`. */
    code: string;
    expires_at_ms: Timestamp;
};
export type BranchStats = {
    branch_id: BranchId;
    business_day: string;
    cancelled: number;
    /** What is still owed. */
    due: Money;
    /** Orders of the day that were not cancelled. */
    orders: number;
    paid: Money;
    total: Money;
};
export type Candidate = {
    /** The branch whose box wrote it, or «Nube». */
    by: string;
    value: object;
};
export type CatalogConflict = {
    /** When the two met. */
    at_ms: Timestamp;
    /** What each side wrote; the first one stands. */
    candidates: Candidate[];
    /** Its document, in hex. */
    doc_id: string;
    /** `product`, `category`, … */
    doc_kind: string;
    /** The field's path inside the thing: `price`, `variants[]/var_…/name`. */
    field: string;
    /** What the thing is called. */
    name?: string | null;
};
export type CatalogConflictList = {
    items: CatalogConflict[];
};
export type ResolveConflict = {
    field: string;
    value: object;
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
export type BoxNow = {
    box_id: BoxId;
    /** The how-manieth box of its branch it is. */
    generation: number;
    last_exchange_ms?: Timestamp | null;
    /** It is connected, or was heard of in the last minute. */
    online: boolean;
    /** Changes it has not handed in yet; none: it did not say. */
    pending?: number | null;
    status: BoxStatus;
};
export type BusinessDay = string;
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
export type Method =
    | "cash"
    | "card"
    | "nequi"
    | "daviplata"
    | "bre_b"
    | "transfer"
    | "platform"
    | "credit";
export type MethodToday = {
    amount: Money;
    method: Method;
    payments: number;
    /** Of everything received. */
    share_bp: number;
};
export type SalesToday = {
    figures: SalesFigures;
    /** Growth of `total` in 1/10,000, counting on both days the hours that are over today; none where there was nothing. */
    growth_bp?: number | null;
    /** The whole day a week ago. */
    last_week: SalesFigures;
    /** The same, in the hours that are over today. */
    last_week_so_far: SalesFigures;
    /** What came in, the most first. */
    methods: MethodToday[];
};
export type BranchToday = {
    /** The newest first. */
    boxes: BoxNow[];
    branch_id: BranchId;
    /** The day it is there. */
    business_day: BusinessDay;
    /** Fields of which its boxes wrote one of several values. */
    conflicts: number;
    /** Changes of its boxes that were not taken. */
    dead_letters: number;
    is_main: boolean;
    name: string;
    sales: SalesToday;
};
export type CompanyToday = {
    /** Boxes that should be selling. */
    boxes_live: number;
    /** How many of them can be reached. */
    boxes_online: number;
    /** The day it is at the main branch. */
    business_day: BusinessDay;
    conflicts: number;
    dead_letters: number;
    sales: SalesToday;
};
export type Dashboard = {
    at_ms: Timestamp;
    /** Those that are open for business, the main one first. */
    branches: BranchToday[];
    company: CompanyToday;
};
export type IngredientId = string;
export type Unit = "g" | "ml" | "unit";
export type Ingredient = {
    ingredient_id: IngredientId;
    name: string;
    unit: Unit;
};
export type IngredientList = {
    items: Ingredient[];
};
export type ModifierGroupId = string;
export type ModifierId = string;
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
export type OrderType = "dine_in" | "takeaway" | "delivery";
export type ChannelPrice = {
    order_type: OrderType;
    price: Money;
};
export type ProductId = string;
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
export type StationId = string;
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
export type ModifierGroupList = {
    items: ModifierGroup[];
};
export type ProductPage = {
    items: Product[];
    next_cursor?: string | null;
};
export type SetAvailability = {
    sold_out: boolean;
};
export type Recipe = {
    items: RecipeItem[];
    /** Sold without touching the stock, on purpose. */
    without_recipe?: boolean;
};
export type BranchSales = {
    branch_id: BranchId;
    figures: SalesFigures;
    growth_bp?: number | null;
    name: string;
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
export type Consolidated = {
    /** The most sold first. */
    branches: BranchSales[];
    figures: SalesFigures;
    growth_bp?: number | null;
    period: Period;
    previous: SalesFigures;
    previous_period: Period;
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
export type RemovalKind = "void" | "cancel" | "discount";
export type Removal = {
    count: number;
    kind: RemovalKind;
    reason: string;
    total: Money;
};
export type BasisPoints = number;
export type Tax = "inc" | "iva";
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
export type CompanyReport =
    | {
          kind: "sales";
          report: SalesReport;
      }
    | {
          kind: "products";
          report: ProductReport;
      }
    | {
          kind: "hours";
          report: HoursReport;
      }
    | {
          kind: "payments";
          report: PaymentReport;
      }
    | {
          kind: "staff";
          report: StaffReport;
      }
    | {
          kind: "consolidated";
          report: Consolidated;
      };
export type CompanyReportKind =
    "sales" | "products" | "hours" | "payments" | "staff" | "consolidated";
export type CustomReport = {
    /** None: all of them. */
    branch_ids?: BranchId[];
    /** The first day. */
    from: BusinessDay;
    kind: CompanyReportKind;
    /** The last day, included; 400 days at most. */
    to: BusinessDay;
};
export type ExportFormat = "csv" | "xlsx" | "pdf";
export type StaffMember = {
    active: boolean;
    /** Where they work; empty: at every branch. */
    branch_ids: BranchId[];
    email?: string | null;
    has_password: boolean;
    has_pin: boolean;
    name: string;
    roles: Role[];
    staff_id: StaffId;
    username: string;
};
export type StaffList = {
    items: StaffMember[];
};
export type NewStaff = {
    branch_ids?: BranchId[];
    email?: string | null;
    name: string;
    password?: string | null;
    pin?: string | null;
    roles: Role[];
    staff_id: StaffId;
    /** 2–40 of a–z, 0–9, dot, dash and underscore; unique in the company. */
    username: string;
};
export type StaffEdit = {
    active?: boolean;
    branch_ids?: BranchId[];
    email?: string | null;
    name: string;
    roles: Role[];
    /** 2–40 of a–z, 0–9, dot, dash and underscore; unique in the company. */
    username: string;
};
export type SetPassword = {
    password: string;
};
export type SetPin = {
    pin: string | null;
};
export type StationList = {
    items: Station[];
};
export type Subscription = {
    cancelled_at_ms?: Timestamp | null;
    /** When cloud extras pause if nothing is paid. Branches go on selling. */
    extras_until_ms: Timestamp;
    monthly_price?: Money | null;
    next_plan?: Plan | null;
    /** Only a recorded payment moves it. */
    paid_until_ms: Timestamp;
    plan: Plan;
    standing: Standing;
    usage: Usage[];
};
export type ChangePlan = {
    plan: Plan;
};
export type SubscriptionEventId = string;
export type InvoiceStatus = "due" | "paid";
export type Invoice = {
    amount: Money;
    at_ms: Timestamp;
    invoice_id: SubscriptionEventId;
    paid_at_ms?: Timestamp | null;
    plan?: Plan | null;
    status: InvoiceStatus;
};
export type Invoices = {
    items: Invoice[];
    /** Where the next page starts; none: this is the last. */
    next_cursor?: string | null;
};
export type PaymentProvider = "wompi" | "stripe";
export type PaymentMethod = {
    provider: PaymentProvider;
    /** What the provider gave the browser for the card or account; never the number itself. */
    token: string;
};
export type Limits = {
    branches?: number | null;
    products?: number | null;
    users?: number | null;
};
export type PlanView = {
    limits: Limits;
    monthly_price?: Money | null;
    plan: Plan;
};
export type Plans = {
    items: PlanView[];
};
export type DeadLetterView = {
    at_ms: Timestamp;
    box_id?: BoxId | null;
    branch_id?: BranchId | null;
    branch_name?: string | null;
    /** `malformed`, `missing-dependency`. */
    code: string;
    doc_id: string;
    /** `order`, `product`; a number when it is of a kind this version does not know. */
    doc_kind: string;
    /** The hash of the change. */
    letter_id: string;
    /** Why, for people. */
    text: string;
};
export type DeadLetterPage = {
    items: DeadLetterView[];
    /** Where the next page starts; none: this is the last. */
    next_cursor?: string | null;
};
export type BoxSync = {
    /** How far it has the company's. */
    acked_seq: number;
    /** Positions of the company's log it has not confirmed, also those it has no need of. */
    behind: number;
    box: BoxNow;
    branch_id: BranchId;
    /** None: the branch is not known here. */
    branch_name?: string | null;
    enrolled_at_ms: Timestamp;
    /** It is giving back what was lost here. */
    healing: boolean;
    /** How far its log was taken. */
    received_seq: number;
    split_at_ms?: Timestamp | null;
};
export type SyncStatus = {
    at_ms: Timestamp;
    items: BoxSync[];
    /** How many changes the company's log has. */
    log_seq: number;
};
export const {
    useListCompaniesQuery,
    useLazyListCompaniesQuery,
    useCreateCompanyMutation,
    useGetCompanyQuery,
    useLazyGetCompanyQuery,
    useUpdateCompanyMutation,
    useDeactivateCompanyMutation,
    useActivateCompanyMutation,
    useGetCompanyStatsQuery,
    useLazyGetCompanyStatsQuery,
    useGetFleetQuery,
    useLazyGetFleetQuery,
    usePlatformLoginMutation,
    useGetPlatformMeQuery,
    useLazyGetPlatformMeQuery,
    usePlatformLogoutMutation,
    usePlatformRefreshMutation,
    useForgotPasswordMutation,
    useLoginMutation,
    useLogoutMutation,
    useGetMeQuery,
    useLazyGetMeQuery,
    useRefreshSessionMutation,
    useRegisterMutation,
    useResetPasswordMutation,
    useSwitchBranchMutation,
    useEnrolBoxMutation,
    useRevokeBoxMutation,
    useListBranchesQuery,
    useLazyListBranchesQuery,
    useCreateBranchMutation,
    useGetBranchQuery,
    useLazyGetBranchQuery,
    useUpdateBranchMutation,
    useDeleteBranchMutation,
    useListBoxesQuery,
    useLazyListBoxesQuery,
    useCreateEnrolmentCodeMutation,
    useGetBranchStatsQuery,
    useLazyGetBranchStatsQuery,
    useListConflictsQuery,
    useLazyListConflictsQuery,
    useResolveConflictMutation,
    useListCategoriesQuery,
    useLazyListCategoriesQuery,
    useCreateCategoryMutation,
    useUpdateCategoryMutation,
    useDeleteCategoryMutation,
    useGetDashboardQuery,
    useLazyGetDashboardQuery,
    useListIngredientsQuery,
    useLazyListIngredientsQuery,
    useCreateIngredientMutation,
    useGetIngredientQuery,
    useLazyGetIngredientQuery,
    useUpdateIngredientMutation,
    useGetMenuQuery,
    useLazyGetMenuQuery,
    useListModifierGroupsQuery,
    useLazyListModifierGroupsQuery,
    useCreateModifierGroupMutation,
    useGetModifierGroupQuery,
    useLazyGetModifierGroupQuery,
    useUpdateModifierGroupMutation,
    useListProductsQuery,
    useLazyListProductsQuery,
    useCreateProductMutation,
    useGetProductQuery,
    useLazyGetProductQuery,
    useUpdateProductMutation,
    useDeleteProductMutation,
    useSetAvailabilityMutation,
    useGetRecipeQuery,
    useLazyGetRecipeQuery,
    useSetRecipeMutation,
    useGetConsolidatedReportQuery,
    useLazyGetConsolidatedReportQuery,
    useGetCustomReportMutation,
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
    useListStaffQuery,
    useLazyListStaffQuery,
    useCreateStaffMutation,
    useGetStaffQuery,
    useLazyGetStaffQuery,
    useUpdateStaffMutation,
    useDeleteStaffMutation,
    useSetStaffPasswordMutation,
    useSetStaffPinMutation,
    useSignOutStaffMutation,
    useListStationsQuery,
    useLazyListStationsQuery,
    useCreateStationMutation,
    useGetStationQuery,
    useLazyGetStationQuery,
    useUpdateStationMutation,
    useCancelSubscriptionMutation,
    useGetSubscriptionQuery,
    useLazyGetSubscriptionQuery,
    useDowngradePlanMutation,
    useListInvoicesQuery,
    useLazyListInvoicesQuery,
    useSetPaymentMethodMutation,
    useListPlansQuery,
    useLazyListPlansQuery,
    useUpgradePlanMutation,
    useListDeadLettersQuery,
    useLazyListDeadLettersQuery,
    useGetSyncStatusQuery,
    useLazyGetSyncStatusQuery,
} = injectedRtkApi;
