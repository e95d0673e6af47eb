import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { troubleOf, useTroubledPrinters } from './printer-trouble.ts';

/** One slim line per printer that does not print, at the till; gone when the printer is well. */
export function PrinterBanner() {
  const { t } = useTranslation();
  const printers = useTroubledPrinters();
  return (
    <div role="status">
      {printers.map((printer) => (
        <p key={printer.printer_id} className="flex items-center justify-center gap-2 border-b border-bad/25 bg-bad-tint px-4 py-1.5 text-center font-semibold text-bad">
          <Printer size={18} aria-hidden className="shrink-0" />
          <span>
            {t('print.trouble', { name: printer.name, state: t(`print.${troubleOf(printer) ?? 'error'}`) })}
            {printer.queued > 0 ? ` · ${t('print.queue', { count: printer.queued })}` : null}
          </span>
        </p>
      ))}
    </div>
  );
}
