export default definePageConfig({ navigationBarTitleText: '缴费户号', enablePullDownRefresh: true })
