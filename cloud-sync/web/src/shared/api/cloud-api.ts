/** Adjusts the generated client to how the screens use it: what a change makes stale beyond its own kind. */

import { cloudApi } from '@fastops/client/cloud-api';

export const api = cloudApi.enhanceEndpoints({
  endpoints: {
    // Signing in or asking for a link changes nothing that a list shows.
    login: { invalidatesTags: [] },
    register: { invalidatesTags: [] },
    forgotPassword: { invalidatesTags: [] },
    resetPassword: { invalidatesTags: [] },
    // A code makes no box yet.
    createEnrolmentCode: { invalidatesTags: [] },
    revokeBox: { invalidatesTags: ['boxes', 'branches', 'dashboard', 'sync'] },
    createBranch: { invalidatesTags: ['branches', 'dashboard'] },
    resolveConflict: { invalidatesTags: ['menu', 'dashboard'] },
  },
});
