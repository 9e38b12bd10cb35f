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
      const files = await Promise.all(ids.map(async (id) => ({ id, path: await photoFile(id) })));
      const shown = files.filter((file): file is { id: string; path: string } => file.path !== undefined);
      this.setData({ shown, missing: files.length - shown.length });
    },
    enlarge(event: WechatMiniprogram.TouchEvent) {
      void wx.previewImage({ current: tapped(event, 'path'), urls: this.data.shown.map((photo) => photo.path) });
    },
  },
});
