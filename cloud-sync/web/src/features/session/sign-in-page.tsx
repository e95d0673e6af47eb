import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@fastops/ui/button';
import { Field } from '@fastops/ui/field';
import { api } from '@/shared/api/cloud-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { Door, FormProblem, LINK } from './door.tsx';
import { PasswordField } from './password-field.tsx';
import { lastCompany, useKeepSession } from './use-session.ts';

export function SignInPage() {
  const { t } = useTranslation();
  const [login, { isLoading, error }] = api.useLoginMutation();
  const [company, setCompany] = useState(lastCompany);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const keep = useKeepSession();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await login({ login: { company: company.trim().toLowerCase(), username: username.trim(), password } });
    if (answer.data) keep(answer.data);
  };

  return (
    <Door
      title={t('door.signInTitle')}
      below={
        <>
          {t('door.noAccount')}{' '}
          <Link className={LINK} to="/registro">
            {t('door.register')}
          </Link>
        </>
      }
    >
      <form onSubmit={(event) => void submit(event)} className="space-y-4">
        <Field label={t('door.company')} hint={t('door.companyHint')} value={company} onChange={(event) => setCompany(event.target.value)} autoComplete="organization" autoCapitalize="none" spellCheck={false} required />
        <Field label={t('door.username')} value={username} onChange={(event) => setUsername(event.target.value)} autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        <PasswordField label={t('door.password')} value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" required />
        <FormProblem>{error ? problemText(error) : null}</FormProblem>
        <Button type="submit" variant="brand" size="lg" className="w-full" disabled={isLoading}>
          {t('door.signIn')}
        </Button>
        <p className="text-center">
          <Link className={LINK} to="/olvido">
            {t('door.forgot')}
          </Link>
        </p>
      </form>
    </Door>
  );
}
