/** WeChat looks for the custom tab bar under this name; what it shows is the house's own. */
import { TabBar } from '#ui/tab-bar/tab-bar.tsx'

export default function CustomTabBar() {
  return <TabBar />
}
