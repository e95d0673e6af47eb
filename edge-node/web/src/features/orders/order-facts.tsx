/** Where the order goes and for whom: chips that open a pad or a short form. */

import { MessageSquareText, Hash, User } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '@/shared/store-hooks.ts';
import { Button } from '@fastops/ui/button';
import { Field, NoteField } from '@fastops/ui/field';
import { NumPad } from '@/shared/ui/num-pad.tsx';
import { Sheet } from '@/shared/ui/sheet.tsx';
import { customerSet, noteSet, tableSet } from './cart-slice.ts';

const FACT = 'inline-flex h-12 min-w-0 items-center gap-2 rounded-xl border border-line bg-surface px-3.5 font-semibold data-[filled=true]:border-brand data-[filled=true]:bg-brand-tint data-[filled=true]:text-brand-strong';

export function OrderFacts() {
  const { t } = useTranslation();
  const cart = useAppSelector((state) => state.cart);
  const [asking, setAsking] = useState<'table' | 'customer' | 'note' | null>(null);
  const close = () => setAsking(null);
  const customer = cart.customer.name || cart.customer.phone || cart.customer.address;
  return (
    <div className="flex flex-wrap gap-2">
      {cart.orderType === 'dine_in' ? (
        <button type="button" className={FACT} data-filled={cart.table !== ''} onClick={() => setAsking('table')}>
          <Hash size={18} aria-hidden />
          {cart.table ? t('cart.tableNumber', { table: cart.table }) : t('cart.chooseTable')}
        </button>
      ) : (
        <button type="button" className={FACT} data-filled={Boolean(customer)} onClick={() => setAsking('customer')}>
          <User size={18} aria-hidden />
          <span className="max-w-40 truncate">{customer || t('cart.customer')}</span>
        </button>
      )}
      <button type="button" className={FACT} data-filled={cart.note !== ''} onClick={() => setAsking('note')}>
        <MessageSquareText size={18} aria-hidden />
        <span className="max-w-36 truncate">{cart.note || t('cart.addNote')}</span>
      </button>
      {asking === 'table' ? <TableSheet onClose={close} /> : null}
      {asking === 'customer' ? <CustomerSheet onClose={close} /> : null}
      {asking === 'note' ? <NoteSheet onClose={close} /> : null}
    </div>
  );
}

function TableSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [table, setTable] = useState(useAppSelector((state) => state.cart.table));
  const save = () => {
    dispatch(tableSet(table));
    onClose();
  };
  return (
    <Sheet open onOpenChange={onClose} title={t('cart.chooseTable')} className="sm:w-96">
      <p aria-live="polite" className="mb-4 h-16 text-center text-5xl leading-[4rem] font-extrabold">
        {table || '–'}
      </p>
      <NumPad value={table} maxLength={3} size="lg" onChange={setTable} onEnter={save} />
      <Button variant="brand" size="lg" className="mt-4 w-full" onClick={save}>
        {t('common.save')}
      </Button>
    </Sheet>
  );
}

function CustomerSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const orderType = useAppSelector((state) => state.cart.orderType);
  const [customer, setCustomer] = useState(useAppSelector((state) => state.cart.customer));
  return (
    <Sheet open onOpenChange={onClose} title={t('cart.customer')}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          dispatch(customerSet(customer));
          onClose();
        }}
      >
        <Field label={t('cart.customerName')} value={customer.name ?? ''} maxLength={80} autoComplete="off" onChange={(event) => setCustomer({ ...customer, name: event.target.value })} />
        <Field label={t('cart.customerPhone')} value={customer.phone ?? ''} inputMode="tel" maxLength={20} autoComplete="off" onChange={(event) => setCustomer({ ...customer, phone: event.target.value })} />
        {orderType === 'delivery' ? (
          <Field label={t('cart.customerAddress')} value={customer.address ?? ''} maxLength={160} autoComplete="off" onChange={(event) => setCustomer({ ...customer, address: event.target.value })} />
        ) : null}
        <Button type="submit" variant="brand" size="lg" className="w-full">
          {t('common.save')}
        </Button>
      </form>
    </Sheet>
  );
}

function NoteSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [note, setNote] = useState(useAppSelector((state) => state.cart.note));
  return (
    <Sheet open onOpenChange={onClose} title={t('cart.note')}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          dispatch(noteSet(note.trim()));
          onClose();
        }}
      >
        <NoteField label={t('cart.note')} value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
        <Button type="submit" variant="brand" size="lg" className="w-full">
          {t('common.save')}
        </Button>
      </form>
    </Sheet>
  );
}
