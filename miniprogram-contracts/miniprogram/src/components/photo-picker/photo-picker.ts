import type { PhotoProgress } from '@scandeputy/client';
import { choosePhotos } from '../../services/photos';
import { tapped } from '../../services/screen';

const words: Record<PhotoProgress['state'], string> = { waiting: '待上传', sending: '上传中', done: '已上传', failed: '没有传上' };

/** Takes photos; sending them is the page's business, which hands back how far they are. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: { progress: { type: Array, value: [] as PhotoProgress[] }, most: { type: Number, value: 9 } },
  data: { photos: [] as { path: string; words: string }[] },
  observers: {
    progress(list: PhotoProgress[]) {
      this.setData({ photos: list.map((photo) => ({ path: photo.path, words: photo.state === 'sending' ? `${words.sending} ${photo.progress}%` : words[photo.state] })) });
    },
  },
  methods: {
    async add() {
      const paths = await choosePhotos(this.data.most - this.data.photos.length);
      if (paths.length > 0) this.triggerEvent('add', { paths });
    },
    remove(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('remove', { path: tapped(event, 'path') });
    },
  },
});
