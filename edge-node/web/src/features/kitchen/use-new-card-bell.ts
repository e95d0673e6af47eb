/** Rings for cards that were not there before. Browsers only allow sound after a tap, hence "Iniciar turno". */

import type { Card } from '@/shared/api/model.ts';
import { useCallback, useEffect, useRef, useState } from 'react';

const TONES_HZ = [880, 1_174.7];
const TONE_S = 0.16;

function ring(audio: AudioContext): void {
  TONES_HZ.forEach((hertz, at) => {
    const startS = audio.currentTime + at * TONE_S;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = 'triangle';
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, startS);
    volume.gain.exponentialRampToValueAtTime(0.6, startS + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, startS + TONE_S * 2);
    tone.connect(volume).connect(audio.destination);
    tone.start(startS);
    tone.stop(startS + TONE_S * 2);
  });
}

export function useNewCardBell(cards: readonly Card[] | undefined) {
  const [sounding, setSounding] = useState(false);
  const [arrived, setArrived] = useState(0);
  const audio = useRef<AudioContext | null>(null);
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!cards) return;
    const now = new Set(cards.map((card) => card.send_id));
    const before = known.current;
    known.current = before ? new Set([...before, ...now]) : now;
    const fresh = before ? [...now].filter((sendId) => !before.has(sendId)).length : 0;
    if (fresh === 0) return;
    setArrived(fresh);
    if (audio.current) ring(audio.current);
  }, [cards]);
  const startShift = useCallback(() => {
    audio.current ??= new AudioContext();
    void audio.current.resume();
    ring(audio.current);
    setSounding(true);
  }, []);
  return { sounding, startShift, arrived };
}
