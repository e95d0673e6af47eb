import type { OrderStatus, PaymentState, Stage } from '@/shared/api/model.ts';
import type { BadgeTone } from '@fastops/ui/badge';

export const STATUS_TONES: Record<OrderStatus, BadgeTone> = { open: 'neutral', sent: 'brand', preparing: 'warn', ready: 'good', delivered: 'neutral', cancelled: 'bad' };

export const PAYMENT_TONES: Record<PaymentState, BadgeTone> = { unpaid: 'neutral', partial: 'warn', paid: 'good' };

export const STAGE_TONES: Record<Stage, BadgeTone> = { new: 'neutral', pending: 'brand', preparing: 'warn', ready: 'good', delivered: 'neutral', voided: 'bad' };
