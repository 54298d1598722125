/** Electricity is told by file: handed in from 01:00, booked at 02:00, its results read after that. */
import type { UtilityFileRow } from '../../../server/src/capabilities/bills/data/utility-files.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { jumpTo, tomorrowOf } from '../money/jump.ts'
import { until } from '../restore/people.ts'

export async function passTheNight(stage: Stage): Promise<string[]> {
  const files = stage.raw.collection<UtilityFileRow>('utilityFiles')
  const tomorrow = await tomorrowOf(stage)
  const postings = (state: 'QUEUED' | 'ASKED') =>
    stage.raw.collection('utilityPostings').countDocuments({ utility: 'electricity', state })
  await jumpTo(stage, tomorrow, '01:10')
  await stage.nudge('hand-in-payments')
  const isHanded = async () =>
    (await postings('QUEUED')) === 0 && (await files.countDocuments({ state: 'WRITTEN' })) === 0
  if (!(await until(isHanded))) return ['payments of electricity were not handed in']
  await jumpTo(stage, tomorrow, '02:20')
  await stage.nudge('read-power-files')
  return (await until(async () => (await postings('ASKED')) === 0)) ? [] : ['results of electricity were not read']
}
