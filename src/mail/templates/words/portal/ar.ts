import type { PortalWords } from './words.ts';

export const ar: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'اطّلع على اشتراكاتك. لا تحتاج إلى كلمة مرور.',
    SWITCH_PLAN: 'اختر خطة أخرى. لا تحتاج إلى كلمة مرور.',
    CANCEL_SUBSCRIPTION: 'ألغِ اشتراكك. لا تحتاج إلى كلمة مرور.',
    INVOICES: 'اطّلع على فواتيرك ونزّلها. لا تحتاج إلى كلمة مرور.',
    PAY_INVOICE: 'ادفع فاتورتك. لا تحتاج إلى كلمة مرور.',
  },
  payInvoice: 'دفع الفاتورة',
  openPortal: 'فتح بوابة الفوترة',
  plan: 'الخطة',
  endsOn: 'ينتهي في',
  endedOn: 'انتهى في',
  renewsOn: 'يتجدد في',
  credit: 'أُضيف إلى رصيدك',
  finalInvoice: 'الفاتورة النهائية',
  scheduled: {
    subject: (company, date) => `ينتهي اشتراكك في ${company} بتاريخ ${date}`,
    preheader: (date) => `يمكنك استخدامه حتى ${date}.`,
    heading: 'تم إلغاء اشتراكك',
    intro: (company, date) => `لن يُجدَّد اشتراكك في ${company}. يمكنك استخدامه حتى ${date}، ثم ينتهي تلقائيًا.`,
    undo: 'هل غيّرت رأيك؟ يمكنك حتى ذلك الحين التراجع عن الإلغاء من البوابة، وسيبقى كل شيء كما كان.',
  },
  ended: {
    subject: (company) => `انتهى اشتراكك في ${company}`,
    preheader: (date) => `انتهى في ${date}.`,
    heading: 'انتهى اشتراكك',
    intro: (company) => `أُلغي اشتراكك في ${company} وانتهى. لن يُخصم منك أي مبلغ بعد الآن.`,
    credited: 'أُضيفت إلى رصيدك قيمة المدة التي دفعتها ولم تستخدمها.',
    final: 'ما تبقّى من مبالغ مستحقة مذكور في فاتورة نهائية.',
  },
  undone: {
    subject: (company) => `اشتراكك في ${company} مستمر`,
    preheader: (date) => `يتجدد في ${date}.`,
    heading: 'اشتراكك مستمر',
    intro: (company) => `تم التراجع عن إلغاء اشتراكك في ${company}. لم يتغير شيء آخر.`,
  },
  footer: (company) => `وصلتك هذه الرسالة لأن شيئًا ما تغيّر في اشتراكك في ${company}.`,
};
