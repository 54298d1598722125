export default definePageConfig({ navigationBarTitleText: '选日期和时间', enablePullDownRefresh: true })
