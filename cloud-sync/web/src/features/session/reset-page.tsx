import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { toast } from 'sonner';
import { Button } from '@fastops/ui/button';
import { api } from '@/shared/api/cloud-api.ts';
import { fieldProblem, problemText } from '@/shared/i18n/problems.ts';
import { Door, FormProblem, LINK } from './door.tsx';
import { PasswordField } from './password-field.tsx';

const PASSWORD_MIN = 8;

/** Where the link of the letter leads. */
export function ResetPage() {
  const { t } = useTranslation();
  const [reset, { isLoading, error }] = api.useResetPasswordMutation();
  const [password, setPassword] = useState('');
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const token = parameters.get('token') ?? '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await reset({ resetPassword: { token, password } });
    if ('error' in answer) return;
    toast.success(t('door.resetDone'));
    // Replaced, so that going back does not show a link that is used up.
    void navigate('/entrar', { replace: true });
  };

  return (
    <Door
      title={t('door.resetTitle')}
      hint={t('door.resetHint')}
      below={
        <Link className={LINK} to="/olvido">
          {t('door.forgot')}
        </Link>
      }
    >
      {token === '' ? (
        <FormProblem>{t('door.resetMissing')}</FormProblem>
      ) : (
        <form onSubmit={(event) => void submit(event)} className="space-y-4">
          <PasswordField label={t('door.newPassword')} hint={t('door.passwordHint')} error={fieldProblem(error, '/password')} value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="new-password" minLength={PASSWORD_MIN} maxLength={200} required />
          <FormProblem>{error ? problemText(error) : null}</FormProblem>
          <Button type="submit" variant="brand" size="lg" className="w-full" disabled={isLoading}>
            {t('door.resetSave')}
          </Button>
        </form>
      )}
    </Door>
  );
}
