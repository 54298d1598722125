/** The choice of a seat, read aloud. Pure. */
import type { ListedSite, VaccineSeats } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { speakDay } from '@xlb/shared/platform/day-words.ts'
import { spokenName } from './spoken-name.ts'
import { doseOf } from './strings.zh-CN.ts'
import { seatWords, siteWords } from './seats.zh-CN.ts'
import { reasonWords } from './summaries.ts'
import { timeOf, whenWords } from './times.ts'

export function speakSeats({ person, name, dose, site, first, offer }: VaccineSeats): string[] {
  const what = seatWords.spoken(spokenName(person.name), doseOf(name, dose), site.name)
  if (first.none !== null) return [what, seatWords.spokenNone(reasonWords(first.none, null, true))]
  if (offer === null) return [what, `${seatWords.fullTitle}。`]
  return [what, seatWords.spokenOffer(whenWords(offer.day, timeOf(offer.window), true))]
}

const SITES_SPOKEN = 3

/** The first few: the others are looked at. */
export const speakSites = (sites: readonly ListedSite[]): string[] =>
  sites
    .slice(0, SITES_SPOKEN)
    .map(({ name, opens }) =>
      siteWords.spoken(name, opens === null ? siteWords.noneSoon : siteWords.opens(speakDay(opens))),
    )
