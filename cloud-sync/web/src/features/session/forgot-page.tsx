import { MailCheck } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { Field } from '@fastops/ui/field';
import { api } from '@/shared/api/cloud-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { Door, FormProblem, LINK } from './door.tsx';
import { lastCompany } from './use-session.ts';

export function ForgotPage() {
  const { t } = useTranslation();
  const [ask, { isLoading, isSuccess, error }] = api.useForgotPasswordMutation();
  const [company, setCompany] = useState(lastCompany);
  const [username, setUsername] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask({ forgotPassword: { company: company.trim().toLowerCase(), username: username.trim() } });
  };

  return (
    <Door
      title={t('door.forgotTitle')}
      hint={t('door.forgotHint')}
      below={
        <Link className={LINK} to="/entrar">
          {t('door.backToSignIn')}
        </Link>
      }
    >
      {isSuccess ? (
        <div role="status">
          <EmptyState icon={MailCheck} title={t('door.sentTitle')} hint={t('door.sentHint')} />
        </div>
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <Field label={t('door.company')} hint={t('door.companyHint')} value={company} onChange={(event) => setCompany(event.target.value)} autoComplete="organization" autoCapitalize="none" spellCheck={false} required />
          <Field label={t('door.username')} value={username} onChange={(event) => setUsername(event.target.value)} autoComplete="username" autoCapitalize="none" spellCheck={false} required />
          <FormProblem>{error ? problemText(error) : null}</FormProblem>
          <Button type="submit" variant="brand" size="lg" className="w-full" disabled={isLoading}>
            {t('door.send')}
          </Button>
        </form>
      )}
    </Door>
  );
}
