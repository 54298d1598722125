/** The notice (接种告知书) that is read before a confirmation; its version is stored with the booking. */
export const NOTICE_VERSION = '2026-11'

export const noticeText = [
  '接种后请在接种点留观，至少 30 分钟，到护士说的时间、没有不适再离开。',
  '少数人会有接种部位红肿、低热，一般一两天消退；高热不退、呼吸困难、全身皮疹请马上就医，并告诉接种门诊。',
  '孩子接种请一位监护人陪同，带上预防接种证和身份证件。',
  '今天发热、生病或正在用药，请先告诉护士，由接种门诊决定打不打。',
] as const
