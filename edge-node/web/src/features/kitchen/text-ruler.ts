/** How wide text is in the kitchen's typeface, so that columns can be planned before they are drawn. */

/** Width in pixels of a text at a weight and a size in pixels. */
export type Ruler = (text: string, weight: number, sizePx: number) => number;

const FAMILY = '"Figtree Variable", system-ui, sans-serif';
/** Where there is no canvas: wide enough for most text. */
const EM_PER_CHAR = 0.56;

let pen: CanvasRenderingContext2D | null | undefined;

export const canvasRuler: Ruler = (text, weight, sizePx) => {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * sizePx * EM_PER_CHAR;
  pen.font = `${weight} ${sizePx}px ${FAMILY}`;
  return pen.measureText(text).width;
};

/** Lines a text takes when it wraps between words. */
export function wrappedLines(text: string, widthPx: number, widthOf: (text: string) => number): number {
  let lines = 1;
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > widthPx) {
      lines += 1;
      line = word;
    } else {
      line = longer;
    }
  }
  return lines;
}
