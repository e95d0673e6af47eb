import type { Person } from '@/shared/api/model.ts';

const TINTS = ['#b4530a', '#0f766e', '#6d28d9', '#be185d', '#1d4ed8', '#4d7c0f', '#a21caf', '#b91c1c'];

function tintOf(staffId: string): string {
  const sum = Array.from(staffId).reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return TINTS[sum % TINTS.length] ?? '#1d1a16';
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}`.toUpperCase();
}

/** Initials on the person's own colour; decoration beside the written name. */
export function Avatar({ person, size = 48 }: { person: Pick<Person, 'staff_id' | 'name'>; size?: number }) {
  return (
    <span
      aria-hidden
      className="grid shrink-0 place-items-center rounded-full font-bold text-white"
      style={{ width: size, height: size, fontSize: size * 0.38, background: tintOf(person.staff_id) }}
    >
      {initials(person.name)}
    </span>
  );
}
