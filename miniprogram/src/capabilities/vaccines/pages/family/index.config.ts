export default definePageConfig({ navigationBarTitleText: '约疫苗', enablePullDownRefresh: true })
