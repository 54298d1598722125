import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { useElder } from '#ui/use-elder.ts'
import { confirmWords } from '../booking.zh-CN.ts'
import { seatWords } from '../seats.zh-CN.ts'
import type { Answers, Notice } from '../use-answers.ts'
import type { Confirming } from '../use-confirm.ts'

interface ConfirmBarProps {
  notice: Notice
  answers: Answers
  doing: Confirming
  stale: boolean
}

export function ConfirmBar({ notice, answers, doing, stale }: ConfirmBarProps) {
  const elder = useElder()
  const { busy, problem } = doing
  const left = notice.questions.filter(({ code }) => answers.of(code) === undefined).length
  const unfit = notice.questions.some(({ code }) => answers.of(code) === true)
  const ready = elder ? confirmWords.confirmElder : confirmWords.confirm
  const words = unfit ? confirmWords.unfit : left > 0 ? confirmWords.unanswered(left) : ready
  return (
    <ActionBar hint={confirmWords.hint}>
      <Problem error={problem} title={confirmWords.problem} />
      <Button
        words={stale ? seatWords.stale : busy ? confirmWords.confirming : words}
        off={busy || stale || unfit || left > 0}
        onTap={() => {
          doing.confirm(notice, answers)
        }}
      />
    </ActionBar>
  )
}
