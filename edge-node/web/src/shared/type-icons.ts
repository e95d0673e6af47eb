import type { OrderType } from '@/shared/api/model.ts';
import { Bike, ShoppingBag, Utensils, type LucideIcon } from 'lucide-react';

/** The same sign for an order's kind on every screen. */
export const TYPE_ICONS: Record<OrderType, LucideIcon> = { dine_in: Utensils, takeaway: ShoppingBag, delivery: Bike };
