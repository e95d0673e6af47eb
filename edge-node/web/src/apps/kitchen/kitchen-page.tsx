/** The kitchen screen of one station: read from two metres, worked with one finger or a bump bar. */

import { Bell, BellOff, CookingPot, PanelRight, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UserMenu } from '@/features/auth/user-menu.tsx';
import { AllDayCounts } from '@/features/kitchen/all-day-counts.tsx';
import { ExchangeAge } from '@/features/kitchen/exchange-age.tsx';
import { KitchenBoard } from '@/features/kitchen/kitchen-board.tsx';
import { RecallDrawer } from '@/features/kitchen/recall-drawer.tsx';
import { StationChooser, useStationChoice } from '@/features/kitchen/station-choice.tsx';
import { useKitchenBoard, useKitchenSteps } from '@/features/kitchen/use-kitchen.ts';
import { useNewCardBell } from '@/features/kitchen/use-new-card-bell.ts';
import { useMenu } from '@/features/menu/use-menu.ts';
import { FallbackNotice } from '@/features/printing/fallback-notice.tsx';
import { UncertainPrompt } from '@/features/printing/uncertain-prompt.tsx';
import { Button } from '@fastops/ui/button';

export function KitchenPage() {
  const { t } = useTranslation();
  const [stationId, choose] = useStationChoice();
  const { menu } = useMenu();
  const { board, answeredAtMs, offsetMs, args } = useKitchenBoard(stationId ?? null);
  const step = useKitchenSteps(args);
  const { sounding, startShift, arrived } = useNewCardBell(board?.cards);
  const [recalling, setRecalling] = useState(false);
  const [counting, setCounting] = useState(true);
  useDarkScreen();
  const stations = menu?.stations ?? [];
  const station = stations.find((candidate) => candidate.station_id === stationId);
  const stationName = station?.name ?? t('kitchen.allStations');
  const cards = board?.cards ?? [];
  return (
    <div className="flex h-dvh flex-col bg-canvas text-ink">
      <FallbackNotice printerId={station?.printer_id ?? null} />
      <UncertainPrompt />
      <header className="flex items-center gap-2 border-b border-line px-3 py-2">
        <Button variant="ghost" size="lg" className="min-w-0 shrink px-3 text-xl font-bold" aria-label={`${t('kitchen.station')}: ${stationName}`} onClick={() => choose(undefined)}>
          <CookingPot size={24} aria-hidden className="text-[#ff8a4c]" />
          <span className="truncate">{stationName}</span>
        </Button>
        <span className="hidden text-lg text-soft sm:block">{t('kitchen.cards', { count: cards.length })}</span>
        <span className="ml-auto" />
        <ExchangeAge atMs={answeredAtMs} />
        <Button variant={sounding ? 'ghost' : 'brand'} aria-pressed={sounding} aria-label={sounding ? t('kitchen.soundOn') : t('kitchen.startShift')} onClick={startShift}>
          {sounding ? <Bell size={20} aria-hidden /> : <BellOff size={20} aria-hidden />}
          {sounding ? null : <span className="hidden sm:inline">{t('kitchen.startShift')}</span>}
        </Button>
        <Button variant="soft" aria-label={t('kitchen.recall')} onClick={() => setRecalling(true)}>
          <RotateCcw size={20} aria-hidden />
          <span className="hidden md:inline">{t('kitchen.recall')}</span>
        </Button>
        <Button variant="soft" size="icon" className="hidden min-[700px]:inline-flex" aria-label={t('kitchen.counts')} aria-pressed={counting} onClick={() => setCounting((before) => !before)}>
          <PanelRight size={20} aria-hidden />
        </Button>
        <UserMenu />
      </header>
      <p className="sr-only" aria-live="assertive">
        {arrived > 0 ? t('kitchen.newCards', { count: arrived }) : null}
      </p>
      <main className="flex min-h-0 flex-1">
        {stationId === undefined ? (
          <StationChooser
            stations={stations}
            onChoose={(chosen) => {
              choose(chosen);
              startShift();
            }}
          />
        ) : (
          <>
            <KitchenBoard
              cards={cards}
              offsetMs={offsetMs}
              onStart={(card) => void step('start', card)}
              onReady={(card) => void step('ready', card)}
              onItem={(card, item) => void step(item.stage === 'ready' ? 'recall' : 'ready', card, [item])}
            />
            {counting ? <AllDayCounts totals={board?.totals ?? []} /> : null}
          </>
        )}
      </main>
      {recalling ? <RecallDrawer stationId={stationId ?? null} onRecall={(card) => void step('recall', card)} onClose={() => setRecalling(false)} /> : null}
    </div>
  );
}

/** Dark while this screen is open, dialogs included. */
function useDarkScreen(): void {
  useEffect(() => {
    document.documentElement.dataset['theme'] = 'dark';
    return () => {
      delete document.documentElement.dataset['theme'];
    };
  }, []);
}
