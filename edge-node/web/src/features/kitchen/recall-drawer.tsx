import type { Card } from '@/shared/api/model.ts';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { Sheet } from '@/shared/ui/sheet.tsx';

type RecallDrawerProps = { stationId: string | null; onRecall: (card: Card) => void; onClose: () => void };

/** Cards bumped a moment ago, newest first; a wrong tap is undone here. */
export function RecallDrawer({ stationId, onRecall, onClose }: RecallDrawerProps) {
  const { t } = useTranslation();
  const { data } = api.useListKitchenOrdersQuery(stationId ? { stationId, done: true } : { done: true }, { refetchOnMountOrArgChange: true });
  const cards = (data?.cards ?? []).toSorted((a, b) => (b.done_at_ms ?? 0) - (a.done_at_ms ?? 0));
  return (
    <Sheet open onOpenChange={onClose} side="right" title={t('kitchen.recallTitle')}>
      {cards.length === 0 ? <EmptyState icon={RotateCcw} title={t('kitchen.recallNone')} /> : null}
      <ul className="space-y-3">
        {cards.map((card) => (
          <li key={card.send_id} className="flex items-center gap-4 rounded-2xl border border-line p-4">
            <div className="min-w-0 flex-1">
              <p className="text-2xl font-extrabold">{card.number}</p>
              <p className="text-lg text-soft">{card.items.map((item) => `${item.quantity} ${item.name}`).join(', ')}</p>
            </div>
            <Button size="lg" aria-label={t('kitchen.recallCard', { number: card.number })} onClick={() => onRecall(card)}>
              <RotateCcw size={20} aria-hidden />
              {t('kitchen.recall')}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
