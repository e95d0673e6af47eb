/** The cards of one station: polled as a heartbeat, refetched on events, and changed at the tap before the box answers. */

import type { Card, CardItem, KitchenStep } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { serverOffset } from '@fastops/format/time';
import { toast } from 'sonner';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { useAppDispatch } from '@/shared/store-hooks.ts';

/** Below the 5 s at which the age turns amber, so that a healthy screen never does. */
const HEARTBEAT_MS = 4_000;

export function useKitchenBoard(stationId: string | null) {
  const args = stationId ? { stationId, done: false } : { done: false };
  const { data, fulfilledTimeStamp } = api.useListKitchenOrdersQuery(args, { pollingInterval: HEARTBEAT_MS, refetchOnMountOrArgChange: true });
  const offsetMs = data && fulfilledTimeStamp ? serverOffset(data.server_time_ms, fulfilledTimeStamp) : 0;
  return { board: data, answeredAtMs: fulfilledTimeStamp ?? null, offsetMs, args };
}

type Step = 'start' | 'ready' | 'recall';

/** `items` narrows a step to some parts of the card; without it the whole card moves. */
export function useKitchenSteps(args: { stationId?: string; done?: boolean }) {
  const dispatch = useAppDispatch();
  const [start] = api.useStartPreparingMutation();
  const [ready] = api.useMarkReadyMutation();
  const [recall] = api.useRecallReadyMutation();
  const send = { start, ready, recall };
  return async (step: Step, card: Card, items?: readonly CardItem[]): Promise<void> => {
    const patch = dispatch(
      api.util.updateQueryData('listKitchenOrders', args, (board) => {
        const shown = board.cards.find((candidate) => candidate.send_id === card.send_id);
        if (!shown) return;
        if (step === 'start') shown.stage = 'preparing';
        else if (items) markItems(shown, items, step === 'ready' ? 'ready' : 'preparing');
        else board.cards = board.cards.filter((candidate) => candidate !== shown);
      }),
    );
    const kitchenStep: KitchenStep = {
      step_id: newId('stp'),
      send_id: card.send_id,
      ...(args.stationId ? { station_id: args.stationId } : {}),
      ...(items ? { parts: items.map(({ line_id, part }) => ({ line_id, part })) } : {}),
    };
    const answer = await send[step]({ 'Idempotency-Key': newId('cmd'), orderId: card.order_id, kitchenStep });
    if (!answer.error) return;
    patch.undo();
    toast.error(problemText(answer.error));
  };
}

function markItems(card: Card, items: readonly CardItem[], stage: 'ready' | 'preparing'): void {
  for (const item of card.items) {
    if (items.some((marked) => marked.line_id === item.line_id && marked.part === item.part)) item.stage = stage;
  }
}
