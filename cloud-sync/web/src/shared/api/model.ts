/** The cloud's types under the names the screens use. */

import type * as cloud from '@fastops/client/cloud-api';

export type { BoxNow, BoxStatus, Branch, BranchToday, CompanyToday, Dashboard, EnrolmentCode, MethodToday, Role, SalesFigures, Staff } from '@fastops/client/cloud-api';

export type Session = cloud.CloudSession;
export type Company = cloud.CompanyView;
export type DeadLetter = cloud.DeadLetterView;
export type Conflict = Omit<cloud.CatalogConflict, 'candidates'> & { candidates: Candidate[] };
export type Candidate = { by: string; value: Json };
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Reasons only a box gives. */
type BoxOnly =
  | 'bad-pin' | 'pin-locked' | 'device-not-paired' | 'order-cancelled' | 'order-delivered' | 'order-paid' | 'order-has-payments' | 'nothing-to-send' | 'step-not-allowed' | 'line-voided'
  | 'line-not-sellable' | 'overpaid' | 'nothing-due' | 'reference-missing' | 'reference-used' | 'discount-too-large' | 'not-answerable' | 'nothing-to-print';

export type CloudProblemCode = Exclude<cloud.ProblemCode, BoxOnly>;
