import { tapped } from '../../services/screen';
import { photoFile } from '../../services/photos';

/** Photos of a case, which only those who may see the case can load. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: { ids: { type: Array, value: [] as string[] }, label: { type: String, value: '照片' } },
  data: { shown: [] as { id: string; path: string }[], missing: 0 },
  observers: {
    ids(ids: string[]) {
      void this.load(ids);
    },
  },
  methods: {
    async load(ids: string[]) {
      const files = await Promise.all(ids.map(async (id) => ({ id, path: await photoFile(id, 'small') })));
      const shown = files.filter((file): file is { id: string; path: string } => file.path !== undefined);
      this.setData({ shown, missing: files.length - shown.length });
    },
    /** Only now are the whole photos loaded. */
    async enlarge(event: WechatMiniprogram.TouchEvent) {
      void wx.showLoading({ title: '正在打开', mask: true });
      const ids = this.data.shown.map((photo) => photo.id);
      const whole = await Promise.all(ids.map((id) => photoFile(id, 'whole')));
      void wx.hideLoading();
      const current = whole[ids.indexOf(tapped(event, 'id'))];
      if (current === undefined) void wx.showToast({ title: '照片暂时打不开，请稍后再看', icon: 'none' });
      else void wx.previewImage({ current, urls: whole.filter((path): path is string => path !== undefined) });
    },
  },
});
