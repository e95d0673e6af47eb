/** Adjusts the generated client to how the screens use it: what a change makes stale beyond its own kind. */

import { cloudApi } from '@fastops/client/cloud-api';
import type { ApiProblem } from '@fastops/client/problem';
import { askToday, type Today } from './today.ts';

const adjusted = cloudApi.enhanceEndpoints({
  addTagTypes: ['dashboard', 'sync'],
  endpoints: {
    // Signing in or asking for a link changes nothing that a list shows.
    login: { invalidatesTags: [] },
    register: { invalidatesTags: [] },
    forgotPassword: { invalidatesTags: [] },
    resetPassword: { invalidatesTags: [] },
    // A code makes no box yet.
    createEnrolmentCode: { invalidatesTags: [] },
    revokeBox: { invalidatesTags: ['boxes', 'branches'] },
  },
});

export const api = adjusted.injectEndpoints({
  endpoints: (build) => ({
    getToday: build.query<Today, void>({
      queryFn: async (_argument, _api, _extra, query) => {
        const ask = async <T>(url: string): Promise<T> => {
          const answer = await query(url);
          if (answer.error) throw answer.error;
          return answer.data as T;
        };
        try {
          return { data: await askToday(ask) };
        } catch (problem) {
          return { error: problem as ApiProblem };
        }
      },
      providesTags: ['dashboard', 'branches', 'boxes', 'menu'],
    }),
  }),
});
