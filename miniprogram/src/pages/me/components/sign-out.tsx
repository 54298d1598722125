import { View } from '@tarojs/components'
import { setUnread } from '#platform/nav/unread.ts'
import { signOut } from '#platform/session/session.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { tabWords } from '../../strings.zh-CN.ts'

export function SignOut() {
  return (
    <View className="gap">
      <AskFirst
        words={tabWords.signOut}
        icon="leave"
        title={tabWords.signOutAsk}
        note={tabWords.signOutWords}
        yes={tabWords.signOutYes}
        no={tabWords.signOutNo}
        onYes={leave}
      />
    </View>
  )
}

function leave(): void {
  setUnread(0)
  void signOut()
}
