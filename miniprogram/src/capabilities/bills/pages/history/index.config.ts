export default definePageConfig({ navigationBarTitleText: '全年用量和钱数', enablePullDownRefresh: true })
