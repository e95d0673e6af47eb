import type { Category } from '@/shared/api/model.ts';
import { useTranslation } from 'react-i18next';
import { cn } from '@fastops/ui/cn';
import { tintOf } from './tint.ts';

type CategoryTabsProps = { categories: Category[]; selected: string | null; onSelect: (categoryId: string | null) => void };

/** Always in view; the first tab shows everything. */
export function CategoryTabs({ categories, selected, onSelect }: CategoryTabsProps) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('menu.categories')} className="flex gap-x-1.5 gap-y-2 overflow-x-auto px-3 py-2.5 [scrollbar-width:none] sm:px-4 min-[900px]:flex-wrap">
      <Tab label={t('menu.all')} tint={null} selected={selected === null} onSelect={() => onSelect(null)} />
      {categories.map((category) => (
        <Tab
          key={category.category_id}
          label={category.name}
          tint={tintOf(category)}
          selected={selected === category.category_id}
          onSelect={() => onSelect(category.category_id)}
        />
      ))}
    </nav>
  );
}

type TabProps = { label: string; tint: string | null; selected: boolean; onSelect: () => void };

function Tab({ label, tint, selected, onSelect }: TabProps) {
  return (
    <button
      type="button"
      aria-current={selected ? 'true' : undefined}
      onClick={onSelect}
      className={cn(
        'flex h-12 shrink-0 items-center gap-2 rounded-full px-4 font-semibold transition-colors',
        selected ? 'bg-invert text-on-invert' : 'bg-surface text-ink shadow-card hover:bg-sunken',
      )}
    >
      {tint ? <span aria-hidden className="size-2.5 rounded-full" style={{ background: tint }} /> : null}
      {label}
    </button>
  );
}
