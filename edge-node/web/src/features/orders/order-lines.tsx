import type { Line, Order } from '@/shared/api/model.ts';
import { Ban } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/money.ts';
import { Badge } from '@fastops/ui/badge';
import { cn } from '@fastops/ui/cn';
import { STAGE_TONES } from './order-tone.ts';

type Round = { round: number | null; lines: Line[] };

/** Lines grouped as they went to the kitchen; what was never sent comes last. */
function roundsOf(lines: Line[]): Round[] {
  const rounds = new Map<number | null, Line[]>();
  for (const line of lines) rounds.set(line.round ?? null, [...(rounds.get(line.round ?? null) ?? []), line]);
  const place = (round: number | null) => round ?? Number.POSITIVE_INFINITY;
  return [...rounds].map(([round, own]) => ({ round, lines: own })).toSorted((a, b) => place(a.round) - place(b.round));
}

export function OrderLines({ order, onVoid }: { order: Order; onVoid: ((line: Line) => void) | null }) {
  const { t } = useTranslation();
  const rounds = roundsOf(order.lines);
  return (
    <div className="space-y-4">
      {rounds.map(({ round, lines }) => (
        <section key={round ?? 'new'}>
          {rounds.length > 1 || round === null ? <h3 className="mb-1 text-sm font-bold tracking-wide text-soft uppercase">{round === null ? t('orders.notSent') : t('orders.round', { round })}</h3> : null}
          <ul>
            {lines.map((line) => (
              <LineRow key={line.line_id} line={line} onVoid={onVoid} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function LineRow({ line, onVoid }: { line: Line; onVoid: ((line: Line) => void) | null }) {
  const { t } = useTranslation();
  const voided = line.stage === 'voided';
  const details = [line.variant, ...line.modifiers.map((modifier) => (modifier.quantity > 1 ? `${modifier.name} ×${modifier.quantity}` : modifier.name))].filter(Boolean);
  const parts = line.parts.length > 1 ? line.parts.map((part) => [part.name, part.variant].filter(Boolean).join(' ')) : [];
  return (
    <li className="flex items-start gap-3 border-b border-line py-2.5 last:border-0">
      <span className="min-w-8 pt-px text-lg font-bold">{line.quantity}×</span>
      <div className="min-w-0 flex-1">
        <p className={cn('text-lg leading-snug font-semibold', voided && 'text-soft line-through')}>{line.name}</p>
        {details.length + parts.length > 0 ? <p className="text-soft">{[...parts, ...details].join(' · ')}</p> : null}
        {line.note ? <p className="text-brand italic">“{line.note}”</p> : null}
        {voided && line.void_reason ? <p className="text-bad">{t('orders.voided', { reason: line.void_reason })}</p> : null}
        <Badge tone={STAGE_TONES[line.stage]} className="mt-1">
          {t(`stage.${line.stage}`)}
        </Badge>
      </div>
      <span className={cn('pt-px text-lg font-bold', voided && 'text-soft line-through')}>{money(line.total)}</span>
      {onVoid && !voided ? (
        <button type="button" aria-label={t('orders.voidLine', { name: line.name })} onClick={() => onVoid(line)} className="grid size-12 shrink-0 place-items-center rounded-xl text-soft hover:bg-bad-tint hover:text-bad">
          <Ban size={20} aria-hidden />
        </button>
      ) : null}
    </li>
  );
}
