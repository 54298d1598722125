export default definePageConfig({ navigationBarTitleText: '电费账单', enablePullDownRefresh: true })
