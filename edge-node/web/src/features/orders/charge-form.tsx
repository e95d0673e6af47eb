import type { NewPayment, PaymentMethod, Totals } from '@/shared/api/model.ts';
import { likelyTenders, parsePesos } from '@fastops/format/money';
import { Banknote, CreditCard, HandCoins, Landmark, QrCode, Smartphone, Store, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/money.ts';
import { Button } from '@fastops/ui/button';
import { Chip } from '@/shared/ui/chip.tsx';
import { Field } from '@fastops/ui/field';
import { NumPad } from '@/shared/ui/num-pad.tsx';
import { cashPayment, METHODS, needsReference, otherPayment } from './payment-of.ts';

const MAX_DIGITS = 8;

const ICONS: Record<PaymentMethod, LucideIcon> = {
  cash: Banknote, card: CreditCard, nequi: Smartphone, daviplata: Smartphone, bre_b: QrCode, transfer: Landmark, platform: Store, credit: HandCoins,
};

type ChargeFormProps = { totals: Totals; disabled: boolean; onPay: (payment: NewPayment) => void };

/** One payment: the method, then an amount. Mixed payments are several of these, one after the other. */
export function ChargeForm({ totals, disabled, onPay }: ChargeFormProps) {
  const { t } = useTranslation();
  const [method, setMethod] = useState<PaymentMethod>('cash');
  return (
    <div className="space-y-4">
      <div role="group" aria-label={t('charge.method')} className="-mx-5 flex gap-2 overflow-x-auto px-5 py-1 [scrollbar-width:none] sm:flex-wrap">
        {METHODS.map((candidate) => {
          const Icon = ICONS[candidate];
          return (
            <Chip key={candidate} selected={candidate === method} onClick={() => setMethod(candidate)}>
              <Icon size={18} aria-hidden />
              {t(`method.${candidate}`)}
            </Chip>
          );
        })}
      </div>
      {method === 'cash' ? (
        <CashForm totals={totals} disabled={disabled} onPay={onPay} />
      ) : (
        <OtherForm key={method} method={method} totals={totals} disabled={disabled} onPay={onPay} />
      )}
    </div>
  );
}

function CashForm({ totals, disabled, onPay }: ChargeFormProps) {
  const { t } = useTranslation();
  const [typing, setTyping] = useState(false);
  const due = totals.due_in_cash;
  if (typing) {
    return <AmountPad label={t('charge.received')} disabled={disabled} onBack={() => setTyping(false)} onAmount={(amount) => onPay(cashPayment(totals, amount))} />;
  }
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <Button variant="brand" disabled={disabled} className="col-span-2 h-20 flex-col gap-0 text-xl sm:col-span-3" onClick={() => onPay(cashPayment(totals, due))}>
        {t('charge.exact')}
        <span className="text-base font-medium">{money(due)}</span>
      </Button>
      {likelyTenders(due).map((amount) => (
        <Button key={amount} disabled={disabled} className="h-16 text-xl" onClick={() => onPay(cashPayment(totals, amount))}>
          {money(amount)}
        </Button>
      ))}
      <Button variant="soft" disabled={disabled} className="h-16 text-lg" onClick={() => setTyping(true)}>
        {t('charge.otherAmount')}
      </Button>
    </div>
  );
}

function OtherForm({ method, totals, disabled, onPay }: ChargeFormProps & { method: PaymentMethod }) {
  const { t } = useTranslation();
  const [reference, setReference] = useState('');
  const [inPart, setInPart] = useState(false);
  const ready = !needsReference(method) || reference.trim() !== '';
  const pay = (part: number | null) => onPay(otherPayment(totals, method, part, reference));
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !inPart) pay(null);
      }}
    >
      {needsReference(method) ? (
        <Field label={t('charge.reference')} hint={t('charge.referenceHint')} value={reference} maxLength={40} autoComplete="off" inputMode="text" onChange={(event) => setReference(event.target.value)} />
      ) : null}
      {inPart ? (
        <AmountPad label={t('charge.typed')} disabled={disabled || !ready} onBack={() => setInPart(false)} onAmount={pay} />
      ) : (
        <div className="grid gap-3 sm:grid-cols-[2fr_3fr]">
          <Button variant="soft" size="xl" className="text-lg" onClick={() => setInPart(true)}>
            {t('charge.part')}
          </Button>
          <Button type="submit" variant="brand" size="xl" disabled={disabled || !ready}>
            {t('charge.pay')} {money(totals.due)}
          </Button>
        </div>
      )}
    </form>
  );
}

type AmountPadProps = { label: string; disabled: boolean; onBack: () => void; onAmount: (centavos: number) => void };

function AmountPad({ label, disabled, onBack, onAmount }: AmountPadProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const amount = parsePesos(typed);
  const submit = () => {
    if (amount && !disabled) onAmount(amount);
  };
  return (
    <div className="space-y-3">
      <p className="flex items-baseline justify-between rounded-2xl bg-sunken px-4 py-2">
        <span className="font-semibold text-soft">{label}</span>
        <output className="text-4xl leading-12 font-extrabold">{money(amount ?? 0)}</output>
      </p>
      <NumPad value={typed} maxLength={MAX_DIGITS} extraKey="000" onChange={(next) => setTyped(next.replace(/^0+/, ''))} onEnter={submit} />
      <div className="grid grid-cols-[1fr_2fr] gap-3">
        <Button size="lg" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button variant="brand" size="lg" disabled={disabled || !amount} onClick={submit}>
          {t('charge.pay')}
        </Button>
      </div>
    </div>
  );
}
