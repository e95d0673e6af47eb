/** One person's PIN. The box counts wrong attempts; this screen shows its answer and how long a lock lasts. */

import type { Person } from '@/shared/api/model.ts';
import { isApiProblem } from '@fastops/client/problem';
import { formatElapsed } from '@fastops/format/time';
import { ArrowLeft, LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { Button } from '@fastops/ui/button';
import { cn } from '@fastops/ui/cn';
import { NumPad } from '@/shared/ui/num-pad.tsx';
import { useNow } from '@fastops/ui/use-now';
import { Avatar } from './avatar.tsx';
import { useKeepSession } from './use-session.ts';

const MIN_PIN = 4;
const MAX_PIN = 6;
const TOO_MANY = 429;

export function PinForm({ person, onBack }: { person: Person; onBack: () => void }) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const [wrongTries, setWrongTries] = useState(0);
  const [lockedUntilMs, setLockedUntilMs] = useState(0);
  const [loginWithPin, { isLoading, error, reset }] = api.useLoginWithPinMutation();
  const keep = useKeepSession();
  const now = useNow(1_000);
  const locked = lockedUntilMs > now;

  const submit = async (typed: string) => {
    if (typed.length < MIN_PIN || isLoading || locked) return;
    const answer = await loginWithPin({ pinLogin: { staff_id: person.staff_id, pin: typed } });
    setPin('');
    if (answer.data) {
      keep(answer.data);
      return;
    }
    setWrongTries((tries) => tries + 1);
    if (isApiProblem(answer.error) && answer.error.status === TOO_MANY) {
      setLockedUntilMs(Date.now() + (answer.error.retryAfterS ?? 60) * 1_000);
    }
  };
  const type = (next: string) => {
    if (error) reset();
    setPin(next);
    // The longest PIN submits itself; shorter ones wait for the button or Enter.
    if (next.length === MAX_PIN) void submit(next);
  };

  const message = locked ? t('login.locked', { time: formatElapsed(lockedUntilMs - now) }) : error ? problemText(error) : null;
  return (
    <section className="w-full max-w-sm animate-arrive" aria-label={t('login.pinFor', { name: person.name })}>
      <div className="mb-5 flex items-center gap-3">
        <button type="button" onClick={onBack} aria-label={t('login.otherPerson')} className="grid size-12 place-items-center rounded-full bg-surface shadow-card">
          <ArrowLeft aria-hidden />
        </button>
        <Avatar person={person} />
        <h1 className="text-2xl font-bold tracking-tight">{t('login.pinFor', { name: person.name.split(' ')[0] ?? '' })}</h1>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(pin);
        }}
      >
        <PinDots key={wrongTries} count={pin.length} shake={wrongTries > 0} />
        <input
          type="password"
          inputMode="none"
          autoComplete="current-password"
          aria-label={t('login.pin')}
          className="sr-only"
          value={pin}
          onChange={(event) => type(event.target.value.replaceAll(/\D/g, '').slice(0, MAX_PIN))}
        />
        <p role="alert" className="mb-3 flex min-h-7 items-center justify-center gap-2 text-center font-semibold text-bad">
          {message && locked ? <LockKeyhole size={18} aria-hidden /> : null}
          {message}
        </p>
        <NumPad value={pin} maxLength={MAX_PIN} size="lg" disabled={locked || isLoading} onChange={type} onEnter={() => void submit(pin)} />
        <Button type="submit" variant="brand" size="xl" className="mt-4 w-full" disabled={pin.length < MIN_PIN || locked || isLoading}>
          {t('login.enter')}
        </Button>
      </form>
    </section>
  );
}

function PinDots({ count, shake }: { count: number; shake: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={cn('mb-3 flex justify-center gap-4', shake && 'animate-shake')}>
      <span className="sr-only" aria-live="polite">
        {t('login.pinDots', { count })}
      </span>
      {Array.from({ length: MAX_PIN }, (_, index) => (
        <span
          key={index}
          aria-hidden
          className={cn('size-4 rounded-full border-2 transition-colors', index < count ? 'border-brand bg-brand' : index < MIN_PIN ? 'border-line-strong' : 'border-line')}
        />
      ))}
    </div>
  );
}
