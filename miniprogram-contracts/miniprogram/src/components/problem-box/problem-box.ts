import type { Problem } from '../../services/screen';

/** What went wrong and the button that helps; the page does what the button says. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: { problem: { type: Object, value: null as unknown as WechatMiniprogram.IAnyObject } },
  methods: {
    act() {
      const problem = this.data.problem as Problem | null;
      if (problem?.action === 'back') void wx.navigateBack();
      else this.triggerEvent('again', { action: problem?.action });
    },
  },
});
