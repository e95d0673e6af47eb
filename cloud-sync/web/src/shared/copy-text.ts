/** Puts text on the clipboard; the old way where a plain-HTTP page has no clipboard. Answers whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    // Inside an open dialog, since a dialog takes the focus back from whatever stands outside of it.
    const place = document.querySelector('[role="dialog"]') ?? document.body;
    place.append(area);
    area.select();
    const worked = document.execCommand('copy');
    area.remove();
    return worked;
  }
}
