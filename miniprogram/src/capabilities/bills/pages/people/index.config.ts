export default definePageConfig({ navigationBarTitleText: '谁能看、谁能交', enablePullDownRefresh: true })
