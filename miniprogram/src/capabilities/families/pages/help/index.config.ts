export default definePageConfig({ navigationBarTitleText: '怎么添加孩子' })
