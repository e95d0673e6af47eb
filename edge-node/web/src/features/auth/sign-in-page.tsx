import type { Person } from '@/shared/api/model.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { Button } from '@fastops/ui/button';
import { Logo } from '@fastops/ui/logo';
import { Avatar } from './avatar.tsx';
import { LoginForm } from './login-form.tsx';
import { PinForm } from './pin-form.tsx';

/** Password once per tablet; afterwards a face and a PIN. */
export function SignInPage({ startWithPassword }: { startWithPassword: boolean }) {
  const [withPassword, setWithPassword] = useState(startWithPassword);
  const [person, setPerson] = useState<Person | null>(null);
  const { data, error, isLoading } = api.useListPeopleQuery(undefined, { refetchOnMountOrArgChange: true });
  const people = data?.items ?? [];
  const needsPassword = withPassword || Boolean(error) || (!isLoading && people.length === 0);
  return (
    <main className="grid min-h-dvh grid-rows-[auto_1fr] bg-canvas p-5">
      <Logo />
      <div className="grid place-items-center py-6">
        {isLoading ? null : needsPassword ? (
          <LoginForm onBack={people.length > 0 ? () => setWithPassword(false) : null} />
        ) : person ? (
          <PinForm key={person.staff_id} person={person} onBack={() => setPerson(null)} />
        ) : (
          <PeopleGrid people={people} onPick={setPerson} onPassword={() => setWithPassword(true)} />
        )}
      </div>
    </main>
  );
}

type PeopleGridProps = { people: Person[]; onPick: (person: Person) => void; onPassword: () => void };

function PeopleGrid({ people, onPick, onPassword }: PeopleGridProps) {
  const { t } = useTranslation();
  return (
    <section className="w-full max-w-3xl animate-arrive text-center">
      <h1 className="mb-6 text-3xl font-bold tracking-tight">{t('login.who')}</h1>
      <ul className="grid grid-cols-2 justify-center gap-4 sm:flex sm:flex-wrap">
        {people.map((person) => (
          <li key={person.staff_id} className="sm:w-44">
            <button
              type="button"
              onClick={() => onPick(person)}
              className="flex h-full w-full flex-col items-center gap-3 rounded-3xl border border-line bg-surface px-3 py-6 shadow-card transition-transform active:scale-[0.97]"
            >
              <Avatar person={person} size={72} />
              <span className="text-lg leading-tight font-bold">{person.name}</span>
              <span className="text-sm text-soft">{person.roles.map((role) => t(`role.${role}`)).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button variant="ghost" className="mt-6 text-soft" onClick={onPassword}>
        {t('login.other')}
      </Button>
    </section>
  );
}
