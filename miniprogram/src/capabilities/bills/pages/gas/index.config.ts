export default definePageConfig({ navigationBarTitleText: '燃气费账单', enablePullDownRefresh: true })
