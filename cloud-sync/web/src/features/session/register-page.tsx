import { newId, type Id } from '@fastops/format/ids';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@fastops/ui/button';
import { Field } from '@fastops/ui/field';
import { api } from '@/shared/api/cloud-api.ts';
import { fieldProblem, problemText } from '@/shared/i18n/problems.ts';
import { Door, FormProblem, LINK } from './door.tsx';
import { PasswordField } from './password-field.tsx';
import { slugOf } from './slug.ts';
import { useKeepSession } from './use-session.ts';

const PASSWORD_MIN = 8;

const EMPTY = { name: '', slug: null as string | null, ownerName: '', email: '', username: '', password: '' };

/** One id for one content: sending the same again is a retry, sending something else is another request. */
function useTap(): (content: string) => Id<'cmd'> {
  const last = useRef<{ content: string; id: Id<'cmd'> } | null>(null);
  return (content) => {
    if (last.current?.content !== content) last.current = { content, id: newId('cmd') };
    return last.current.id;
  };
}

export function RegisterPage() {
  const { t } = useTranslation();
  const [register, { isLoading, error }] = api.useRegisterMutation();
  const [form, setForm] = useState(EMPTY);
  const keep = useKeepSession();
  const tap = useTap();
  const slug = form.slug ?? slugOf(form.name);
  const set = (change: Partial<typeof EMPTY>) => setForm((before) => ({ ...before, ...change }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name: form.name.trim(), slug, owner_name: form.ownerName.trim(), owner_email: form.email.trim(), username: form.username.trim(), password: form.password };
    const answer = await register({ 'Idempotency-Key': tap(JSON.stringify(body)), register: body });
    if (answer.data) keep(answer.data);
  };

  return (
    <Door
      title={t('door.registerTitle')}
      hint={t('door.registerHint')}
      below={
        <>
          {t('door.haveAccount')}{' '}
          <Link className={LINK} to="/entrar">
            {t('door.signIn')}
          </Link>
        </>
      }
    >
      <form onSubmit={(event) => void submit(event)} className="space-y-4">
        <Field label={t('door.businessName')} error={fieldProblem(error, '/name')} value={form.name} onChange={(event) => set({ name: event.target.value })} autoComplete="organization" maxLength={80} required />
        <Field
          label={t('door.shortName')}
          hint={slug ? t('door.shortNameHint', { slug }) : t('door.shortNameRule')}
          error={fieldProblem(error, '/slug')}
          value={slug}
          onChange={(event) => set({ slug: event.target.value.toLowerCase().replaceAll(/[^a-z0-9-]/g, '') })}
          autoCapitalize="none"
          spellCheck={false}
          minLength={2}
          maxLength={80}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          title={t('door.shortNameRule')}
          required
        />
        <Field label={t('door.ownerName')} error={fieldProblem(error, '/owner_name')} value={form.ownerName} onChange={(event) => set({ ownerName: event.target.value })} autoComplete="name" maxLength={80} required />
        <Field label={t('door.email')} hint={t('door.emailHint')} error={fieldProblem(error, '/owner_email')} type="email" value={form.email} onChange={(event) => set({ email: event.target.value })} autoComplete="email" maxLength={200} required />
        <Field label={t('door.username')} error={fieldProblem(error, '/username')} value={form.username} onChange={(event) => set({ username: event.target.value.toLowerCase() })} autoComplete="username" autoCapitalize="none" spellCheck={false} minLength={2} maxLength={40} pattern="[a-z0-9._\-]+" title={t('door.shortNameRule')} required />
        <PasswordField label={t('door.password')} hint={t('door.passwordHint')} error={fieldProblem(error, '/password')} value={form.password} onChange={(event) => set({ password: event.target.value })} autoComplete="new-password" minLength={PASSWORD_MIN} maxLength={200} required />
        <FormProblem>{error ? problemText(error) : null}</FormProblem>
        <Button type="submit" variant="brand" size="lg" className="w-full" disabled={isLoading}>
          {t('door.create')}
        </Button>
      </form>
    </Door>
  );
}
