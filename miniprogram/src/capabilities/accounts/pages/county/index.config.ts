export default definePageConfig({ navigationBarTitleText: '切换县' })
