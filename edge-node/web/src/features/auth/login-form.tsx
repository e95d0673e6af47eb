import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { Button } from '@fastops/ui/button';
import { Field } from '@fastops/ui/field';
import { useKeepSession } from './use-session.ts';

const COMPANY_KEY = 'fastops.company';

export function LoginForm({ onBack }: { onBack: (() => void) | null }) {
  const { t } = useTranslation();
  const [login, { isLoading, error }] = api.useLoginMutation();
  const [company, setCompany] = useState(() => localStorage.getItem(COMPANY_KEY) ?? '');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const keep = useKeepSession();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await login({ login: { company: company.trim(), username: username.trim(), password } });
    if (!answer.data) return;
    localStorage.setItem(COMPANY_KEY, company.trim());
    keep(answer.data);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="w-full max-w-md animate-arrive space-y-4 rounded-3xl bg-surface p-6 shadow-card sm:p-8">
      <div>
        <h1 className="text-2xl font-bold tracking-tight">{t('login.title')}</h1>
        <p className="mt-1 text-soft">{t('login.hint')}</p>
      </div>
      <Field label={t('login.company')} value={company} onChange={(event) => setCompany(event.target.value)} autoComplete="organization" autoCapitalize="none" required />
      <Field label={t('login.username')} value={username} onChange={(event) => setUsername(event.target.value)} autoComplete="username" autoCapitalize="none" required />
      <Field label={t('login.password')} type="password" value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" required />
      <p role="alert" className="font-semibold text-bad empty:hidden">
        {error ? problemText(error) : null}
      </p>
      <div className="flex gap-3">
        {onBack ? <Button size="lg" onClick={onBack}>{t('common.back')}</Button> : null}
        <Button type="submit" variant="brand" size="lg" className="flex-1" disabled={isLoading}>
          {t('login.submit')}
        </Button>
      </div>
    </form>
  );
}
