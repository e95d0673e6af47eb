import type { Station } from '@/shared/api/model.ts';
import { CookingPot, LayoutGrid } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const STATION_KEY = 'fastops.station';
/** Remembered for a screen that shows the whole kitchen. */
const EVERY_STATION = 'all';

/** `undefined` until somebody chose for this device; `null` means every station. */
export type StationChoice = string | null | undefined;

export function useStationChoice(): [StationChoice, (stationId: string | null | undefined) => void] {
  const [choice, setChoice] = useState<StationChoice>(() => {
    const kept = localStorage.getItem(STATION_KEY);
    return kept === null ? undefined : kept === EVERY_STATION ? null : kept;
  });
  return [
    choice,
    (stationId) => {
      if (stationId === undefined) localStorage.removeItem(STATION_KEY);
      else localStorage.setItem(STATION_KEY, stationId ?? EVERY_STATION);
      setChoice(stationId);
    },
  ];
}

type StationChooserProps = { stations: readonly Station[]; onChoose: (stationId: string | null) => void };

export function StationChooser({ stations, onChoose }: StationChooserProps) {
  const { t } = useTranslation();
  const tile = 'flex min-h-36 flex-col items-center justify-center gap-3 rounded-3xl border border-line bg-surface p-4 text-2xl font-bold active:scale-[0.98] hover:bg-sunken';
  return (
    <section className="grid flex-1 place-items-center p-6 text-center">
      <div className="w-full max-w-3xl">
        <h1 className="text-3xl font-bold tracking-tight">{t('kitchen.chooseStation')}</h1>
        <p className="mt-2 mb-8 text-lg text-soft">{t('kitchen.startShiftHint')}</p>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          {stations
            .toSorted((a, b) => a.position - b.position)
            .map((station) => (
              <button key={station.station_id} type="button" className={tile} onClick={() => onChoose(station.station_id)}>
                <CookingPot size={36} aria-hidden className="text-[#ff8a4c]" />
                {station.name}
              </button>
            ))}
          <button type="button" className={tile} onClick={() => onChoose(null)}>
            <LayoutGrid size={36} aria-hidden className="text-[#ff8a4c]" />
            {t('kitchen.allStations')}
          </button>
        </div>
      </div>
    </section>
  );
}
