export default definePageConfig({ navigationBarTitleText: '丢了手机怎么办' })
