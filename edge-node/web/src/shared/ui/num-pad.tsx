/** A pad of large digit keys that works by touch and by keyboard. */

import { Delete } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@fastops/ui/cn';

type NumPadProps = {
  value: string;
  maxLength: number;
  onChange: (value: string) => void;
  onEnter?: () => void;
  /** The key at the lower left; money pads use `000`. */
  extraKey?: string;
  size?: 'md' | 'lg';
  disabled?: boolean;
};

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

function typingElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

export function NumPad({ value, maxLength, onChange, onEnter, extraKey, size = 'md', disabled = false }: NumPadProps) {
  const { t } = useTranslation();
  const push = (digits: string) => {
    if (!disabled && value.length + digits.length <= maxLength) onChange(value + digits);
  };
  const back = () => onChange(value.slice(0, -1));
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (typingElsewhere(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) push(event.key);
    else if (event.key === 'Backspace') back();
    else if (event.key === 'Enter' && onEnter && !(event.target instanceof HTMLButtonElement)) onEnter();
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const key = cn(
    'grid place-items-center rounded-2xl bg-surface font-semibold shadow-card transition-transform active:scale-95 active:bg-sunken disabled:opacity-40 border border-line',
    size === 'lg' ? 'h-[72px] min-w-[72px] text-3xl' : 'h-14 text-2xl',
  );
  return (
    <div data-slot="num-pad" className="grid grid-cols-3 gap-3">
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className={key} disabled={disabled} onClick={() => push(digit)}>
          {digit}
        </button>
      ))}
      {extraKey ? (
        <button type="button" className={key} disabled={disabled} onClick={() => push(extraKey)}>
          {extraKey}
        </button>
      ) : (
        <span />
      )}
      <button type="button" className={key} disabled={disabled} onClick={() => push('0')}>
        0
      </button>
      <button type="button" className={key} disabled={disabled || value === ''} onClick={back} aria-label={t('common.backspace')}>
        <Delete aria-hidden />
      </button>
    </div>
  );
}
