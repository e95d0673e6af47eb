import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@fastops/ui/field';

/** A password that can be looked at while it is typed. */
export function PasswordField(props: ComponentProps<typeof Field>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Field {...props} type={shown ? 'text' : 'password'} style={{ paddingRight: '3.5rem' }} />
      <button
        type="button"
        aria-label={shown ? t('door.hidePassword') : t('door.showPassword')}
        onClick={() => setShown(!shown)}
        className="absolute top-[1.875rem] right-0 grid size-12 place-items-center rounded-xl text-soft"
      >
        <Icon size={20} aria-hidden />
      </button>
    </div>
  );
}
