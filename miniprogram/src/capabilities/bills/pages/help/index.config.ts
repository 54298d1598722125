export default definePageConfig({ navigationBarTitleText: '怎么交费' })
