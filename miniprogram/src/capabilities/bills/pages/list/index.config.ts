export default definePageConfig({ navigationBarTitleText: '水电燃气账单', enablePullDownRefresh: true })
