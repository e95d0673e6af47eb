import { useEffect } from 'react';

/** Names the page in the browser's tab, where an owner keeps it open all day. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · FastOps`;
  }, [title]);
}
