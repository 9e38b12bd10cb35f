import { client } from '../../services/client';

const ends = new WeakMap<object, () => void>();

/** Shown when WeChat asks for consent, before it gives a place, a photo or a phone number away. On every page that needs one of them. */
Component({
  options: { styleIsolation: 'apply-shared' },
  data: { asked: false, contract: '' },
  lifetimes: {
    attached() {
      ends.set(
        this,
        client.privacy.onNeeded(() => {
          void this.ask();
        }),
      );
    },
    detached() {
      ends.get(this)?.();
    },
  },
  methods: {
    async ask() {
      this.setData({ asked: true });
      client.privacy.shown();
      const { contractName } = await client.privacy.state();
      this.setData({ contract: contractName });
    },
    agree() {
      this.setData({ asked: false });
      client.privacy.agree('agree');
    },
    refuse() {
      this.setData({ asked: false });
      client.privacy.refuse();
    },
    read() {
      client.privacy.open().catch(() => {
        void wx.showToast({ title: '暂时打不开，请稍后再试', icon: 'none' });
      });
    },
  },
});
