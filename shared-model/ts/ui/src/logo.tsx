/** The name of the product with its mark. */
export function Logo({ compact = false }: { compact?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5 text-xl font-extrabold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-9" aria-hidden>
        <rect width="32" height="32" rx="9" className="fill-brand" />
        <path d="M11 25V8h12v4h-7.4v3.4H22v3.9h-6.4V25z" fill="#fff" />
        <path d="M5 13h4v2.6H5zM3.5 18H9v2.6H3.5z" fill="#ffd9c4" />
      </svg>
      <span className={compact ? 'sr-only' : undefined}>FastOps</span>
    </span>
  );
}
