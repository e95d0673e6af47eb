/** How a box stands, as one word and a colour. */

import type { BadgeTone } from '@fastops/ui/badge';
import type { BoxNow } from '@/shared/api/model.ts';

export type BoxState = 'online' | 'offline' | 'never' | 'fenced' | 'revoked';

export function boxState(box: BoxNow): BoxState {
  if (box.status !== 'live') return box.status;
  if (box.online) return 'online';
  return box.last_exchange_ms == null ? 'never' : 'offline';
}

export const BOX_TONE: Record<BoxState, BadgeTone> = { online: 'good', offline: 'bad', never: 'warn', fenced: 'neutral', revoked: 'neutral' };

/** The box that should be selling; a branch has at most one. */
export function liveBox(boxes: readonly BoxNow[]): BoxNow | undefined {
  return boxes.find((box) => box.status === 'live');
}
