import { newId } from '@fastops/format/ids';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { Button } from '@fastops/ui/button';
import { Field } from '@fastops/ui/field';
import { api } from '@/shared/api/cloud-api.ts';
import { fieldProblem, problemText } from '@/shared/i18n/problems.ts';
import { Sheet } from '@/shared/ui/sheet.tsx';

/** A branch begins with a name; what is left out is as at the main one. */
export function NewBranchSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [create, { isLoading, error }] = api.useCreateBranchMutation();
  const [form, setForm] = useState({ name: '', address: '', phone: '' });
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const branchEdit = { name: form.name.trim(), address: form.address.trim() || null, phone: form.phone.trim() || null };
    const answer = await create({ 'Idempotency-Key': newId('cmd'), branchEdit });
    if ('error' in answer) return;
    toast.success(t('branches.created', { name: branchEdit.name }));
    onClose();
  };
  return (
    <Sheet open onOpenChange={(open) => (open ? undefined : onClose())} title={t('branches.addTitle')} description={t('branches.rest')}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4">
        <Field label={t('branches.name')} error={fieldProblem(error, '/name')} value={form.name} onChange={(event) => set({ name: event.target.value })} maxLength={80} required />
        <Field label={t('branches.address')} error={fieldProblem(error, '/address')} value={form.address} onChange={(event) => set({ address: event.target.value })} maxLength={200} />
        <Field label={t('branches.phone')} error={fieldProblem(error, '/phone')} type="tel" value={form.phone} onChange={(event) => set({ phone: event.target.value })} maxLength={40} />
        <p role="alert" className="font-semibold text-bad empty:hidden">
          {error ? problemText(error) : null}
        </p>
        <Button type="submit" variant="brand" size="lg" className="w-full" disabled={isLoading}>
          {t('branches.create')}
        </Button>
      </form>
    </Sheet>
  );
}
