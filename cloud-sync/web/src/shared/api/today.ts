/** How all branches do right now, put together from what the cloud answers about each. */

import type * as cloud from '@fastops/client/cloud-api';
import type { ApiProblem } from '@fastops/client/problem';
import type { BoxNow } from './model.ts';

export type Figures = { orders: number; total: number; average: number; cancelled: number };
export type SalesToday = { figures: Figures; last_week: Figures | null; last_week_so_far: Figures | null; growth_bp: number | null };
export type BranchToday = { branch_id: string; name: string; is_main: boolean; business_day: string; sales: SalesToday; boxes: BoxNow[]; dead_letters: number; conflicts: number };
export type CompanyToday = { sales: SalesToday; boxes_live: number; boxes_online: number; dead_letters: number; conflicts: number };
export type Today = { branches: BranchToday[]; company: CompanyToday };

type Ask = <T>(url: string) => Promise<T>;

function figures(orders: number, total: number, cancelled: number): Figures {
  return { orders, total, cancelled, average: orders > 0 ? Math.round(total / orders / 100) * 100 : 0 };
}

function alone(today: Figures): SalesToday {
  return { figures: today, last_week: null, last_week_so_far: null, growth_bp: null };
}

async function branchToday(ask: Ask, branch: cloud.Branch): Promise<BranchToday> {
  const [stats, boxes] = await Promise.all([
    ask<cloud.BranchStats>(`/api/v1/branches/${branch.branch_id}/stats`),
    ask<cloud.BoxList>(`/api/v1/branches/${branch.branch_id}/boxes`),
  ]);
  const sales = alone(figures(stats.orders, stats.total, stats.cancelled));
  return { branch_id: branch.branch_id, name: branch.name, is_main: branch.is_main ?? false, business_day: stats.business_day, sales, boxes: boxes.items, dead_letters: 0, conflicts: 0 };
}

/** Asks for everything the first page shows. */
export async function askToday(ask: Ask): Promise<Today> {
  const [list, conflicts] = await Promise.all([ask<cloud.BranchList>('/api/v1/branches'), ask<cloud.CatalogConflictList>('/api/v1/catalog/conflicts')]);
  const branches = await Promise.all(list.items.filter((branch) => branch.active !== false).map((branch) => branchToday(ask, branch)));
  const sum = (of: (figures: Figures) => number) => branches.reduce((total, branch) => total + of(branch.sales.figures), 0);
  const live = branches.flatMap((branch) => branch.boxes).filter((box) => box.status === 'live');
  return {
    branches,
    company: {
      sales: alone(figures(sum((one) => one.orders), sum((one) => one.total), sum((one) => one.cancelled))),
      boxes_live: live.length,
      boxes_online: live.filter((box) => box.online).length,
      dead_letters: 0,
      conflicts: conflicts.items.length,
    },
  };
}

export type AskProblem = ApiProblem;
