import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = { icon: LucideIcon; title: string; hint?: string; children?: ReactNode };

/** What a list says when it has nothing to show. */
export function EmptyState({ icon: Icon, title, hint, children }: EmptyStateProps) {
  return (
    <div className="grid place-items-center gap-3 px-6 py-12 text-center">
      <span className="grid size-16 place-items-center rounded-full bg-sunken text-soft">
        <Icon size={28} aria-hidden />
      </span>
      <p className="text-lg font-bold">{title}</p>
      {hint ? <p className="max-w-sm text-soft">{hint}</p> : null}
      {children}
    </div>
  );
}
